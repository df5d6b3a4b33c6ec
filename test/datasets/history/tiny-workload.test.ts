import {afterEach, expect, test} from 'vitest'
import {type OpenOptions, openHistoryFolder} from '../../../datasets/history/index.js'
import type {Column} from '../../../model/columns.js'
import {parseDay} from '../../../model/days.js'
import {type AccessBatch, NO_DATE} from '../../../model/history.js'
import {type Contents, removeFolders, tiny, writeFolder} from './tiny-folder.js'

afterEach(removeFolders)

const day1 = parseDay('2026-11-01')

async function load(options: OpenOptions = {}, contents: Contents = tiny) {
  const loaded = await openHistoryFolder(writeFolder(contents), options)
  const {history} = loaded
  const reads = await rowsOf(history.reads())
  const writes = await rowsOf(history.writes())
  const workload = await loaded.workload()
  loaded.close()
  return {history, workload, reads, writes, loaded}
}

async function rowsOf(batches: AsyncIterable<AccessBatch>): Promise<number[][]> {
  const rows: number[][] = []
  for await (const {length, run, table, partitionDay, bytes} of batches) {
    for (let i = 0; i < length; i++) rows.push([run[i]!, table[i]!, partitionDay[i]!, bytes[i]!])
  }
  return rows
}

const values = (column: Column) => Array.from(column as ArrayLike<number>)

test('the tiny history becomes the workload worked out by hand', async () => {
  const {workload} = await load()
  const {jobs, reads, writes, tables, lineage, topology} = workload
  expect([workload.fromDay, workload.toDay, workload.dayCount]).toEqual([day1, day1 + 2, 3])
  expect(jobs.names).toEqual(['adhoc', 'daily'])
  expect([jobs.project, jobs.region, jobs.priority, jobs.movable, jobs.runs].map(values)).toEqual([
    [2, 1],
    [0, 1],
    [1, 0],
    [1, 0],
    [1, 3],
  ])
  expect([jobs.cpuStart, jobs.cpuHour, jobs.cpuHours].map(values)).toEqual([
    [0, 0, 2],
    [6, 7],
    [0.75, 1.5],
  ])
  expect([reads.start, reads.table, reads.ageDays, reads.count].map(values)).toEqual([
    [0, 1, 4],
    [1, 0, 0, 2],
    [2, 0, 1, 0],
    [1, 3, 1, 2],
  ])
  expect([reads.bytes, reads.demandBytes, reads.demandBytesSquared].map(values)).toEqual([
    [20, 3000, 100, 120],
    [20, 2000, 100, 120],
    [400, 900 ** 2 + 1100 ** 2, 100 ** 2, 50 ** 2 + 70 ** 2],
  ])
  expect([writes.start, writes.table, writes.bytes].map(values)).toEqual([
    [0, 1, 3],
    [3, 1, 2],
    [5, 1011, 130],
  ])
  expect(tables.names).toEqual(['orders', 'clicks', 'rates', 'report'])
  expect(values(tables.snapshot)).toEqual([0, 0, 1, 0])
  expect(values(tables.replicable)).toEqual([1, 1, 1, 0])
  expect(values(tables.partitionBytes)).toEqual([1000, 400, 90, 500])
  expect(values(tables.homeBytes)).toEqual([10_000, 1200, 90, 1000])
  expect(values(tables.writtenDays)).toEqual([0, 3, 2, 1])
  expect(values(tables.defaultPartitionBytes)).toEqual([1000, 0, 0, 500])
  expect([tables.sizeStart, tables.sizeDay, tables.sizeBytes].map(values)).toEqual([
    [0, 1, 4, 4, 4],
    [day1 + 1, day1, day1 + 1, day1 + 2],
    [1200, 300, 300, 600],
  ])
  expect([lineage.start, lineage.upstream].map(values)).toEqual([
    [0, 0, 2, 3, 5],
    [0, 2, 0, 0, 1],
  ])
  expect(lineage.job).toEqual(['daily', 'daily', 'daily', 'eta', 'adhoc'])
  expect(topology.regions.map(region => region.replicaBudgetBytes)).toEqual([40_000, Infinity])
  expect(values(topology.linkPricePerByte)).toEqual([0, 0.5e-9, 2e-9, 0])
  expect(values(workload.projects.allowed)).toEqual([1, 1, 1, 1, 1, 1])
})

