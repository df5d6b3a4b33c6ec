import type {History} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'
import {aggregateReads, aggregateWrites} from './aggregate-accesses.js'
import {aggregateDaily} from './aggregate-daily.js'
import {aggregateJobs} from './aggregate-jobs.js'
import {aggregateLineage} from './aggregate-lineage.js'
import {aggregateSizes} from './aggregate-sizes.js'
import {readAllowedRegions} from './allowed-regions.js'
import {buildHistory} from './build-history.js'
import {checkHistory, checkSpan} from './checks.js'
import type {FactName} from './columns.js'
import {Database} from './database.js'
import {Findings} from './findings.js'
import {fingerprintOf} from './fingerprint.js'
import {loadFolder} from './load-folder.js'
import {chooseSpan, createSpanTables} from './span.js'

export interface OpenOptions {
  /** Columns that formats.md does not name are ignored and not findings. */
  readonly allowExtraColumns?: boolean
  /** First and last day that are planned from (days since 1970-01-01); by default those of the first and last run. */
  readonly fromDay?: number
  readonly toDay?: number
  /** Told what is being done and how much of it is done, from 0 to 1. */
  readonly onProgress?: (stage: string, share: number) => void
}

export interface WorkloadOptions {
  /** Adds `reads.daily`, the demand day by day, for forecasts. Default false. The fingerprint is the same either way. */
  readonly daily?: boolean
}

/** A history folder that was read and found in order. Close it when done. */
export interface LoadedHistory {
  readonly history: History
  /** Data files read, the topology not counted. */
  readonly fileCount: number
  /** Rows of each fact table. */
  readonly rowCounts: Readonly<Record<FactName, number>>
  /** Aggregates the days of the history; with `daily`, `reads.daily` too. The same object each time. */
  workload(options?: WorkloadOptions): Promise<Workload>
  /** Lets go of the database; reads and writes cannot be streamed any more. */
  close(): void
}

/**
 * Reads a history folder (formats.md section 1) with an embedded DuckDB and checks all of it.
 * @throws BadInput with every finding of the load; IsthmusError where there is no such folder or the days hold no run.
 */
export async function openHistoryFolder(folder: string, options: OpenOptions = {}): Promise<LoadedHistory> {
  const onProgress = options.onProgress ?? (() => undefined)
  const database = await Database.open()
  try {
    const findings = new Findings()
    const loaded = await loadFolder(database, folder, options.allowExtraColumns ?? false, findings, onProgress)
    const {topology, tables, fileCount} = loaded
    onProgress('checking', 1)
    await checkHistory(database, loaded, findings)
    const allowed = topology && (await readAllowedRegions(database, topology, tables.get('projects')!, findings))
    if (!topology || !allowed || !tables.get('runs')!.complete) findings.throwIfAny()
    const span = await chooseSpan(database, options.fromDay, options.toDay).catch(error => {
      findings.throwIfAny()
      throw error
    })
    await createSpanTables(database, span)
    await checkSpan(database, loaded, findings)
    findings.throwIfAny()
    const history = await buildHistory(database, topology!, allowed!, span)
    const rowCounts = Object.fromEntries([...tables].map(([name, table]) => [name, table.rowCount]))
    let workload: Promise<Workload> | undefined
    let dailyWorkload: Promise<Workload> | undefined
    const aggregated = () => {
      workload ??= aggregate(database, history, onProgress)
      return workload
    }
    return {
      history,
      fileCount,
      rowCounts: rowCounts as Record<FactName, number>,
      workload: ({daily = false} = {}) => {
        if (!daily) return aggregated()
        dailyWorkload ??= aggregated().then(facts => withDaily(database, facts))
        return dailyWorkload
      },
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

async function aggregate(
  database: Database,
  history: History,
  onProgress: (stage: string, share: number) => void,
): Promise<Workload> {
  const {topology, projects, fromDay, toDay} = history
  onProgress('aggregating', 0)
  const jobs = await aggregateJobs(database, history)
  const tables = await aggregateSizes(database, history)
  onProgress('aggregating', 0.2)
  const reads = await aggregateReads(database, jobs.names.length)
  onProgress('aggregating', 0.7)
  const writes = await aggregateWrites(database, jobs.names.length)
  const lineage = await aggregateLineage(database, tables.names.length)
  onProgress('aggregating', 1)
  const facts = {
    topology,
    fromDay,
    toDay,
    dayCount: toDay - fromDay + 1,
    projects,
    tables,
    jobs,
    reads,
    writes,
    lineage,
  }
  return {fingerprint: fingerprintOf(facts), ...facts}
}

async function withDaily(database: Database, workload: Workload): Promise<Workload> {
  const daily = await aggregateDaily(database, workload.fromDay)
  return {...workload, reads: {...workload.reads, daily}}
}
