import {cellText} from '../../ingest/cell-values.js'
import {unknownViewFault} from '../../ingest/export-faults.js'
import {exportRows} from '../../ingest/export-rows.js'
import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import {nestedJobColumns, takeJob} from './job-row.js'
import {SizeRows} from './size-rows.js'

const views =
  'JOBS with job_id, or TABLE_STORAGE, PARTITIONS or TABLE_OPTIONS with table_catalog, table_schema and table_name'

/**
 * Exports of BigQuery's INFORMATION_SCHEMA, told apart by their columns: JOBS (or JOBS_BY_PROJECT, _FOLDER, _ORGANIZATION), and for sizes and
 * retention TABLE_STORAGE, PARTITIONS and TABLE_OPTIONS. Each is of one region: see `region-of-export.ts`.
 */
export const bigqueryAdapter: Adapter = {
  kind: 'bigquery',
  describe:
    'BigQuery exports of INFORMATION_SCHEMA.JOBS, with TABLE_STORAGE, PARTITIONS, TABLE_OPTIONS (JSON, CSV, Parquet)',
  async read(paths, intake, options) {
    const files = inputFiles(paths)
    const onBytes = readProgress(files, options.onProgress)
    const sizes = new SizeRows()
    for (const file of files) {
      const source = {file: file.file, timeZone: options.timeZone, intake}
      let unknownRow: number | undefined
      const reading = {...options, nested: nestedJobColumns, onBytes, fault: intake.fault.bind(intake)}
      for await (const rows of exportRows(file, reading)) {
        for (const exported of rows) {
          if (cellText(exported.cells.job_id) !== undefined) takeJob(exported, source)
          else if (!sizes.take(exported, source)) unknownRow ??= exported.row
        }
        await intake.flush()
      }
      if (unknownRow !== undefined) intake.fault(unknownViewFault(file.file, unknownRow, views))
    }
  },
}