test('the tiny history keeps its rows, in the order of the files', async () => {
  const {history, reads, writes, loaded} = await load()
  expect(history.runs.jobNames).toEqual(['daily', 'adhoc'])
  expect(values(history.runs.job)).toEqual([0, 0, 0, 1])
  expect(values(history.runs.day)).toEqual([day1, day1 + 1, day1 + 2, day1 + 2])
  expect(values(history.runs.hour)).toEqual([6, 6, 7, 23])
  expect(values(history.runs.failed)).toEqual([0, 0, 1, 0])
  expect(values(history.runs.priority)).toEqual([2, 0, 1, 1])
  expect(values(history.tables.partitionBytes)).toEqual([1000, Number.NaN, Number.NaN, 500])
  expect(values(history.tables.retentionDays)).toEqual([10, Number.NaN, Number.NaN, 2])
  expect(reads).toEqual([
    [0, 0, day1, 900],
    [1, 0, day1 + 1, 1100],
    [1, 0, day1, 100],
    [2, 0, day1 + 2, 1000],
    [0, 2, NO_DATE, 50],
    [1, 2, NO_DATE, 70],
    [3, 1, day1, 20],
  ])
  expect(writes).toHaveLength(8)
  expect([loaded.fileCount, loaded.rowCounts.reads]).toEqual([7, 7])
})

test('days after the last one are not seen, and writes before the first one size partitions', async () => {
  const {history, workload, reads, writes} = await load({fromDay: day1 + 1, toDay: day1 + 1})
  expect([history.runs.count, history.fromDay, history.toDay]).toEqual([2, day1 + 1, day1 + 1])
  expect(reads.map(([run]) => run)).toEqual([1, 1, 1])
  expect(writes.map(([run]) => run)).toEqual([0, 1, 1, 0, 1, 1])
  expect(workload.jobs.names).toEqual(['daily'])
  expect(values(workload.tables.partitionBytes)).toEqual([1000, 300, 90, 500])
  expect(values(workload.tables.writtenDays)).toEqual([0, 1, 1, 0])
  const {workload: first} = await load({toDay: day1})
  expect(values(first.tables.sizeStart)).toEqual([0, 0, 1, 1, 1])
  expect(values(first.tables.partitionBytes)).toEqual([1000, 300, 40, 500])
})

test('indices of runs hold where the runs are not in the order of their days', async () => {
  const [header, first, ...rest] = tiny['runs.csv']!.trimEnd().split('\n')
  const contents = {...tiny, 'runs.csv': [header, ...rest, first, ''].join('\n')}
  const {history, reads} = await load({toDay: day1 + 1}, contents)
  expect(values(history.runs.day)).toEqual([day1 + 1, day1])
  expect(reads.filter(([, table]) => table === 2)).toEqual([
    [1, 2, NO_DATE, 50],
    [0, 2, NO_DATE, 70],
  ])
})

test('days that hold no run, or end before they begin, are errors of usage with advice', async () => {
  const advice = expect.stringContaining('2026-11-01 to 2026-11-03')
  await expect(load({fromDay: day1 + 9})).rejects.toMatchObject({code: 'usage', advice})
  await expect(load({fromDay: day1 + 2, toDay: day1})).rejects.toMatchObject({code: 'usage', advice})
})

test('times with an offset count in UTC', async () => {
  const runs = tiny['runs.csv']!.replace('2026-11-01T06:00:00Z', '2026-11-02T01:30:00+02:00').replace(
    'T07:00:00Z',
    ' 07:00:00.25Z',
  )
  const {history} = await load({}, {...tiny, 'runs.csv': runs})
  expect(values(history.runs.day)).toEqual([day1, day1 + 1, day1 + 2, day1 + 2])
  expect(values(history.runs.hour)).toEqual([23, 6, 7, 23])
})

test('sums beyond 2^53 are exact before they become doubles', async () => {
  const large = 2 ** 53
  const rows = [1, large, 1].map(bytes => `r4,clicks,2026-11-01,${bytes}`)
  const {workload} = await load({}, {...tiny, 'reads.csv': `run,table,partition_date,bytes\n${rows.join('\n')}\n`})
  expect(values(workload.reads.bytes)).toEqual([large + 2])
})
