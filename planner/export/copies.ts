import {formatDay, parseDay} from '../../model/days.js'
import {badInputOf, type Finding} from '../../model/errors.js'
import type {Plan, Replica} from '../../model/plan.js'
import type {Catalogue} from './catalogue.js'
import type {ExportInput} from './exporter.js'

/** One replica window on one day: what must lie in `to`, and where it comes from. */
export interface Copy {
  readonly table: string
  readonly project: string
  /** Home of the table under the plan. Another replica may be a cheaper source; the files name the home. */
  readonly from: string
  readonly to: string
  readonly fromAge: number
  readonly toAge: number
  readonly snapshot: boolean
  /** Partition dates that the window holds on the day, newest first; none for a snapshot table. */
  readonly dates: readonly string[]
  readonly partitionBytes: number
  readonly storedBytes: number
  readonly refreshBytesPerDay: number
  readonly savedBytesPerDay: number
}

/** Partitions of a replica that are no longer to be kept. Never where the table is at home. */
export interface Eviction {
  readonly table: string
  readonly project: string
  readonly from: string
  readonly region: string
  readonly snapshot: boolean
  readonly dates: readonly string[]
}

/** Home of every table once the plan's moves are made. */
export function homeUnder(plan: Plan, catalogue: Catalogue): (table: string) => string {
  const projects = new Map(plan.moves.flatMap(move => (move.project === undefined ? [] : [[move.project, move.to]])))
  const tables = new Map(plan.moves.flatMap(move => (move.table === undefined ? [] : [[move.table, move.to]])))
  return table => {
    const {project} = catalogue.tables.get(table)!
    return tables.get(table) ?? projects.get(project) ?? catalogue.projects.get(project)!.region
  }
}

/** The plan's replica windows as copies, in the plan's order. */
export function copiesOf({plan, catalogue, day}: ExportInput): Copy[] {
  const home = homeUnder(plan, catalogue)
  return plan.replicas.map(replica => {
    const {project, snapshot, partitionBytes} = catalogue.tables.get(replica.table)!
    const {table, region, fromAge, toAge, storedBytes, refreshBytesPerDay, savedBytesPerDay} = replica
    return {
      ...{table, project, from: home(table), to: region, fromAge, toAge, snapshot},
      dates: snapshot ? [] : datesBetween(parseDay(day) - toAge + 1, parseDay(day) - fromAge),
      ...{partitionBytes, storedBytes, refreshBytesPerDay, savedBytesPerDay},
    }
  })
}

/**
 * What the plan in force kept, on any day since it came into force, and the new one does not keep on `day`: windows
 * that are gone or shorter, and partitions that grew too old.
 */
export function evictionsOf({plan, catalogue, day, previous}: ExportInput): Eviction[] {
  if (previous === undefined) return []
  const home = homeUnder(plan, catalogue)
  const key = (replica: Replica) => JSON.stringify([replica.table, replica.region])
  const today = parseDay(day)
  const kept = new Map<string, Set<string>>()
  for (const replica of plan.replicas) {
    const dates = kept.get(key(replica)) ?? new Set()
    for (const date of datesBetween(today - replica.toAge + 1, today - replica.fromAge)) dates.add(date)
    kept.set(key(replica), dates)
  }
  const gone = new Map<string, {replica: Replica; dates: Set<string>}>()
  for (const replica of previous.replicas) {
    const table = catalogue.tables.get(replica.table)
    if (table === undefined || home(replica.table) === replica.region) continue
    if (table.snapshot && kept.has(key(replica))) continue
    const entry = gone.get(key(replica)) ?? {replica, dates: new Set<string>()}
    const oldest = parseDay(previous.asOf) - replica.toAge + 1
    for (const date of table.snapshot ? [] : datesBetween(oldest, today - 1 - replica.fromAge)) {
      if (!kept.get(key(replica))?.has(date)) entry.dates.add(date)
    }
    if (table.snapshot || entry.dates.size > 0) gone.set(key(replica), entry)
  }
  return [...gone.values()].map(({replica, dates}) => {
    const {project, snapshot} = catalogue.tables.get(replica.table)!
    const {table, region} = replica
    return {table, project, from: home(table), region, snapshot, dates: [...dates].sort().reverse()}
  })
}

