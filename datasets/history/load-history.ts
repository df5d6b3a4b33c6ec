import {IsthmusError} from '../../model/errors.js'
import type {History} from '../../model/history.js'
import {duckdb} from '../aggregation/dialect.js'
import {runRelations} from '../aggregation/run-relations.js'
import {sizeRelations} from '../aggregation/size-relations.js'
import {interruptedCommit} from '../lake/journal.js'
import {readAllowedRegions} from './allowed-regions.js'
import {buildHistory} from './build-history.js'
import {checkHistory, checkSpan} from './checks.js'
import type {FactName} from './columns.js'
import {Database} from './database.js'
import {Findings} from './findings.js'
import {loadFolder} from './load-folder.js'
import type {HistoryCounts, OpenOptions} from './loaded-history.js'
import {placeFor} from './place-for.js'
import {chooseSpan} from './span.js'

/** A checked history folder in the embedded engine: the facts and the sizes of the span. */
export interface LoadedFacts {
  readonly database: Database
  readonly history: History
  readonly counts: HistoryCounts
}

/** @throws BadInput with every finding of the load; IsthmusError where there is no such folder or the days hold no run */
export async function loadHistory(folder: string, options: OpenOptions): Promise<LoadedFacts> {
  const onProgress = options.onProgress ?? (() => undefined)
  if (interruptedCommit(folder)) {
    const advice = "Run the last 'isthmus ingest' into it again: it finishes what was begun."
    throw new IsthmusError('bad-input', `an ingest into '${folder}' was cut off while it put files in place`, advice)
  }
  const database = await Database.open(placeFor(folder))
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
    return {database, history, counts: {fileCount, rowCounts: rowCounts as Record<FactName, number>}}
  } catch (error) {
    database.close()
    throw error
  }
}
