import {exportRows} from '../../ingest/export-rows.js'
import type {InputFile} from '../../ingest/input-files.js'
import type {AdapterOptions} from '../../ingest/intake.js'

/** Views of MaxCompute's Information Schema that are read, in the order in which they must be. */
export const views = ['TABLES', 'PARTITIONS', 'TASKS_HISTORY'] as const
export type View = (typeof views)[number]

/** The view that an export is of, by the columns of its first rows; `empty` where it has none, undefined where it is another. */
export async function viewOfFile(
  file: InputFile,
  {limits, signal}: Pick<AdapterOptions, 'limits' | 'signal'>,
): Promise<View | 'empty' | undefined> {
  for await (const rows of exportRows(file, {limits, signal, fault: () => undefined})) {
    const columns = new Set(rows.flatMap(({cells}) => Object.keys(cells)))
    if (columns.has('inst_id') && columns.has('task_catalog')) return 'TASKS_HISTORY'
    if (columns.has('partition_name') && columns.has('table_name')) return 'PARTITIONS'
    if (columns.has('table_name') && columns.has('table_catalog')) return 'TABLES'
    return undefined
  }
  return 'empty'
}
