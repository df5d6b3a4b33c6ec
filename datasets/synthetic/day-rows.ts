import {formatDay} from '../../model/days.js'
import {type AccessBatch, NO_DATE, priorities} from '../../model/history.js'
import type {FactFile} from './fact-file.js'
import {adhocJobName} from './names.js'
import type {SyntheticDay, SyntheticHistory} from './synthetic-history.js'

/** Names of the jobs and runs of one day, row-aligned with its runs. */
interface RunNames {
  readonly jobs: readonly string[]
  readonly runs: readonly string[]
}

/** `trade.dws_orders_1d/2026-10-23`, with `#2` for the second try; an ad-hoc run is named like its job. */
function nameRuns(history: SyntheticHistory, {day, runs}: SyntheticDay): RunNames {
  const date = formatDay(day)
  const jobNames: string[] = []
  const runNames: string[] = []
  for (let i = 0; i < runs.count; i++) {
    const job = runs.job[i]!
    if (job < 0) {
      const name = adhocJobName(history.projects.names[runs.project[i]!]!, date, -1 - job)
      jobNames.push(name)
      runNames.push(name)
    } else {
      jobNames.push(history.jobs.names[job]!)
      runNames.push(`${history.jobs.names[job]!}/${date}${runs.attempt[i] === 1 ? '' : `#${runs.attempt[i]}`}`)
    }
  }
  return {jobs: jobNames, runs: runNames}
}

/** Adds the rows of one day to `runs`, `reads` and `writes`. */
export async function writeDay(
  history: SyntheticHistory,
  day: SyntheticDay,
  files: {readonly runs: FactFile; readonly reads: FactFile; readonly writes: FactFile},
): Promise<void> {
  const names = nameRuns(history, day)
  await writeRuns(history, day, names, files.runs)
  await writeAccess(history, day.reads, names, files.reads)
  await writeAccess(history, day.writes, names, files.writes)
}

async function writeRuns(history: SyntheticHistory, day: SyntheticDay, names: RunNames, file: FactFile): Promise<void> {
  const {runs} = day
  const {rows} = file
  const midnight = day.day * 86_400_000
  for (let i = 0; i < runs.count; i++) {
    rows.text(names.runs[i]!)
    rows.text(names.jobs[i]!)
    rows.text(history.projects.names[runs.project[i]!]!)
    rows.text(history.parameters.regions[runs.region[i]!]!.name)
    rows.text(`${new Date(midnight + runs.startSecond[i]! * 1000).toISOString().slice(0, 19)}Z`)
    rows.number(runs.durationSeconds[i]!)
    rows.number(runs.cpuHours[i]!)
    rows.text(priorities[runs.priority[i]!]!)
    rows.flag(runs.movable[i] === 1)
    rows.text(runs.failed[i] ? 'failed' : 'ok')
    rows.endRow()
    if ((i & 1023) === 1023) await file.flush()
  }
  await file.flush()
}

async function writeAccess(
  history: SyntheticHistory,
  access: AccessBatch,
  names: RunNames,
  file: FactFile,
): Promise<void> {
  const {rows} = file
  const dates = new Map<number, string>()
  const dateOf = (day: number): string => {
    let text = dates.get(day)
    if (text === undefined) {
      text = formatDay(day)
      dates.set(day, text)
    }
    return text
  }
  for (let i = 0; i < access.length; i++) {
    rows.text(names.runs[access.run[i]!]!)
    rows.text(history.tables.names[access.table[i]!]!)
    const day = access.partitionDay[i]!
    if (day === NO_DATE) rows.empty()
    else rows.text(dateOf(day))
    rows.number(access.bytes[i]!)
    rows.endRow()
    if ((i & 1023) === 1023) await file.flush()
  }
  await file.flush()
}