/** The copies without the partitions that the plan in force kept on the day before: what must be fetched. */
export function missingOf(copies: readonly Copy[], {previous, day}: ExportInput): Copy[] {
  const yesterday = parseDay(day) - 1
  if (previous === undefined || parseDay(previous.asOf) > yesterday) return [...copies]
  const held = new Map<string, Set<string>>()
  for (const {table, region, fromAge, toAge} of previous.replicas) {
    const dates = held.get(JSON.stringify([table, region])) ?? new Set()
    for (const date of datesBetween(yesterday - toAge + 1, yesterday - fromAge)) dates.add(date)
    held.set(JSON.stringify([table, region]), dates)
  }
  return copies.map(copy => {
    const known = held.get(JSON.stringify([copy.table, copy.to]))
    return {...copy, dates: copy.dates.filter(date => known?.has(date) !== true)}
  })
}

/** Copies that can be made at once, and those of partitions dated `day`, which are only written in its course. */
export function phasesOf(copies: readonly Copy[], day: string): readonly {name: string; copies: readonly Copy[]}[] {
  const split = (wanted: (date: string) => boolean, snapshots: boolean) =>
    copies
      .map(copy => ({...copy, dates: copy.dates.filter(wanted)}))
      .filter(copy => (copy.snapshot ? snapshots : copy.dates.length > 0))
  return [
    {name: 'present', copies: split(date => date < day, true)},
    {name: 'written-today', copies: split(date => date >= day, false)},
  ].filter(phase => phase.copies.length > 0)
}

/** Age in days of the partition of a date. */
export const ageOn = (day: string, date: string): number => parseDay(day) - parseDay(date)

/** Regions that the plan's replicas come from or lie in, in the catalogue's order. */
export function copyRegions(input: ExportInput): {sources: string[]; targets: string[]} {
  const copies = copiesOf(input)
  const evictions = evictionsOf(input)
  const sources = new Set([...copies, ...evictions].map(({from}) => from))
  const targets = new Set([...copies.map(copy => copy.to), ...evictions.map(eviction => eviction.region)])
  const {regions} = input.catalogue
  return {sources: regions.filter(r => sources.has(r)), targets: regions.filter(r => targets.has(r))}
}

/** @throws BadInput with every name of the plan that the catalogue does not have, and every faulty day. */
export function checkNames({plan, catalogue, day}: ExportInput): void {
  const findings: Finding[] = []
  const check = (known: {has(name: string): boolean}, kind: string, column: string, row: number, value: string) => {
    if (known.has(value)) return
    findings.push({
      kind: `unknown-${kind}`,
      file: 'plan',
      row: row + 1,
      column,
      value,
      message: `the history has no such ${kind}`,
      advice: 'Give the history that the plan was made from.',
    })
  }
  const regions = new Set(catalogue.regions)
  plan.replicas.forEach(({table, region}, row) => {
    check(catalogue.tables, 'table', 'replicas[].table', row, table)
    check(regions, 'region', 'replicas[].region', row, region)
  })
  plan.moves.forEach(({project, table, from, to}, row) => {
    if (project !== undefined) check(catalogue.projects, 'project', 'moves[].project', row, project)
    if (table !== undefined) check(catalogue.tables, 'table', 'moves[].table', row, table)
    check(regions, 'region', 'moves[].from', row, from)
    check(regions, 'region', 'moves[].to', row, to)
  })
  plan.jobs.forEach(({job, region}, row) => {
    check(catalogue.jobs, 'job', 'jobs[].job', row, job)
    check(regions, 'region', 'jobs[].region', row, region)
  })
  if (!(parseDay(day) >= parseDay(plan.asOf))) {
    findings.push({
      kind: 'day',
      file: 'plan',
      column: 'asOf',
      value: plan.asOf,
      message: `the plan is for ${plan.asOf} and later, not for ${day}`,
      advice: 'Export it for its first day or a later one.',
    })
  }
  if (findings.length > 0) throw badInputOf(findings)
}

/** Dates from one day to another, both included, newest first. */
function datesBetween(fromDay: number, toDay: number): string[] {
  return Array.from({length: Math.max(0, toDay - fromDay + 1)}, (_, i) => formatDay(toDay - i))
}
