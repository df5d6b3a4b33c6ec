import fc from 'fast-check'
import {expect, test} from 'vitest'
import {CsvEncoder, NdjsonEncoder} from '../../../datasets/synthetic/row-encoder.js'

test('CSV fields are quoted where RFC 4180 asks for it, and empty text is not an empty field', () => {
  const rows = new CsvEncoder(['a', 'b', 'c', 'd', 'e'])
  rows.text('x,"y"\n')
  rows.text('')
  rows.empty()
  rows.number(9e15)
  rows.flag(true)
  rows.endRow()
  expect(rows.take()).toBe('a,b,c,d,e\n"x,""y""\n","",,9000000000000000,true\n')
  expect(rows.pending).toBe(0)
})

test('NDJSON rows parse back to what was put in', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), fc.boolean(), (text, number, flag) => {
      const rows = new NdjsonEncoder(['a', 'b', 'c', 'd'])
      rows.text(text)
      rows.number(number)
      rows.flag(flag)
      rows.empty()
      rows.endRow()
      expect(JSON.parse(rows.take())).toEqual({a: text, b: number, c: flag, d: null})
    }),
  )
})
