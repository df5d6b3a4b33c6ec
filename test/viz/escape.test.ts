import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {embedJson, escapeText, nameSvg, shorten, textColumns} from '../../viz/escape.js'

describe('escapeText', () => {
  it('escapes markup and both kinds of quotes', () => {
    expect(escapeText(`<b a="x" c='y'>&`)).toBe('&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;')
  })

  it('shows control characters, direction overrides and lone surrogates as the replacement character', () => {
    expect(escapeText('a\u0000b\u001bc\u202ed\u2069e\ud800f')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf')
  })

  it('keeps letters of every script and emoji as they are', () => {
    expect(escapeText('订单 طلبات 👩‍💻')).toBe('订单 طلبات 👩‍💻')
  })

  it('leaves nothing in any text that can end an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), text => {
        const rest = escapeText(text).replace(/&(amp|lt|gt|quot|#39);/g, '')
        expect(rest).not.toMatch(/[<>"'&\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})

describe('shorten', () => {
  it('keeps the two ends of a long name and all of a short one', () => {
    expect([shorten('orders', 6), shorten('ods_orders_hourly_17', 10)]).toEqual(['orders', 'ods_…ly_17'])
  })

  it('does not cut an emoji into pieces', () => {
    expect(shorten('👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻', 6)).toBe('👩‍💻…👩‍💻')
  })

  it('counts ideographs as two letters, for they are twice as broad', () => {
    expect([textColumns('订单ab'), shorten('华东一区数据中心', 16), shorten('华东一区数据中心', 11)]).toEqual([
      6,
      '华东一区数据中心',
      '华东…据中心',
    ])
  })

  it('never takes more columns than it may, however long the text', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', maxLength: 200}), fc.integer({min: 3, max: 30}), (text, maxColumns) => {
        expect(textColumns(shorten(text, maxColumns))).toBeLessThanOrEqual(maxColumns)
      }),
    )
  })

  it('isolates the direction of a name in a picture', () => {
    expect(nameSvg('طلبات', 20)).toBe('\u2068طلبات\u2069')
  })
})

describe('embedJson', () => {
  it('keeps every value and never contains a less-than sign', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = embedJson({value, name: '</script><!--'})
        expect(text).not.toContain('<')
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({value, name: '</script><!--'})))
      }),
    )
  })
})
