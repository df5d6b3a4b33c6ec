import {appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {sparkAdapter} from '../../../datasets/adapters/spark/index.js'
import type {StreamLimits} from '../../../datasets/ingest/intake.js'
import {parseDay} from '../../../model/days.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

export type SparkEvent = Record<string, unknown>

/** A folder for logs made up in a test. */
export function logFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-spark-'))
  const path = (name: string) => {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    return join(folder, name)
  }
  let count = 0
  return {
    path,
    /** What the adapter makes of one execution with this plan. */
    runOf(plan: SparkEvent, between: readonly SparkEvent[] = [], extra: SparkEvent = {}): Promise<RecordingIntake> {
      const events = [appStart('nightly'), executionStart(1, plan, extra), ...between, executionEnd(1)]
      return readLogs([this.write(`one-${count++}`, events)])
    },
    write(name: string, content: string | Uint8Array | readonly SparkEvent[]): string {
      const isEvents = Array.isArray(content)
      writeFileSync(path(name), isEvents ? text(content as readonly SparkEvent[]) : (content as string | Uint8Array))
      return path(name)
    },
    append(name: string, content: string): void {
      appendFileSync(path(name), content)
    },
    remove: () => rmSync(folder, {recursive: true}),
  }
}

export function text(events: readonly SparkEvent[]): string {
  return events.map(event => `${JSON.stringify(event)}\n`).join('')
}

export async function readLogs(paths: readonly string[], limits?: StreamLimits): Promise<RecordingIntake> {
  const intake = new RecordingIntake()
  await sparkAdapter.read(paths, intake, adapterOptions(limits === undefined ? {} : {limits}))
  return intake
}

const sql = 'org.apache.spark.sql.execution.ui.SparkListener'

/** An operator of a plan. `size` is the accumulator of the files that a scan opens. */
export function node(
  nodeName: string,
  simpleString: string,
  {metadata = {}, size, metrics = [], children = []}: NodeParts = {},
): SparkEvent {
  const all = [...(size === undefined ? [] : [{name: 'size of files read', accumulatorId: size}]), ...metrics]
  return {nodeName, simpleString, metadata, children, metrics: all.map(each => ({...each, metricType: 'size'}))}
}
interface NodeParts {
  metadata?: Record<string, string>
  size?: number
  metrics?: {name: string; accumulatorId: number}[]
  children?: SparkEvent[]
}

/** A scan of Parquet files at a path. */
export function parquetScan(uri: string, size: number, filters = '[]', name = ''): SparkEvent {
  const metadata = {Location: `InMemoryFileIndex(1 paths)[${uri}]`, PartitionFilters: filters, Format: 'Parquet'}
  return node(`Scan parquet ${name}`, `FileScan parquet ${name}[id#1] …`, {metadata, size})
}

export const appStart = (appName: string, id = 'app-1', attempt?: string): SparkEvent => ({
  Event: 'SparkListenerApplicationStart',
  'App Name': appName,
  'App ID': id,
  Timestamp: 1_000,
  ...(attempt === undefined ? {} : {'App Attempt ID': attempt}),
})
export const environment = (properties: Record<string, string>): SparkEvent => ({
  Event: 'SparkListenerEnvironmentUpdate',
  'Spark Properties': properties,
})
export const executionStart = (executionId: number, sparkPlanInfo: SparkEvent, extra: SparkEvent = {}): SparkEvent => ({
  Event: `${sql}SQLExecutionStart`,
  ...{executionId, description: 'a query', details: '', physicalPlanDescription: '== Physical Plan ==', sparkPlanInfo},
  ...{time: 1_700_000_000_000 + executionId, ...extra},
})
export const adapted = (executionId: number, sparkPlanInfo: SparkEvent): SparkEvent => ({
  Event: `${sql}SQLAdaptiveExecutionUpdate`,
  ...{executionId, physicalPlanDescription: '', sparkPlanInfo},
})
export const filesOpened = (executionId: number, ...accumUpdates: [number, number][]): SparkEvent => ({
  Event: `${sql}DriverAccumUpdates`,
  ...{executionId, accumUpdates},
})
export const executionEnd = (executionId: number, errorMessage?: string): SparkEvent => ({
  Event: `${sql}SQLExecutionEnd`,
  ...{executionId, time: 1_700_000_060_000 + executionId, ...(errorMessage === undefined ? {} : {errorMessage})},
})
export const jobStart = (job: number, stages: number[], execution?: number): SparkEvent => ({
  Event: 'SparkListenerJobStart',
  ...{'Job ID': job, 'Submission Time': 1_700_000_000_000, 'Stage IDs': stages},
  Properties: execution === undefined ? {} : {'spark.sql.execution.id': String(execution)},
})
export const jobEnd = (job: number, result = 'JobSucceeded'): SparkEvent => ({
  Event: 'SparkListenerJobEnd',
  ...{'Job ID': job, 'Completion Time': 1_700_000_050_000, 'Job Result': {Result: result}},
})
export const taskEnd = (stage: number, readBytes: number, writtenBytes = 0, cpuNanoseconds = 0): SparkEvent => ({
  Event: 'SparkListenerTaskEnd',
  'Stage ID': stage,
  'Task Metrics': {
    'Executor CPU Time': cpuNanoseconds,
    'Input Metrics': {'Bytes Read': readBytes, 'Records Read': 1},
    'Output Metrics': {'Bytes Written': writtenBytes, 'Records Written': 1},
  },
})

export const orders = 's3a://lake/sales/orders'
/** The only job of execution 1, with one stage. */
export const job = (...tasks: SparkEvent[]) => [jobStart(7, [3], 1), ...tasks, jobEnd(7)]
/** Partitions that a log names. */
export const exact = (...days: string[]) => days.map(day => ({day: parseDay(day), dayFrom: 'exact'}))
