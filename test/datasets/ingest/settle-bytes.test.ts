import {describe, expect, it} from 'vitest'
import type {ObservedRun} from '../../../datasets/ingest/observed.js'
import {accessOf, day, ingestTold, lakeRows, newFolder, runOf, type Tell} from '../lake/lake-fixture.js'

const date = '2026-11-18'
const reads = `SELECT r."table", r.partition_date, r.bytes, f.bytes_from FROM '@reads/*/*.parquet' r
  JOIN '@_provenance/reads/*/*.parquet' f ON f.run = r.run AND f."table" = r."table" AND f.partition_date IS NOT DISTINCT FROM r.partition_date
  ORDER BY ALL`

async function settledReads(changes: Partial<ObservedRun>, more: Tell = () => undefined) {
  const lake = newFolder()
  const result = await ingestTold(lake, async intake => {
    intake.run(runOf('a-1', date, changes))
    await more(intake)
  })
  return {rows: await lakeRows(lake, reads), result, lake}
}

describe('bytes of accesses', () => {
  it('given bytes stay, with their tag; the same table twice in a run is summed and the less certain tag counts', async () => {
    const {rows} = await settledReads({
      inputs: [
        accessOf('t', {bytes: 5}),
        accessOf('u', {bytes: 7, bytesFrom: 'wholeTable'}),
        accessOf('t', {bytes: 6, bytesFrom: 'scannedFiles'}),
      ],
    })
    expect(rows).toEqual([
      ['t', null, 11, 'scannedFiles'],
      ['u', null, 7, 'wholeTable'],
    ])
  })

  it("a run's total is shared out by stored size, to the byte: 100 over 1 : 1 : 1 is 34, 33, 33", async () => {
    const {rows} = await settledReads({readBytes: 100, inputs: ['a', 'b', 'c'].map(name => accessOf(name))}, intake => {
      for (const table of ['a', 'b', 'c']) intake.table({table, place: {}, storedBytes: 1000})
    })
    expect(rows).toEqual([
      ['a', null, 34, 'apportioned'],
      ['b', null, 33, 'apportioned'],
      ['c', null, 33, 'apportioned'],
    ])
  })

  it('what is given comes off the total first; weights go before sizes', async () => {
    const {rows} = await settledReads(
      {
        readBytes: 1000,
        inputs: [accessOf('a', {bytes: 100}), accessOf('b', {weightBytes: 1}), accessOf('c', {weightBytes: 2})],
      },
      intake => intake.table({table: 'b', place: {}, storedBytes: 999}),
    )
    expect(rows).toEqual([
      ['a', null, 100, 'exact'],
      ['b', null, 300, 'apportioned'],
      ['c', null, 600, 'apportioned'],
    ])
  })

  it('a table of unknown size weighs as much as the average of the others', async () => {
    const {rows} = await settledReads({readBytes: 60, inputs: ['a', 'b', 'c'].map(name => accessOf(name))}, intake => {
      intake.table({table: 'a', place: {}, storedBytes: 10})
      intake.table({table: 'b', place: {}, storedBytes: 30})
    })
    expect(rows.map(row => row[2])).toEqual([10, 30, 20])
  })

  it('the only input of a run takes its total whole, which is exact', async () => {
    const {rows} = await settledReads({readBytes: 77, inputs: [accessOf('a')]})
    expect(rows).toEqual([['a', null, 77, 'exact']])
  })

  it('sizes of the partitions that were read weigh, not the whole table', async () => {
    const partitions = [
      {day: day('2026-11-16'), dayFrom: 'exact' as const},
      {day: day('2026-11-17'), dayFrom: 'exact' as const},
    ]
    const {rows} = await settledReads(
      {readBytes: 500, inputs: [accessOf('a', {partitions}), accessOf('b')]},
      intake => {
        intake.table({table: 'a', place: {}, storedBytes: 1_000_000})
        intake.partition('a', day('2026-11-16'), 100)
        intake.partition('a', day('2026-11-17'), 300)
        intake.table({table: 'b', place: {}, storedBytes: 100})
      },
    )
    expect(rows).toEqual([
      ['a', '2026-11-16', 100, 'apportioned'],
      ['a', '2026-11-17', 300, 'apportioned'],
      ['b', null, 100, 'apportioned'],
    ])
  })

  it('the bytes of an access are shared out over its partitions, evenly where no size is known', async () => {
    const partitions = [16, 17, 18].map(d => ({day: day(`2026-11-${d}`), dayFrom: 'exact' as const}))
    const {rows} = await settledReads({inputs: [accessOf('a', {partitions, bytes: 11})]})
    expect(rows.map(row => [row[2], row[3]])).toEqual([
      [4, 'apportioned'],
      [4, 'apportioned'],
      [3, 'apportioned'],
    ])
  })

  it('without bytes and total a read is of the whole table, or a drop where its size is unknown', async () => {
    const {rows, result} = await settledReads({inputs: [accessOf('a'), accessOf('b')]}, intake =>
      intake.table({table: 'a', place: {}, storedBytes: 4096}),
    )
    expect(rows).toEqual([['a', null, 4096, 'wholeTable']])
    expect(result.coverage.dropped).toEqual([
      {reason: 'read without bytes', count: 1, bytes: 0, examples: [{value: 'b', count: 1, bytes: 0}]},
    ])
  })

  it('a total without a table to read it, and reads of nothing, are counted', async () => {
    const {rows, result} = await settledReads({
      readBytes: 50,
      inputs: [accessOf('a', {bytes: 20}), accessOf('b', {bytes: 0})],
    })
    expect(rows).toEqual([['a', null, 20, 'exact']])
    expect(result.coverage.dropped.map(({reason, count, bytes}) => [reason, count, bytes])).toEqual([
      ['bytes read of no known table', 1, 30],
      ['read of 0 bytes', 1, 0],
    ])
  })

  it('stays exact near 2^53', async () => {
    const total = 2 ** 53 - 1
    const {rows} = await settledReads({
      readBytes: total,
      inputs: [
        accessOf('a', {weightBytes: 2 ** 53 - 3}),
        accessOf('b', {weightBytes: 2 ** 52 + 1}),
        accessOf('c', {weightBytes: 3}),
      ],
    })
    const [a, b, c] = rows.map(row => BigInt(row[2] as number))
    expect(a! + b! + c!).toBe(BigInt(total))
    const weights = [2n ** 53n - 3n, 2n ** 52n + 1n, 3n]
    const all = weights.reduce((sum, weight) => sum + weight)
    for (const [i, bytes] of [a!, b!, c!].entries()) {
      const floor = (BigInt(total) * weights[i]!) / all
      expect([floor, floor + 1n]).toContain(bytes)
    }
  })
})
