import {basename, dirname} from 'node:path'
import type {InputFile} from '../../ingest/input-files.js'

/** The event log of one attempt of an application: one file, or the files it was rolled over to, in order. */
export interface EventLog {
  readonly files: readonly InputFile[]
  /** Rolled files that a later, compacted one stands for. */
  readonly replaced: readonly InputFile[]
}

/** `events_3_application_1_0001`, packed `.zstd`, the beginning of a log put together `.compact`, not yet finished `.inprogress`. */
const rolled = /^events_(\d+)_.+$/
/** Databricks: `eventlog-2026-11-18--10-20.gz` and, last, `eventlog`. */
const dated = /^eventlog(?:-(\d{4}-\d{2}-\d{2}--\d{2}-\d{2}))?(?:\.\w+)?$/

/**
 * Puts rolled files together, by their folders and in order of their numbers (Spark's `RollingEventLogFilesWriter`, Databricks'
 * log delivery); other files are logs of their own. `appstatus_` files only mark that an application has ended: they are left out.
 */
export function eventLogs(files: readonly InputFile[]): readonly EventLog[] {
  const logs: EventLog[] = []
  const folders = new Map<string, InputFile[]>()
  for (const file of files) {
    const name = basename(file.path)
    if (name.startsWith('appstatus_')) continue
    const kind = rolled.test(name) ? 'rolled' : dated.test(name) ? 'dated' : undefined
    if (kind === undefined) {
      logs.push({files: [file], replaced: []})
      continue
    }
    const key = `${kind} ${dirname(file.path)}`
    const together = folders.get(key)
    if (together === undefined) folders.set(key, [file])
    else together.push(file)
  }
  for (const [key, together] of folders) logs.push(key.startsWith('rolled') ? rolledLog(together) : datedLog(together))
  return logs
}

function rolledLog(files: readonly InputFile[]): EventLog {
  const number = (file: InputFile) => Number(rolled.exec(basename(file.path))![1])
  const isCompact = (file: InputFile) => file.path.endsWith('.compact')
  const sorted = [...files].sort((a, b) => number(a) - number(b))
  const lastCompact = sorted.findLast(isCompact)
  const stays = (file: InputFile) =>
    lastCompact === undefined || file === lastCompact || number(file) > number(lastCompact)
  return {files: sorted.filter(stays), replaced: sorted.filter(file => !stays(file))}
}

function datedLog(files: readonly InputFile[]): EventLog {
  const time = (file: InputFile) => dated.exec(basename(file.path))![1] ?? '~'
  return {files: [...files].sort((a, b) => (time(a) < time(b) ? -1 : 1)), replaced: []}
}
