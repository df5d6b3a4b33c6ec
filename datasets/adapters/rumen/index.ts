import type {Finding} from '../../../model/errors.js'
import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {jsonEvents} from '../../ingest/json-events.js'
import {listAt, textAt} from '../../ingest/json-fields.js'
import {readProgress} from '../../ingest/read-progress.js'
import {jobReading} from './logged-job.js'

/** Job traces of Rumen: Hadoop MapReduce jobs, one JSON object each, one after the other. */
export const rumenAdapter: Adapter = {
  kind: 'rumen',
  describe: 'Rumen job traces of Hadoop MapReduce (LoggedJob objects with their job configuration)',
  async read(paths: readonly string[], intake: Intake, {limits, signal, onProgress}: AdapterOptions): Promise<void> {
    const files = inputFiles(paths)
    const fault = (finding: Finding) => intake.fault(finding)
    const onBytes = readProgress(files, onProgress)
    for (const file of files) {
      for await (const events of jsonEvents(file, {limits, signal, fault, onBytes})) {
        for (const {value, row} of events) {
          const reading = jobReading(value)
          if (reading === undefined) noJob(value, file.file, row, intake)
          else if ('run' in reading) intake.run(reading.run)
          else intake.drop({...reading.drop, file: file.file, row})
        }
        await intake.flush()
      }
    }
  },
}

/** Rumen writes the network topology beside the trace: a tree of racks and nodes. */
function noJob(value: Record<string, unknown>, file: string, row: number, intake: Intake): void {
  if (listAt(value, 'children') !== undefined) {
    intake.drop({reason: 'network topology of a trace', file, row, value: textAt(value, 'name') ?? file})
    return
  }
  const message = 'the object has no jobID: it is no job of a Rumen trace'
  intake.fault({
    kind: 'no-job',
    file,
    row,
    column: 'jobID',
    message,
    advice: 'Give the job trace that TraceBuilder wrote.',
  })
}
