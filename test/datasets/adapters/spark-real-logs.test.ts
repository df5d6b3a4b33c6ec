import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import type {RecordingIntake} from '../ingest/recording-intake.js'
import {readLogs} from './spark-logs.js'

const folder = '../shared/data/spark_eventlogs'
const isMissing = !existsSync(folder)
const logs = isMissing ? ['none'] : readdirSync(folder).filter(name => name.endsWith('.gz'))

interface Metrics {
  'Input Metrics'?: {'Bytes Read'?: number}
  'Output Metrics'?: {'Bytes Written'?: number}
}
interface PlanInfo {
  nodeName: string
  children: PlanInfo[]
  metrics: {name: string; accumulatorId: number}[]
}

const tableOperator =
  /"nodeName":"(?:(?:Gpu|Photon)?Scan (?:parquet|orc|csv|json|text) |(?:Gpu)?BatchScan|Execute (?:InsertInto|CreateDataSourceTableAs)|AtomicReplace)/

/** Counts by plain loops over all events at once, which share nothing with the adapter. */
function counted(file: string) {
  const text = gunzipSync(readFileSync(file)).toString()
  const events = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
  const of = (name: string) => events.filter(event => String(event.Event).endsWith(name))
  const stageExecution = new Map<number, string | undefined>()
  for (const job of of('ListenerJobStart')) {
    const properties = job.Properties as Record<string, string> | undefined
    for (const stage of job['Stage IDs'] as number[]) stageExecution.set(stage, properties?.['spark.sql.execution.id'])
  }
  const count = {readBytes: 0, writtenBytes: 0, sqlReadBytes: 0, scanBytes: 0, scans: 0, executions: 0, runs: 0}
  for (const task of of('ListenerTaskEnd')) {
    const metrics = (task['Task Metrics'] ?? {}) as Metrics
    const read = metrics['Input Metrics']?.['Bytes Read'] ?? 0
    count.readBytes += read
    count.writtenBytes += metrics['Output Metrics']?.['Bytes Written'] ?? 0
    if (stageExecution.get(task['Stage ID'] as number) === undefined) continue
    count.sqlReadBytes += read
  }
  const sizes = new Set<number>()
  const visit = (node: PlanInfo) => {
    for (const {name, accumulatorId} of node.metrics) if (name === 'size of files read') sizes.add(accumulatorId)
    node.children.forEach(visit)
  }
  for (const event of events) if (event.sparkPlanInfo !== undefined) visit(event.sparkPlanInfo as PlanInfo)
  for (const update of of('DriverAccumUpdates')) {
    for (const [id, value] of update.accumUpdates as [number, number][]) {
      if (!sizes.has(id)) continue
      count.scans++
      count.scanBytes += value
    }
  }
  const nested = of('SQLExecutionStart').filter(
    event => event.rootExecutionId !== undefined && event.rootExecutionId !== event.executionId,
  )
  count.executions = of('SQLExecutionEnd').length - nested.length
  const withTable = of('SQLExecutionStart').filter(event => tableOperator.test(JSON.stringify(event.sparkPlanInfo)))
  count.runs = new Set(withTable.map(event => event.rootExecutionId ?? event.executionId)).size
  return count
}

function told({runs, drops, dropped}: RecordingIntake) {
  const inputs = runs.flatMap(run => run.inputs)
  const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0)
  return {
    executions: runs.length + (dropped['spark execution without a table'] ?? 0),
    scanBytes: sum(inputs.map(input => input.weightBytes ?? input.bytes)),
    readBytes: sum(runs.map(run => run.readBytes)),
    allBytes: sum(runs.flatMap(run => [run.readBytes, run.writtenBytes])) + sum(drops.map(drop => drop.bytes)),
  }
}

describe.skipIf(isMissing)(
  'the Spark event logs of ../shared/data/spark_eventlogs (skipped where it is missing)',
  () => {
    test.each(logs)('%s: no execution and no byte of an independent count is lost', async name => {
      const count = counted(join(folder, name))
      const intake = await readLogs([join(folder, name)])
      const got = told(intake)
      expect(intake.faults).toEqual([])
      expect(intake.runs).toHaveLength(count.runs)
      expect(got.executions).toBe(count.executions)
      expect(got.scanBytes).toBe(count.scanBytes)
      expect(got.allBytes).toBe(count.readBytes + count.writtenBytes)
      expect(got.readBytes).toBeLessThanOrEqual(count.sqlReadBytes)
      expect(intake.runs.every(({inputs, outputs}) => inputs.length + outputs.length > 0)).toBe(true)
      expect(intake.dropped).not.toHaveProperty('scan of what is no table')
    })

    test('TPC-DS q72 opened 100.2 GB and read 18.4 GB', async () => {
      const {runs} = await readLogs([join(folder, 'spark-events-qualification__nds_q72_dataproc_2_2.json.gz')])
      expect(runs).toHaveLength(1)
      const [{inputs, readBytes, job, cpuHours}] = runs as [(typeof runs)[0]]
      expect(inputs.reduce((sum, {weightBytes}) => sum + weightBytes!, 0)).toBe(100_237_852_915)
      expect(readBytes).toBe(18_367_893_385)
      const sales = inputs.find(({table}) => table === 'gs://nds-uscentral1/parquet_sf3k_decimal/catalog_sales')
      expect(sales!.weightBytes).toBe(62_493_428_378)
      expect(job).toMatch(/^NDS - Power Run [0-9a-f]{12}$/)
      expect(cpuHours).toBeGreaterThan(1)
    })

    test('give the same runs whatever the order of the paths, and what is no log is a fault', async () => {
      const small = logs.map(name => join(folder, name)).filter(path => statSync(path).size < 1_000_000)
      const forwards = await readLogs([...small, join(folder, 'SOURCE.txt')])
      const backwards = await readLogs([...small].reverse())
      const texts = ({runs}: RecordingIntake) => runs.map(run => JSON.stringify(run)).sort()
      expect(small.length).toBeGreaterThan(20)
      expect(texts(forwards)).toEqual(texts(backwards))
      expect(new Set(forwards.faults.map(({file}) => file))).toEqual(new Set([join(folder, 'SOURCE.txt')]))
    })
  },
)
