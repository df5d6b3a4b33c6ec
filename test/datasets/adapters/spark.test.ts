import {afterAll, describe, expect, test} from 'vitest'
import * as log from './spark-logs.js'

const folder = log.logFolder()
afterAll(folder.remove)

let count = 0
const {orders} = log

describe('a Spark execution', () => {
  test('is a run with the bytes that its tasks read, weighed by the files that its scans opened', async () => {
    const plan = log.node('SortMergeJoin', 'SortMergeJoin [id#1], [id#2], Inner', {
      children: [log.parquetScan(orders, 10), log.parquetScan('hdfs://nn:8020/sales/customers', 11)],
    })
    const tasks = log.job(log.taskEnd(3, 400, 0, 1.8e12), log.taskEnd(3, 200, 50, 1.8e12))
    const {runs, drops} = await folder.runOf(plan, [log.filesOpened(1, [10, 3000], [11, 600]), ...tasks])
    expect(runs).toEqual([
      {
        run: 'app-1/1',
        job: expect.stringMatching(/^nightly [0-9a-f]{12}$/),
        startMs: 1_700_000_000_001,
        endMs: 1_700_000_060_001,
        cpuHours: 1,
        place: {},
        inputs: [
          {table: 's3://lake/sales/orders', place: {uri: orders}, weightBytes: 3000},
          {table: 'hdfs://nn:8020/sales/customers', place: {uri: 'hdfs://nn:8020/sales/customers'}, weightBytes: 600},
        ],
        outputs: [],
        readBytes: 600,
      },
    ])
    expect(drops).toMatchObject([{reason: 'bytes written to no table', bytes: 50, value: 'app-1/1'}])
  })

  test('has the bytes of the opened files where tasks count none', async () => {
    const {runs} = await folder.runOf(log.parquetScan(orders, 10), [log.filesOpened(1, [10, 3000])])
    expect(runs[0]!.inputs).toMatchObject([{bytes: 3000, bytesFrom: 'scannedFiles'}])
    expect(runs[0]).not.toHaveProperty('readBytes')
  })

  test('counts a scan once that adaptive plans tell again, and not one that they left behind', async () => {
    const left = log.parquetScan('s3://lake/left', 20)
    const plan = (...children: log.SparkEvent[]) => log.node('Union', 'Union', {children})
    const {runs} = await folder.runOf(plan(log.parquetScan(orders, 10), left), [
      log.adapted(1, plan(log.parquetScan(orders, 10), log.parquetScan(orders, 12))),
      log.filesOpened(1, [10, 3000], [12, 5]),
      log.adapted(1, plan(log.parquetScan(orders, 10))),
      ...log.job(log.taskEnd(3, 100)),
    ])
    expect(runs[0]!.inputs).toMatchObject([{table: 's3://lake/sales/orders', weightBytes: 3005}])
  })

  test('takes what tasks read beside a table in memory for the opened files, as reading memory counts too', async () => {
    const children = [log.parquetScan(orders, 10), log.node('InMemoryTableScan', 'InMemoryTableScan [id#1]')]
    const between = [log.filesOpened(1, [10, 3000]), ...log.job(log.taskEnd(3, 9000))]
    const {runs, drops} = await folder.runOf(log.node('Union', 'Union', {children}), between)
    expect(runs[0]!.inputs).toMatchObject([{bytes: 3000, bytesFrom: 'scannedFiles'}])
    expect(runs[0]).not.toHaveProperty('readBytes')
    expect(drops).toMatchObject([{reason: 'bytes that tasks read from a cache or beside it', bytes: 6000}])
  })

  test('leaves the share of scans without a table out of its total', async () => {
    const jdbc = log.node('Scan JDBCRelation(t) [numPartitions=1]', 'Scan JDBCRelation(t)', {size: 11})
    const plan = log.node('Union', 'Union', {children: [log.parquetScan(orders, 10), jdbc]})
    const {runs, drops} = await folder.runOf(plan, [
      log.filesOpened(1, [10, 300], [11, 100]),
      ...log.job(log.taskEnd(3, 80)),
    ])
    expect(runs[0]).toMatchObject({readBytes: 60, inputs: [{weightBytes: 300}]})
    expect(drops.map(({reason}) => reason)).toContain('scan of what is no table')
  })

  test('knows its partitions by filters and by paths', async () => {
    const filter = '[isnotnull(ds#9), (ds#9 >= 2026-11-17), (ds#9 <= 2026-11-18)]'
    const days = async (scan: log.SparkEvent) =>
      (await folder.runOf(scan, [log.filesOpened(1, [10, 5])])).runs[0]!.inputs
    expect(await days(log.parquetScan(orders, 10, filter))).toMatchObject([
      {table: 's3://lake/sales/orders', partitions: log.exact('2026-11-17', '2026-11-18')},
    ])
    expect(await days(log.parquetScan(`${orders}/ds=20261118`, 10))).toMatchObject([
      {table: 's3://lake/sales/orders', partitions: log.exact('2026-11-18')},
    ])
    const both = (count: number) => ({
      Location: `InMemoryFileIndex(${count} paths)[${orders}/ds=20261118, ${orders}/ds=20261116${count > 2 ? ', ...' : ''}]`,
      PartitionFilters: '[]',
    })
    expect(await days(log.node('Scan parquet ', '', {metadata: both(2), size: 10}))).toMatchObject([
      {partitions: log.exact('2026-11-16', '2026-11-18')},
    ])
    const [cut] = await days(log.node('Scan parquet ', '', {metadata: both(9), size: 10}))
    expect(cut).not.toHaveProperty('partitions')
    const dynamic = '[isnotnull(ds#9), dynamicpruningexpression(ds#9 IN dynamicpruning#77)]'
    expect((await days(log.parquetScan(orders, 10, dynamic)))[0]).not.toHaveProperty('partitions')
  })

  test('is one with those that it starts', async () => {
    const create = log.node(
      'AtomicReplaceTableAsSelect',
      'AtomicReplaceTableAsSelect [n#2L], a.Catalog@1f, sales.new, …',
    )
    const inner = log.node('Execute InsertIntoHadoopFsRelationCommand', `x ${orders}, false, Parquet, Append, [id]`, {
      children: [log.parquetScan(orders, 10)],
    })
    const nested = {rootExecutionId: 1}
    const {runs} = await folder.runOf(create, [
      log.executionStart(2, inner, nested),
      log.filesOpened(2, [10, 500]),
      {...log.jobStart(7, [3]), Properties: {'spark.sql.execution.id': '2', 'spark.sql.execution.root.id': '1'}},
      log.taskEnd(3, 100, 40),
      log.jobEnd(7),
      log.executionEnd(2),
    ])
    expect(runs).toMatchObject([
      {run: 'app-1/1', readBytes: 100, writtenBytes: 40, inputs: [{weightBytes: 500}], outputs: [{table: 'sales.new'}]},
    ])
    expect(runs[0]!.outputs).toHaveLength(1)
  })

  test('failed where it says so, or where it does not say and a job did', async () => {
    const failed = async (message: string | undefined, result: string) => {
      const between = [log.jobStart(7, [3], 1), log.taskEnd(3, 5), log.jobEnd(7, result)]
      const events = [log.executionStart(1, log.parquetScan(orders, 10)), ...between, log.executionEnd(1, message)]
      return (await log.readLogs([folder.write(`failed-${count++}`, events)])).runs[0]!.failed
    }
    expect(await failed('Job aborted', 'JobFailed')).toBe(true)
    expect(await failed('', 'JobFailed')).toBeUndefined()
    expect(await failed(undefined, 'JobFailed')).toBe(true)
    expect(await failed(undefined, 'JobSucceeded')).toBeUndefined()
  })

  test('is the same job every day, and another where it computes something else', async () => {
    const jobOf = async (name: string, day: string, extra: log.SparkEvent[] = []) => {
      const scan = log.parquetScan(`${orders}/ds=${day}`, 10)
      const plan = log.node('WholeStageCodegen (3)', 'x', {
        children: [log.node('Filter', `Filter (ds = ${day})`, {children: [scan, ...extra]})],
      })
      const events = [log.appStart(name), log.executionStart(1, plan), log.executionEnd(1)]
      return (await log.readLogs([folder.write(`job-${count++}`, events)])).runs[0]!.job
    }
    const first = await jobOf('daily 2026-11-18', '20261118')
    expect(await jobOf('daily 2026-11-19', '20261119')).toBe(first)
    expect(await jobOf('daily 2026-11-19', '20261119', [log.node('BroadcastExchange', 'x')])).toBe(first)
    expect(await jobOf('daily 2026-11-19', '20261119', [log.node('Window', 'x')])).not.toBe(first)
    expect(await jobOf('hourly', '20261119')).not.toBe(first)
  })

  test('is the same job where it reads a folder with a name of its own each time', async () => {
    const jobOf = async (uuid: string) =>
      (await folder.runOf(log.parquetScan(`s3://tmp/stage-${uuid}`, 10))).runs[0]!.job
    const [first, second] = ['896c9821-34c3-41aa-a5d4-66c4ff2d29be', '58ae0864-3fdc-45f3-9cda-437cd07f242e']
    expect(await jobOf(first)).toBe(await jobOf(second))
  })

  test('runs where the properties say', async () => {
    const place = async (properties: Record<string, string>) => {
      const events = [
        log.environment(properties),
        log.executionStart(1, log.parquetScan(orders, 10)),
        log.executionEnd(1),
      ]
      return (await log.readLogs([folder.write(`place-${count++}`, events)])).runs[0]!.place
    }
    expect(await place({'spark.master': 'spark://m-b:7077', 'spark.driver.host': 'x'})).toEqual({
      coordinator: 'spark://m-b:7077',
    })
    const yarn = {'spark.master': 'yarn', 'spark.driver.host': 'edge.dc-b', 'spark.yarn.queue': 'etl'}
    expect(await place(yarn)).toEqual({coordinator: 'edge.dc-b', warehouse: 'etl'})
    const tags = 'spark.databricks.clusterUsageTags'
    const databricks = {
      'spark.master': 'spark://10.0.0.1:1',
      [`${tags}.clusterName`]: 'bi',
      [`${tags}.region`]: 'eu-west-1',
    }
    expect(await place(databricks)).toEqual({coordinator: 'bi', region: 'eu-west-1'})
    expect(await place({[`${tags}.clusterName`]: '*********(redacted)', 'spark.master': 'local[*]'})).toEqual({
      coordinator: 'local[*]',
    })
  })
})
