import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {listAt, numberAt, objectAt, textAt} from '../../../datasets/ingest/json-fields.js'
import {events, removeFiles} from './stream-readers.js'

afterAll(removeFiles)

describe('JSON events', () => {
  const two = [{a: 1, b: {c: ['}', '"{']}}, {a: 2}]
  test.each([
    ['one a line', `${JSON.stringify(two[0])}\n\n${JSON.stringify(two[1])}\n`, [1, 3]],
    ['a list on one line', JSON.stringify(two), [1, 1]],
    ['a list over lines', JSON.stringify(two, undefined, 2), [2, 11]],
    ['a list of one a line', `[\n${JSON.stringify(two[0])},\n${JSON.stringify(two[1])}\n]\n`, [2, 3]],
    ['objects over lines', two.map(each => JSON.stringify(each, undefined, 2)).join('\n'), [1, 10]],
    ['one after the other', `${two.map(each => JSON.stringify(each)).join('')}\n`, [1, 1]],
    ['after a mark', `\uFEFF${JSON.stringify(two)}`, [1, 1]],
    ['with Windows lines', `${two.map(each => JSON.stringify(each)).join('\r\n')}`, [1, 2]],
  ])('come from %s', async (_, text, rows) => {
    for (const content of [text, gzipSync(text)]) {
      const {all, faults} = await events(content)
      expect(faults).toEqual([])
      expect(all).toEqual(two.map((value, i) => ({value, row: rows[i]})))
    }
  })

  test('come from documents that lie over many chunks', async () => {
    const many = Array.from({length: 5000}, (_, i) => ({i, text: `é"{[${'z'.repeat(i % 300)}`}))
    for (const text of [JSON.stringify(many), JSON.stringify(many, undefined, 2)]) {
      const {all, faults} = await events(text)
      expect(faults).toEqual([])
      expect(all.map(({value}) => value)).toEqual(many)
    }
  })

  test('come from a document whose first blocks are tiny', async () => {
    const text = JSON.stringify(two, undefined, 2).slice(1, -1).replace('},', '}')
    const blocks = text.match(/[\s\S]{1,3}/g)!.map((part, i, all) => {
      const isLast = i === all.length - 1 ? 1 : 0
      return Buffer.concat([Buffer.from([isLast | (part.length << 3), 0, 0]), Buffer.from(part)])
    })
    const {all, faults} = await events(Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]), ...blocks]))
    expect(faults).toEqual([])
    expect(all.map(({value}) => value)).toEqual(two)
  })

  test('leave out what is broken with its row', async () => {
    const broken = await events('{"a":1}\n{"a":\n[1]\n7\n{"a":2}\n{"a":')
    expect(broken.all.map(({value}) => value)).toEqual([{a: 1}, {a: 2}])
    expect(broken.kinds).toEqual(['broken-json@2', 'broken-json@3', 'broken-json@4', 'broken-json@6'])
    expect(broken.faults[3]!.message).toContain('cut off')
    const firstBroken = await events('{"a":\n{"a":2}\n')
    expect(firstBroken).toMatchObject({all: [{value: {a: 2}, row: 2}], kinds: ['broken-json@1']})
    const list = await events('[{"a":1},\n nonsense, {"a":2}, {a:3},\n{"a":4')
    expect(list.all.map(({value}) => value)).toEqual([{a: 1}, {a: 2}])
    expect(list.kinds).toEqual(['broken-json@2', 'broken-json@2', 'broken-json@3'])
    expect((await events('[{"a":1}')).kinds).toEqual(['broken-json@1'])
  })

  test('that are too long are let go, in lines and in documents', async () => {
    const long = JSON.stringify({text: 'x'.repeat(3_000_000)})
    const limits = {lineBytes: 1 << 20}
    expect(await events(`{"a":1}\n${long}\n{"a":2}\n`, limits)).toMatchObject({
      all: [{row: 1}, {row: 3}],
      kinds: ['long-line@2'],
    })
    expect(await events(`[{"a":1},${long},{"a":2}]`, limits)).toMatchObject({
      all: [{row: 1}, {row: 1}],
      kinds: ['long-line@1'],
    })
  })
})

test('fields of JSON are had only where they are of the type', () => {
  const value = JSON.parse('{"a":{"b":[1],"c":"x","n":3,"z":null},"__proto__":{"n":1}}') as unknown
  expect(objectAt(value, 'a')).toHaveProperty('n', 3)
  expect([objectAt(value, 'a', 'b'), objectAt(value, 'a', 'z'), objectAt(value, 'constructor')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect([textAt(value, 'a', 'c'), textAt(value, 'a', 'n'), textAt(value, 'a', 'c', 'length')]).toEqual([
    'x',
    undefined,
    undefined,
  ])
  expect([numberAt(value, 'a', 'n'), numberAt(value, 'a', 'c')]).toEqual([3, undefined])
  expect([listAt(value, 'a', 'b'), listAt(value, 'a')]).toEqual([[1], undefined])
})
