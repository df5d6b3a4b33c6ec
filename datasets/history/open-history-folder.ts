import {duckdb} from '../aggregation/dialect.js'
import {workloadRelations} from '../aggregation/relations.js'
import {runRelations} from '../aggregation/run-relations.js'
import {isAggregateFolder, openAggregateFolder} from '../engines/open-aggregate-folder.js'
import {loadHistory} from './load-history.js'
import {type LoadedHistory, loadedHistory, type OpenOptions} from './loaded-history.js'

/**
 * Reads a history folder (formats.md section 1) with an embedded DuckDB and checks all of it; or an aggregate folder, which
 * `aggregate` made of one.
 * @throws BadInput with every finding of the load; IsthmusError where there is no such folder or the days hold no run, or
 *   where an aggregate is of other days than those asked for
 */
export async function openHistoryFolder(folder: string, options: OpenOptions = {}): Promise<LoadedHistory> {
  if (isAggregateFolder(folder)) return openAggregateFolder(folder, options)
  const onProgress = options.onProgress ?? (() => undefined)
  const {database, history, counts} = await loadHistory(folder, options)
  return loadedHistory(database, history, counts, async () => {
    const relations = workloadRelations(duckdb)
    onProgress('aggregating', 0)
    await runRelations(database, relations, history, done => onProgress('aggregating', done / relations.length))
  })
}
