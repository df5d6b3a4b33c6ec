import type {History} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'
import {duckdb} from '../aggregation/dialect.js'
import {readDaily, readWorkload} from '../aggregation/read-workload.js'
import {workloadRelations} from '../aggregation/relations.js'
import {runRelations} from '../aggregation/run-relations.js'
import {sizeRelations} from '../aggregation/size-relations.js'
import {readAllowedRegions} from './allowed-regions.js'
import {buildHistory} from './build-history.js'
import {checkHistory, checkSpan} from './checks.js'
import type {FactName} from './columns.js'
import {Database} from './database.js'
import {Findings} from './findings.js'
import {loadFolder} from './load-folder.js'
import {chooseSpan} from './span.js'

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
    await runRelations(database, sizeRelations(duckdb), span)
    await checkSpan(database, loaded, span, findings)
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
  const relations = workloadRelations(duckdb)
  onProgress('aggregating', 0)
  await runRelations(database, relations, history, done => onProgress('aggregating', (0.9 * done) / relations.length))
  const workload = await readWorkload(database, history)
  onProgress('aggregating', 1)
  return workload
}

async function withDaily(database: Database, workload: Workload): Promise<Workload> {
  const daily = await readDaily(database, workload.fromDay)
  return {...workload, reads: {...workload.reads, daily}}
}
