import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import type {Intake} from '../../../datasets/ingest/intake.js'
import {readCoverage} from '../../../datasets/lake/coverage.js'
import {BadInput} from '../../../model/errors.js'
import {adapterOptions} from '../ingest/recording-intake.js'
import {accessOf, day, hashesOf, ingestTold, lakeRows, newFolder, plainMap, runOf} from './lake-fixture.js'

const days = ['2026-11-17', '2026-11-18', '2026-11-19']

/** Three days of two jobs: one reads the partition of its day and writes a table, one reads a snapshot table without bytes of its own. */
function threeDays(intake: Intake, only: readonly string[] = days): void {
  for (const date of only) {
    const partitions = [{day: day(date), dayFrom: 'exact' as const}]
    intake.run(
      runOf(`etl-${date}`, date, {
        cpuHours: 1.5,
        priority: 'gold',
        inputs: [accessOf('orders', {partitions, bytes: 1000})],
        outputs: [accessOf('daily', {place: {region: 'west', project: 'w'}, partitions, bytes: 50})],
      }),
    )
    intake.run(
      runOf(`ml-${date}`, date, {
        failed: date === '2026-11-18',
        movable: false,
        place: {region: 'west', project: 'w'},
        readBytes: 300,
        inputs: [accessOf('users'), accessOf('orders', {partitions})],
      }),
    )
    intake.partition('orders', day(date), 2000)
  }
  intake.table({
    table: 'users',
    place: {region: 'east', project: 'p'},
    storedBytes: 4000,
    retentionDays: 9,
    replicable: false,
  })
  intake.dependency('daily', 'orders', 'etl')
}

async function wholeLake(): Promise<string> {
  const lake = newFolder()
  await ingestTold(lake, threeDays)
  return lake
}

