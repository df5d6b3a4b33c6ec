import {describe, expect, it} from 'vitest'
import {accessOf, ingestTold, lakeRows, newFolder, runOf} from '../lake/lake-fixture.js'

describe('staging', () => {
  it('knows a name again that it forgot: more names than it remembers are each one table', async () => {
    const lake = newFolder()
    const {totals, coverage} = await ingestTold(lake, async intake => {
      for (const round of [0, 1]) {
        for (let run = 0; run < 70; run++) {
          const inputs = Array.from({length: 3000}, (_, i) => accessOf(`t${run * 3000 + i}`, {bytes: 1 + round}))
          intake.run(runOf(`r${round}-${run}`, '2026-11-18', {inputs}))
          await intake.flush()
        }
      }
    })
    expect([totals.tables, coverage.reads, coverage.readBytes]).toEqual([210_000, 420_000, 630_000])
    expect(
      await lakeRows(lake, `SELECT count(*), min(partition_bytes), max(partition_bytes) FROM '@tables.parquet'`),
    ).toEqual([[210_000, 2, 2]])
  })

  it('says of a table field by field what was said last', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      intake.table({table: 't', place: {region: 'north', project: 'n'}, storedBytes: 5, retentionDays: 3})
      intake.table({table: 't', place: {}, storedBytes: 6, replicable: false})
      intake.run(runOf('a', '2026-11-18', {inputs: [accessOf('t', {place: {}, bytes: 1})]}))
    })
    expect(await lakeRows(lake, `FROM '@tables.parquet'`)).toEqual([['t', 'n', 6, 3, false]])
  })

  it('refuses regions that the topology lacks, and counts accesses beyond what a history can hold', async () => {
    const said = (allowedRegions: string[]) =>
      ingestTold(newFolder(), intake => intake.project({project: 'p', region: 'east', allowedRegions}))
    await expect(said(['mars'])).rejects.toThrow(/regions that the topology lacks: mars/)
    await said(['west'])
    const {coverage} = await ingestTold(newFolder(), intake => {
      const huge = accessOf('t', {bytes: 2 ** 53})
      intake.run(runOf('a', '2026-11-18', {inputs: [huge, huge]}))
      intake.run(runOf('b', '2026-11-18', {inputs: [huge]}))
    })
    expect([coverage.reads, coverage.readBytes]).toEqual([1, 2 ** 53])
    expect(coverage.dropped.map(({reason, bytes}) => [reason, bytes])).toEqual([
      ['read of more than 2^53 bytes', 2 ** 54],
    ])
  })
})
