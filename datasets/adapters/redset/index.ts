import type {Finding} from '../../../model/errors.js'
import {exportRows} from '../../ingest/export-rows.js'
import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import {queryReading} from './query-row.js'

/** Redset: metadata of the queries of 400 Amazon Redshift clusters. It has no regions: a rule of the map on the project gives them. */
export const redsetAdapter: Adapter = {
  kind: 'redset',
  describe: 'Redset, query metadata of Amazon Redshift clusters (Parquet or CSV)',
  async read(paths: readonly string[], intake: Intake, {limits, signal, onProgress}: AdapterOptions): Promise<void> {
    const files = inputFiles(paths)
    const fault = (finding: Finding) => intake.fault(finding)
    const onBytes = readProgress(files, onProgress)
    for (const {file, ...rest} of files) {
      for await (const rows of exportRows({file, ...rest}, {limits, signal, fault, onBytes})) {
        for (const {cells, row} of rows) {
          const reading = queryReading(cells)
          if ('run' in reading) intake.run(reading.run)
          else if ('drop' in reading) intake.drop({...reading.drop, file, row})
          else {
            const message = `the row has no ${reading.missing} that can be read`
            const advice = 'Give the files of Redset with the columns of its README.'
            fault({kind: 'missing-value', file, row, column: reading.missing, message, advice})
          }
        }
        await intake.flush()
      }
    }
  },
}