describe('lake', () => {
  it('is a history folder: what the loader makes of it', async () => {
    const lake = await wholeLake()
    const loaded = await openHistoryFolder(lake)
    const {history, rowCounts} = loaded
    expect(rowCounts).toEqual({projects: 2, tables: 3, partitions: 3, runs: 6, reads: 9, writes: 3, dependencies: 1})
    expect([history.fromDay, history.toDay]).toEqual([day('2026-11-17'), day('2026-11-19')])
    expect(history.tables.names).toEqual(['daily', 'orders', 'users'])
    expect(Array.from(history.tables.snapshot)).toEqual([0, 0, 1])
    expect(Array.from(history.tables.partitionBytes)).toEqual([Number.NaN, 2000, 4000])
    expect(Array.from(history.tables.retentionDays)).toEqual([Number.NaN, Number.NaN, 9])
    expect(Array.from(history.tables.replicable)).toEqual([1, 1, 0])
    expect(Array.from(history.runs.failed).reduce((sum, failed) => sum + failed)).toBe(1)
    const {reads} = await loaded.workload()
    expect(Array.from(reads.bytes).reduce((sum, bytes) => sum + bytes)).toBe(3 * (1000 + 300))
    loaded.close()
    const shares = await lakeRows(
      lake,
      `SELECT "table", bytes FROM '@reads/*/*.parquet' WHERE run = 'ml-2026-11-18' ORDER BY 1`,
    )
    expect(shares).toEqual([
      ['orders', 100],
      ['users', 200],
    ])
  })

  it('covers what it holds, by day and in sum', async () => {
    const lake = await wholeLake()
    expect(readCoverage(lake, day('2026-11-18'), day('2026-11-19'))).toEqual({
      formatVersion: '1.0',
      sources: ['told'],
      fromDay: '2026-11-18',
      toDay: '2026-11-19',
      runs: 4,
      reads: 6,
      writes: 2,
      readBytes: 2600,
      writtenBytes: 100,
      region: {exact: 2600},
      project: {exact: 2600},
      partitionDay: {exact: 2200, none: 400},
      bytes: {apportioned: 600, exact: 2000},
      corrected: [],
      dropped: [],
    })
    expect(readCoverage(lake, day('2026-12-01'), day('2026-12-02'))).toBeUndefined()
    expect(readCoverage(newFolder(), day('2026-11-18'), day('2026-11-19'))).toBeUndefined()
  })

  it('the same again changes no file; another order of events gives the same bytes', async () => {
    const lake = await wholeLake()
    const before = hashesOf(lake)
    const again = await ingestTold(lake, threeDays)
    expect([again.filesWritten, again.filesRemoved, again.days]).toEqual([[], [], []])
    expect(again.coverage.runs).toBe(6)
    expect(hashesOf(lake)).toEqual(before)
    const turned = newFolder()
    await ingestTold(turned, intake => {
      const runs: Parameters<Intake['run']>[0][] = []
      threeDays({...proxy(intake), run: run => runs.push(run)})
      for (const run of runs.reverse()) intake.run(run)
    })
    expect(hashesOf(turned)).toEqual(before)
  })

  it('late data joins its day: day by day in any order is the same as all at once', async () => {
    const lake = newFolder()
    for (const date of ['2026-11-19', '2026-11-17', '2026-11-18']) {
      const {days: changed} = await ingestTold(lake, intake => threeDays(intake, [date]))
      expect(changed).toEqual([date])
    }
    expect(hashesOf(lake)).toEqual(hashesOf(await wholeLake()))
  })

  it('a run that is told again replaces itself, on another day too; replaced days forget what is not told', async () => {
    const lake = await wholeLake()
    const moved = runOf('etl-2026-11-17', '2026-11-18', {inputs: [accessOf('orders', {bytes: 5})]})
    const late = await ingestTold(lake, intake => intake.run(moved))
    expect(late.days).toEqual(['2026-11-17', '2026-11-18'])
    const runs = `SELECT run FROM '@runs/*/*.parquet' ORDER BY run`
    expect((await lakeRows(lake, runs)).length).toBe(6)
    expect(
      await lakeRows(lake, `SELECT bytes FROM '@reads/day=2026-11-18/told.parquet' WHERE run = 'etl-2026-11-17'`),
    ).toEqual([[5]])
    await ingestTold(lake, intake => intake.run(moved), {replaceDays: true})
    expect((await lakeRows(lake, runs)).map(([run]) => run)).toEqual([
      'etl-2026-11-17',
      'etl-2026-11-19',
      'ml-2026-11-17',
      'ml-2026-11-19',
    ])
    expect(readdirSync(join(lake, 'writes'))).toEqual(['day=2026-11-19'])
    const loaded = await openHistoryFolder(lake)
    loaded.close()
  })

  it('of two tellings of a run the one that ended last counts, then that of the larger hash', async () => {
    const tell = (order: readonly number[]) => async (intake: Intake) => {
      for (const bytes of order) {
        const endMs = Date.parse('2026-11-18T05:00:00Z') + (bytes === 7 ? 1000 : 0)
        intake.run(runOf('a', '2026-11-18', {endMs, inputs: [accessOf('t', {bytes})]}))
      }
    }
    const [one, two] = [newFolder(), newFolder()]
    const {coverage} = await ingestTold(one, tell([7, 100, 7]))
    expect([coverage.runs, coverage.readBytes]).toEqual([1, 7])
    expect(coverage.dropped.map(({reason, count}) => [reason, count])).toEqual([['duplicate run', 2]])
    await ingestTold(one, tell([5, 6]), {replaceDays: true})
    await ingestTold(two, tell([6, 5]))
    const bytes = `SELECT bytes FROM '@reads/*/*.parquet'`
    expect(await lakeRows(one, bytes)).toEqual(await lakeRows(two, bytes))
  })

  it('a run of another source is the same run where it started at once, else it is another', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => intake.run(runOf('1', '2026-11-18', {inputs: [accessOf('t', {bytes: 5})]})), {
      name: 'one',
    })
    const second = (intake: Intake) => {
      intake.run(runOf('1', '2026-11-19', {inputs: [accessOf('t', {bytes: 6})]}))
      intake.run(runOf('2', '2026-11-19', {inputs: [accessOf('t', {bytes: 7})]}))
    }
    await ingestTold(lake, second, {name: 'two'})
    expect(await lakeRows(lake, `SELECT run, bytes FROM '@reads/*/*.parquet' ORDER BY 1`)).toEqual([
      [1, 5],
      ['1@two', 6],
      [2, 7],
    ])
    expect((await ingestTold(lake, second, {name: 'two'})).filesWritten).toEqual([])
    const {coverage} = await ingestTold(lake, second, {name: 'three'})
    expect(coverage.dropped.map(({reason, count, bytes}) => [reason, count, bytes])).toEqual([
      ['run of another source', 1, 7],
    ])
    const loaded = await openHistoryFolder(lake)
    expect(loaded.rowCounts.runs).toBe(4)
    loaded.close()
  })

  it('keeps the newest days, and the sizes of tables that only older days read', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      threeDays(intake)
      intake.run(runOf('old', '2026-11-17', {inputs: [accessOf('seldom', {bytes: 123})]}))
    })
    const {filesRemoved} = await ingestTold(lake, intake => threeDays(intake, ['2026-11-19']), {keepDays: 2})
    expect(filesRemoved.length).toBeGreaterThan(0)
    expect(readdirSync(join(lake, 'runs'))).toEqual(['day=2026-11-18', 'day=2026-11-19'])
    expect(readdirSync(join(lake, '_provenance/reads'))).toEqual(['day=2026-11-18', 'day=2026-11-19'])
    expect(await lakeRows(lake, `SELECT partition_bytes FROM '@tables.parquet' WHERE "table" = 'seldom'`)).toEqual([
      [123],
    ])
    const late = await ingestTold(lake, intake => threeDays(intake, ['2026-11-17']), {keepDays: 2})
    expect(late.coverage.dropped.map(({reason, count, bytes}) => [reason, count, bytes])).toEqual([
      ['run before the days that are kept', 2, 1350],
    ])
    const loaded = await openHistoryFolder(lake)
    expect(loaded.rowCounts.runs).toBe(4)
    loaded.close()
  })

  it('gives every table that is read a size, so that any span of days loads', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      const on = (date: string) => ({partitions: [{day: day(date), dayFrom: 'exact' as const}]})
      intake.run(
        runOf('a-1', '2026-11-17', {
          inputs: [accessOf('t', {...on('2026-11-17'), bytes: 5}), accessOf('u', {bytes: 8})],
        }),
      )
      intake.run(runOf('a-2', '2026-11-18', {inputs: [accessOf('t', {...on('2026-11-17'), bytes: 9})]}))
      intake.run(
        runOf('a-3', '2026-11-19', {
          inputs: [accessOf('v', {...on('2026-11-18'), bytes: 2})],
          outputs: [accessOf('t', {...on('2026-11-19'), bytes: 30})],
        }),
      )
      intake.table({table: 'v', place: {}, storedBytes: 900, retentionDays: 30})
    })
    expect(
      await lakeRows(
        lake,
        `SELECT p."table", p.size_from, t.partition_bytes FROM '@_provenance/tables.parquet' p JOIN '@tables.parquet' t ON t."table" = p."table" ORDER BY 1`,
      ),
    ).toEqual([
      ['t', 'assumed', 9],
      ['u', 'assumed', 8],
      ['v', 'apportioned', 30],
    ])
    for (const toDay of [17, 18, 19]) {
      const loaded = await openHistoryFolder(lake, {fromDay: day('2026-11-17'), toDay: day(`2026-11-${toDay}`)})
      loaded.close()
    }
  })

  it('never touches a folder that is no lake', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    const before = hashesOf(folder)
    await expect(ingestTold(folder, threeDays)).rejects.toThrow(/not empty and no lake/)
    expect(hashesOf(folder)).toEqual(before)
    await expect(ingestTold(join(folder, 'notes.txt'), threeDays)).rejects.toThrow(/not a folder/)
    await expect(ingestTold(newFolder(), threeDays, {name: 'A b'})).rejects.toThrow(/no name of a source/)
    await expect(ingestTold(newFolder(), threeDays, {keepDays: 0})).rejects.toThrow(/cannot keep 0 days/)
  })

  it('broken input changes nothing, or is counted where it may be skipped', async () => {
    const lake = await wholeLake()
    const before = hashesOf(lake)
    const tell = (intake: Intake) => {
      intake.run(runOf('bad-1', '2026-11-18', {inputs: [accessOf('t', {bytes: -1})]}))
      intake.run(runOf('bad-2', '1980-01-01'))
      intake.run(runOf('bad-3', '2026-11-18', {inputs: [accessOf('t', {partitions: [{day: 1e6, dayFrom: 'exact'}]})]}))
      intake.run(runOf('good', '2026-11-18', {inputs: [accessOf('t', {bytes: 1})]}))
      intake.partition('t', day('2026-11-18'), 0.5)
      intake.fault({kind: 'broken-json', file: 'x.json', row: 3, message: 'm', advice: 'a'})
    }
    const error = await ingestTold(lake, tell).catch(caught => caught)
    expect(error).toBeInstanceOf(BadInput)
    expect((error as BadInput).totals).toEqual({
      negative: 1,
      'impossible-time': 2,
      'not-an-amount': 1,
      'broken-json': 1,
    })
    expect(hashesOf(lake)).toEqual(before)
    const {coverage} = await ingestTold(lake, tell, {skipBroken: true})
    expect(coverage.runs).toBe(1)
    expect(Object.fromEntries(coverage.dropped.map(({reason, count}) => [reason, count]))).toEqual({
      'broken: negative': 1,
      'broken: impossible-time': 2,
      'broken: not-an-amount': 1,
      'broken: broken-json': 1,
    })
  })

  it('stops when it is told to and leaves the lake as it was', async () => {
    const lake = await wholeLake()
    const before = hashesOf(lake)
    const abort = new AbortController()
    const stopped = ingestTold(
      lake,
      async intake => {
        intake.run(runOf('x', '2026-11-18', {inputs: [accessOf('t', {bytes: 1})]}))
        await intake.flush()
        abort.abort(new Error('stopped'))
      },
      {adapter: adapterOptions({signal: abort.signal})},
    )
    await expect(stopped).rejects.toThrow('stopped')
    expect(hashesOf(lake)).toEqual(before)
  })

  it('refuses a topology without regions that the lake uses', async () => {
    const lake = await wholeLake()
    const map = {
      ...plainMap,
      regions: ['east', 'north'],
      topologyText: plainMap.topologyText.replace(/ *- name: west\n/, ''),
    }
    await expect(ingestTold(lake, () => undefined, {map})).rejects.toThrow(/regions that the topology lacks: west/)
    expect(readFileSync(join(lake, 'topology.yaml'), 'utf8')).toBe(plainMap.topologyText)
  })

  it('is written by one ingest at a time; the lock of a process that is gone is taken over', async () => {
    const lake = await wholeLake()
    let inner: Promise<unknown> | undefined
    await ingestTold(lake, async () => {
      inner = ingestTold(lake, threeDays).catch((error: Error) => error.message)
      await inner
    })
    expect(await inner).toMatch(/another ingest writes/)
    const {hostname} = await import('node:os')
    writeFileSync(join(lake, '_lock'), JSON.stringify({pid: 2 ** 22 + 12345, host: hostname()}))
    mkdirSync(join(lake, '_staging-4206649'))
    await ingestTold(lake, threeDays)
    expect(readdirSync(lake).filter(name => name.startsWith('_l') || name.startsWith('_s'))).toEqual([
      '_lake.json',
      '_stats',
    ])
    writeFileSync(join(lake, '_lock'), JSON.stringify({pid: process.ppid, host: hostname()}))
    await expect(ingestTold(lake, threeDays)).rejects.toThrow(new RegExp(`process ${process.ppid} on`))
  })
})

/** The methods of an intake as functions of their own. */
const proxy = (intake: Intake): Intake => ({
  run: run => intake.run(run),
  table: table => intake.table(table),
  partition: (table, partitionDay, bytes) => intake.partition(table, partitionDay, bytes),
  project: project => intake.project(project),
  dependency: (table, upstream, job) => intake.dependency(table, upstream, job),
  drop: drop => intake.drop(drop),
  fault: finding => intake.fault(finding),
  flush: () => intake.flush(),
})
