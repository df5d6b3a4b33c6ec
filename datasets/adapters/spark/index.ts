import {basename} from 'node:path'
import type {Finding} from '../../../model/errors.js'
import {shownValue} from '../../history/findings.js'
import {type InputFile, inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import {lineBatches, type TextLine} from '../../ingest/text-lines.js'
import {Application} from './application.js'
import {type EventLog, eventLogs} from './event-logs.js'
import {logEvent} from './log-line.js'

/** Lines between two flushes of the intake. */
const linesPerFlush = 5000

/**
 * Spark event logs (`spark.eventLog.enabled`): one JSON event a line, plain, gzip or zstd, in one file or rolled over to several.
 * Each SQL execution is a run. Format: Spark's `JsonProtocol`, whose fields are only ever added to (ecosystem.md 1.3).
 */
export const sparkAdapter: Adapter = {
  kind: 'spark',
  describe: 'Spark event logs: files, rolled folders, plain, gzip or zstd',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const files = inputFiles(paths)
    const onBytes = readProgress(files, options.onProgress)
    for (const log of eventLogs(files)) await readLog(log, intake, options, onBytes)
    await intake.flush()
  },
}

async function readLog(
  log: EventLog,
  intake: Intake,
  {limits, signal}: AdapterOptions,
  onBytes: (bytes: number) => void,
): Promise<void> {
  for (const {file, bytes} of log.replaced) {
    onBytes(bytes)
    intake.drop({reason: 'rolled file that a compacted one stands for', file})
  }
  const last = log.files.at(-1)!
  let file = log.files[0]!
  const sink = {
    run: intake.run.bind(intake),
    drop: (drop: Parameters<Intake['drop']>[0]) => intake.drop({...drop, file: file.file}),
  }
  const application = new Application(
    sink,
    basename(file.path).replace(/(?:\.(?:gz|zstd?|inprogress|compact|json))+$/, ''),
  )
  let lines = 0
  for (file of log.files) {
    const current = file
    const fault = (finding: Finding) => {
      if (isBeingWritten(current, finding))
        intake.drop({reason: 'end of a log that is being written', file: current.file})
      else intake.fault(finding)
    }
    for await (const batch of lineBatches(current, {limits, signal, onBytes, fault})) {
      for (const line of batch) takeLine(line, current, current === last, application, intake)
      lines += batch.length
      if (lines >= linesPerFlush) {
        await intake.flush()
        lines = 0
      }
    }
  }
  application.end()
}

function takeLine(
  line: TextLine,
  {file}: InputFile,
  isLastFile: boolean,
  application: Application,
  intake: Intake,
): void {
  if (line.text.trim() === '') return
  try {
    const event = logEvent(line.text)
    if (event !== undefined) application.take(event)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const {row, text} = line
    if (line.unterminated && isLastFile) intake.drop({reason: 'last line of a log that is cut off', file, row})
    else {
      const advice = 'Give a Spark event log as Spark wrote it: one JSON event a line.'
      intake.fault({kind: 'broken-json', file, row, value: shownValue(text), message: 'the line is no event', advice})
    }
  }
}

/** Spark names a log `.inprogress` until its application ends; a packed one has no end yet. */
function isBeingWritten({path}: InputFile, {kind}: Finding): boolean {
  return path.endsWith('.inprogress') && /^truncated-/.test(kind)
}
