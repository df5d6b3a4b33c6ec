import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter} from '../../ingest/intake.js'
import {jsonEvents} from '../../ingest/json-events.js'
import {readProgress} from '../../ingest/read-progress.js'
import {takeEvent} from './completed-query.js'

/**
 * Events of completed queries as Trino's HTTP, Kafka and file listeners write them. Bytes of each input table are exact (`physicalInputBytes`:
 * what left the storage, so that hits of Trino's own file cache are not in it); Hive tables name their partitions.
 */
export const trinoAdapter: Adapter = {
  kind: 'trino',
  describe: 'Trino events of completed queries (JSON of the HTTP, Kafka or file event listener)',
  async read(paths, intake, options) {
    const files = inputFiles(paths)
    const onBytes = readProgress(files, options.onProgress)
    for (const file of files) {
      const source = {file: file.file, timeZone: options.timeZone, intake}
      const reading = {...options, onBytes, fault: intake.fault.bind(intake)}
      for await (const events of jsonEvents(file, reading)) {
        for (const {value, row} of events) takeEvent(value, row, source)
        await intake.flush()
      }
    }
  },
}
