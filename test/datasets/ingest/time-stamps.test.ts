import {describe, expect, it} from 'vitest'
import {instantOf} from '../../../datasets/ingest/time-stamps.js'

const at = (iso: string) => Date.parse(iso)

describe('time stamps', () => {
  it.each([
    ['2026-11-19T03:00:00Z', '2026-11-19T03:00:00Z'],
    ['2026-11-19T03:00:00.123456789Z', '2026-11-19T03:00:00.123Z'],
    ['2022-01-25 16:17:47.388 +0000', '2022-01-25T16:17:47.388Z'],
    ['2022-01-25 16:17:47.388 -0800', '2022-01-26T00:17:47.388Z'],
    ['2026-11-19 03:00:00+05:45', '2026-11-18T21:15:00Z'],
    ['2026-11-19 03:00:00+00', '2026-11-19T03:00:00Z'],
    ['2026-11-19 03:00:00 UTC', '2026-11-19T03:00:00Z'],
    ['2026-11-19 03:00:00.5 America/Los_Angeles', '2026-11-19T11:00:00.5Z'],
    ['2026-11-19 03:00', '2026-11-19T03:00:00Z'],
    ['2026-11-19', '2026-11-19T00:00:00Z'],
    ['20261119', '2026-11-19T00:00:00Z'],
    ['20261119030005', '2026-11-19T03:00:05Z'],
    ['20261119T030005Z', '2026-11-19T03:00:05Z'],
    ['1970-01-01 00:00:42,007', '1970-01-01T00:00:42.007Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    [' 2026-11-19T03:00:00Z ', '2026-11-19T03:00:00Z'],
  ])('reads %s', (text, iso) => expect(instantOf(text, 'UTC')).toBe(at(iso)))

  it.each([1_795_057_200, 1_795_057_200_000, 1_795_057_200_000_000, '1795057200', '1795057200000', '1.7950572E9'])(
    'tells the unit of %s by its size',
    value => expect(instantOf(value, 'Asia/Shanghai')).toBe(1_795_057_200_000),
  )

  it('keeps the milliseconds of fractions of a second', () => {
    const wrong: number[] = []
    for (let ms = 0; ms < 1000; ms++) {
      for (const want of [1_795_057_200_000 + ms, 1_074_442_772_000 + ms]) {
        if (instantOf(want / 1000, 'UTC') !== want || instantOf(want * 1000 + 999, 'UTC') !== want) wrong.push(want)
      }
    }
    expect(wrong).toEqual([])
  })

  it.each([
    '',
    'soon',
    '2026-13-01',
    '2026-02-30',
    '2026-11-19 25:00:00',
    '2026-11-19T03:00:00 CST',
    '12',
    42,
    null,
    {},
    true,
    '2026-11-19T03:00:00+99:00',
    '2026-11-19 03:00 Moon/Base',
  ])('does not guess %s', value => expect(instantOf(value, 'UTC')).toBeUndefined())

  it('takes a stamp without zone as local time', () => {
    expect(instantOf('2026-11-19 03:00:00', 'Asia/Shanghai')).toBe(at('2026-11-18T19:00:00Z'))
    expect(instantOf('2026-11-19T03:00:00Z', 'Asia/Shanghai')).toBe(at('2026-11-19T03:00:00Z'))
    expect(instantOf('2026-01-05 12:00:00', 'America/New_York')).toBe(at('2026-01-05T17:00:00Z'))
    expect(instantOf('2026-07-05 12:00:00.25', 'America/New_York')).toBe(at('2026-07-05T16:00:00.25Z'))
  })

  it('holds where clocks change, as java.time does', () => {
    const newYork = (text: string) => new Date(instantOf(text, 'America/New_York')!).toISOString()
    expect(newYork('2026-03-08 01:59:59')).toBe('2026-03-08T06:59:59.000Z')
    expect(newYork('2026-03-08 02:30:00')).toBe('2026-03-08T07:30:00.000Z')
    expect(newYork('2026-03-08 03:00:00')).toBe('2026-03-08T07:00:00.000Z')
    expect(newYork('2026-11-01 00:59:59')).toBe('2026-11-01T04:59:59.000Z')
    expect(newYork('2026-11-01 01:30:00')).toBe('2026-11-01T05:30:00.000Z')
    expect(newYork('2026-11-01 02:00:00')).toBe('2026-11-01T07:00:00.000Z')
    expect(instantOf('2010-03-14 00:02:00', 'America/St_Johns')).toBe(at('2010-03-14T03:32:00Z'))
    expect(instantOf('2011-12-31 00:00:00', 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'))
  })

  it.each(['Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu', 'Africa/Casablanca'])(
    'finds every instant of two years again from its local time in %s',
    timeZone => {
      const format = new Intl.DateTimeFormat('sv-SE', {timeZone, dateStyle: 'short', timeStyle: 'medium'})
      const wrong: string[] = []
      for (let ms = at('2025-01-01T00:00:00Z'); ms < at('2027-01-01T00:00:00Z'); ms += 47 * 60_000) {
        const found = instantOf(format.format(ms), timeZone)!
        // an hour that occurs twice is read as its first: same local time, at most two hours earlier
        const isSame =
          found === ms || (format.format(found) === format.format(ms) && found < ms && ms - found <= 7_200_000)
        if (!isSame) wrong.push(format.format(ms))
      }
      expect(wrong).toEqual([])
    },
  )

  it('says so where there is no such time zone', () => {
    expect(() => instantOf('2026-11-19 03:00:00', 'Moon/Base')).toThrow("there is no time zone 'Moon/Base'")
  })
})
