import {cellText} from '../../ingest/cell-values.js'
import {listAt, textAt} from '../../ingest/json-fields.js'
import type {ObservedAccess} from '../../ingest/observed.js'
import {sqlTemplateKey} from '../../ingest/sql-template.js'
import {tablesKey} from '../../ingest/tables-key.js'
import {withoutVolatileParts} from '../../ingest/volatile-parts.js'

type Cells = Readonly<Record<string, unknown>>

/** Labels by which schedulers name their recurring work: Airflow's operators set these two. */
const schedulerLabels = ['airflow-dag', 'airflow-task']

/**
 * The recurring job of a row of JOBS, within its project: BigQuery's own hash of the query without its literals, else the labels of the scheduler,
 * else the template of the SQL, else the kind of job with the tables that it reads and writes.
 */
export function jobKeyOf(cells: Cells, inputs: readonly ObservedAccess[], outputs: readonly ObservedAccess[]): string {
  const sql = cellText(cells.query)
  const key =
    queryHashOf(cells) ??
    labelKeyOf(cells) ??
    (sql === undefined ? undefined : sqlTemplateKey(sql)) ??
    `${cellText(cells.job_type) ?? 'job'}/${tablesKey(inputs, outputs)}`
  return `${cellText(cells.project_id) ?? ''}/${key}`
}

/** `query_info.query_hashes.normalized_literals`, as a record or as an export has flattened it. */
function queryHashOf(cells: Cells): string | undefined {
  return (
    textAt(cells.query_info, 'query_hashes', 'normalized_literals') ??
    cellText(cells['query_info.query_hashes.normalized_literals']) ??
    cellText(cells.query_info_query_hashes_normalized_literals) ??
    cellText(cells.normalized_literals)
  )
}

function labelKeyOf(cells: Cells): string | undefined {
  const labels = listAt(cells.labels) ?? []
  const values = schedulerLabels.flatMap(
    key =>
      textAt(
        labels.find(label => textAt(label, 'key') === key),
        'value',
      ) ?? [],
  )
  return values.length === 0 ? undefined : values.map(withoutVolatileParts).join('/')
}
