import {type Copy, copiesOf, homeUnder} from './copies.js'
import type {ExportInput} from './exporter.js'
import type {NameFault} from './quoting/names.js'
import type {LossTally} from './rounding-loss.js'
import {databaseTable} from './table-names.js'

/** A whole database that is replicated, because the target cannot replicate less. */
export interface ReplicatedDatabase {
  readonly database: string
  readonly from: string
  readonly to: string
  /** Bytes of it that the plan wants in `to`, and all of its bytes at home. */
  readonly plannedBytes: number
  readonly wholeBytes: number
  readonly tables: number
  readonly plannedTables: number
}

/**
 * The plan's replicas rounded up to whole databases, in the order in which the plan first names them, with the loss in
 * the tally. Databases whose name the target cannot take are left out, and counted.
 */
export function replicatedDatabases(
  input: ExportInput,
  settings: {readonly tableNames: 'bare' | 'qualified'},
  fault: (database: string) => NameFault,
  tally: LossTally,
): ReplicatedDatabase[] {
  const home = homeUnder(input.plan, input.catalogue)
  const whole = new Map<string, {bytes: number; tables: number}>()
  for (const [table, {project, homeBytes}] of input.catalogue.tables) {
    const key = JSON.stringify([databaseTable(settings, {table, project}).database, home(table)])
    const sum = whole.get(key) ?? {bytes: 0, tables: 0}
    sum.bytes += homeBytes
    sum.tables++
    whole.set(key, sum)
  }
  const groups = new Map<string, Copy[]>()
  for (const copy of copiesOf(input)) {
    const {database} = databaseTable(settings, copy)
    const reason = fault(database)
    if (reason !== undefined) {
      tally.omit('replica', copy.table, reason, copy.savedBytesPerDay)
      continue
    }
    const key = JSON.stringify([database, copy.from, copy.to])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [copy])
    else group.push(copy)
  }
  const databases = [...groups].map(([key, copies]) => {
    const [database, from, to] = JSON.parse(key) as [string, string, string]
    const {bytes, tables} = whole.get(JSON.stringify([database, from]))!
    return {
      ...{database, from, to, tables, wholeBytes: bytes},
      plannedBytes: copies.reduce((sum, copy) => sum + copy.storedBytes, 0),
      plannedTables: new Set(copies.map(copy => copy.table)).size,
    }
  })
  for (const {wholeBytes, plannedBytes} of databases) tally.extraStoredBytes += Math.max(0, wholeBytes - plannedBytes)
  const planned = databases.reduce((sum, database) => sum + database.plannedTables, 0)
  const all = databases.reduce((sum, database) => sum + database.tables, 0)
  tally.notes.push(
    `Whole databases are replicated, at all ages: ${databases.length} of them with ${all} tables for ${planned} that the plan keeps.`,
  )
  return databases
}

/** Databases that were replicated into a region under the plan in force and are not under the new one. */
export function droppedDatabases(
  input: ExportInput,
  settings: {readonly tableNames: 'bare' | 'qualified'},
  fault: (database: string) => NameFault,
  kept: readonly ReplicatedDatabase[],
): {readonly database: string; readonly from: string; readonly to: string}[] {
  const {previous, plan, catalogue} = input
  if (previous === undefined) return []
  const home = homeUnder(plan, catalogue)
  const still = new Set(kept.map(({database, to}) => JSON.stringify([database, to])))
  const dropped = new Map<string, {database: string; from: string; to: string}>()
  for (const {table, region} of previous.replicas) {
    const known = catalogue.tables.get(table)
    if (known === undefined) continue
    const {database} = databaseTable(settings, {table, project: known.project})
    const key = JSON.stringify([database, region])
    if (still.has(key) || home(table) === region || fault(database) !== undefined) continue
    dropped.set(key, {database, from: home(table), to: region})
  }
  return [...dropped.values()]
}

/** Whether the plan in force already replicated the database into the region. */
export function alreadyReplicated(
  {previous, catalogue}: ExportInput,
  settings: {readonly tableNames: 'bare' | 'qualified'},
): (database: string, to: string) => boolean {
  const known = new Set<string>()
  for (const {table, region} of previous?.replicas ?? []) {
    const project = catalogue.tables.get(table)?.project
    if (project === undefined) continue
    known.add(JSON.stringify([databaseTable(settings, {table, project}).database, region]))
  }
  return (database, to) => known.has(JSON.stringify([database, to]))
}
