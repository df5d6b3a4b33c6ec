import {formatDay} from '../../model/days.js'
import type {FactFile} from './fact-file.js'
import {reportLayer} from './names.js'
import {partitionBytesOn} from './partition-bytes.js'
import {maxAgeDays, type SyntheticHistory} from './synthetic-history.js'

/** Writes the rows of `projects`. */
export async function writeProjects({projects, parameters}: SyntheticHistory, file: FactFile): Promise<void> {
  const regionNames = parameters.regions.map(region => region.name)
  const {rows} = file
  for (let p = 0; p < projects.names.length; p++) {
    const allowed = regionNames.filter((_, e) => projects.allowed[p * regionNames.length + e])
    rows.text(projects.names[p]!)
    rows.text(regionNames[projects.region[p]!]!)
    rows.flag(projects.pinned[p] === 1)
    if (allowed.length < regionNames.length) rows.text(allowed.join(';'))
    else rows.empty()
    rows.endRow()
    await file.flush()
  }
}

/** Writes the rows of `tables`. */
export async function writeTables({projects, tables}: SyntheticHistory, file: FactFile): Promise<void> {
  const {rows} = file
  for (let t = 0; t < tables.names.length; t++) {
    rows.text(tables.names[t]!)
    rows.text(projects.names[tables.project[t]!]!)
    rows.number(tables.typicalBytes[t]!)
    if (Number.isNaN(tables.retentionDays[t]!)) rows.empty()
    else rows.number(tables.retentionDays[t]!)
    rows.flag(tables.replicable[t] === 1)
    rows.endRow()
    await file.flush()
  }
}

/** Writes the rows of `partitions`: every partition of an uneven table that may be read or written in the history. */
export async function writePartitions(history: SyntheticHistory, file: FactFile): Promise<void> {
  const {tables, firstDay, dayCount} = history
  const {rows} = file
  for (let t = 0; t < tables.names.length; t++) {
    if (!tables.uneven[t]) continue
    for (let day = firstDay - maxAgeDays; day < firstDay + dayCount; day++) {
      rows.text(tables.names[t]!)
      rows.text(formatDay(day))
      rows.number(partitionBytesOn(history, t, day))
      rows.endRow()
    }
    await file.flush()
  }
}

/** Writes the rows of `dependencies`: what each job makes its tables from. */
export async function writeDependencies({tables, jobs}: SyntheticHistory, file: FactFile): Promise<void> {
  const {rows} = file
  for (let job = 0; job < jobs.names.length; job++) {
    if (jobs.layer[job] === reportLayer) continue
    for (let o = jobs.outputFrom[job]!; o < jobs.outputTo[job]!; o++) {
      for (let i = jobs.inputFrom[job]!; i < jobs.inputTo[job]!; i++) {
        rows.text(tables.names[jobs.outputTable[o]!]!)
        rows.text(tables.names[jobs.inputs.table[i]!]!)
        rows.text(jobs.names[job]!)
        rows.endRow()
      }
    }
    await file.flush()
  }
}
