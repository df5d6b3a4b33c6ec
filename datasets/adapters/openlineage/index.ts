import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {jsonEvents} from '../../ingest/json-events.js'
import {readProgress} from '../../ingest/read-progress.js'
import {LineageReader} from './lineage-reader.js'

/**
 * OpenLineage events (https://openlineage.io/spec/2-0-2/OpenLineage.json): one a line, or one document a file. All events of a run
 * count together, from whatever file and in whatever order.
 */
export const openlineageAdapter: Adapter = {
  kind: 'openlineage',
  describe: 'OpenLineage events of Spark, Airflow, dbt, Flink, Trino, Hive (JSON, one event a line or a list a file)',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const files = inputFiles(paths)
    const onBytes = readProgress(files, options.onProgress)
    const reader = new LineageReader(intake, options.timeZone)
    const {limits, signal} = options
    for (const file of files) {
      for await (const events of jsonEvents(file, {limits, signal, onBytes, fault: finding => intake.fault(finding)})) {
        signal.throwIfAborted()
        for (const {value, row} of events) reader.add(value, file.file, row)
        await intake.flush()
      }
    }
    reader.end()
    await intake.flush()
  },
}
