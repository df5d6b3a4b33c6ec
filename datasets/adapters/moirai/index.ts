import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {type CanonicalFile, readCanonical} from '../canonical/read-canonical.js'
import {moiraiFile} from './moirai-files.js'

/**
 * The traces published with Moirai (Qiu et al., SOSP 2025). What is documented is which files there are (moirai-files.ts); the columns
 * of the files are not, in anything that could be read when this was written. So they are read by canonical column names, a row per job
 * and table, and the user maps the fields: `--map run=… --map job=… --map table=… --map bytes=…`, for sizes `--map table_bytes=…`. Known
 * without columns: the engine, told as the coordinator, and the day, which is the start of a job where no column has a better one.
 */
export const moiraiAdapter: Adapter = {
  kind: 'moirai',
  describe:
    'traces published with Moirai, SOSP 2025 (YYYYMMDD-Presto.csv, report-table-size-*.csv; needs --map COLUMN=FIELD)',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const files: CanonicalFile[] = []
    for (const file of inputFiles(paths)) {
      const known = moiraiFile(file.file)
      const drop = (reason: string) => intake.drop({reason, file: file.file, value: file.file})
      if (known === undefined) drop('file that the traces do not have')
      else if (known.holds === 'volumes') drop('volumes by query template, which name no runs')
      else if (known.holds === 'sizes') files.push({file, rows: 'sizes', defaults: {}})
      else {
        const defaults = {coordinator: known.engine, start: `${known.date}T00:00:00Z`}
        files.push({file, rows: 'accesses', defaults})
      }
    }
    await readCanonical(files, intake, options)
  },
}
