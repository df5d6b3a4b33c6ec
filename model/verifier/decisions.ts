import {indexNames} from '../columns.js'
import {type Day, parseDay} from '../days.js'
import {BadInput, type Finding} from '../errors.js'
import type {History} from '../history.js'
import type {Plan, Replica} from '../plan.js'

/** A row of `moves[]` with its names resolved. Exactly one of `project` and `table` is 0 or more, the other is -1. */
export interface DecodedMove {
  readonly project: number
  readonly table: number
  readonly from: number
  readonly to: number
}

/** Rows of `replicas[]`, in the order of the plan. */
export interface ReplicaWindows {
  readonly count: number
  readonly table: Int32Array
  readonly region: Int32Array
  readonly fromAge: Float64Array
  readonly toAge: Float64Array
}

/** What a plan decides, in the dense indices of one history (spec: formats.md 3.1 and 3.2). */
export interface Decisions {
  readonly asOf: Day
  readonly moves: readonly DecodedMove[]
  readonly projectMoved: Uint8Array
  readonly projectHome: Int32Array
  /** Home region of every table, before the plan and under it. */
  readonly tableHomeBefore: Int32Array
  readonly tableHome: Int32Array
  /** Region of every job of the history; -1 = not placed by the plan. */
  readonly jobRegion: Int32Array
  /** Jobs of the plan that the history does not show, in the order of the plan. */
  readonly unknownJobs: readonly string[]
  readonly windows: ReplicaWindows
}

/** Collects findings on the plan: at most 20 of a kind, with totals. */
class PlanFindings {
  readonly findings: Finding[] = []
  readonly totals: Record<string, number> = {}

  add(kind: string, row: number, column: string, value: string | number, message: string, advice: string): void {
    this.totals[kind] = (this.totals[kind] ?? 0) + 1
    if (this.totals[kind] > 20) return
    this.findings.push({kind, file: 'plan', row: row + 1, column, value: String(value), message, advice})
  }

  /** Index of the name, or -1 with a finding. */
  find(index: ReadonlyMap<string, number>, noun: string, name: string, row: number, column: string): number {
    const at = index.get(name)
    if (at !== undefined) return at
    const advice = `Use a ${noun} of the history, or make the plan again from this history.`
    this.add(`unknown-${noun}`, row, column, name, `the history has no ${noun} '${name}'`, advice)
    return -1
  }
}

/**
 * Resolves the names of a plan against a history. Rows in findings count from 1 in the list that `column` names.
 * Throws BadInput with all findings at once: unknown names, ages that are no ages, windows that overlap, what is decided twice.
 */
export function decodePlan(history: History, plan: Plan): Decisions {
  const findings = new PlanFindings()
  const regions = indexNames(history.topology.regions.map(region => region.name))
  const tables = indexNames(history.tables.names)
  const asOf = parseDay(plan.asOf)
  if (Number.isNaN(asOf)) {
    findings.add('bad-date', 0, 'asOf', plan.asOf, `'${plan.asOf}' is no calendar date`, 'Write it as YYYY-MM-DD.')
  }
  const moves = decodeMoves(history, plan, regions, tables, findings)
  const windows = decodeWindows(plan, regions, tables, findings)
  const {jobRegion, unknownJobs} = decodeJobs(history, plan, regions, findings)
  if (findings.findings.length > 0) throw new BadInput(findings.findings, findings.totals)

  const projectMoved = new Uint8Array(history.projects.names.length)
  const projectHome = Int32Array.from(history.projects.names, (_, project) => history.projects.region[project]!)
  const tableHomeBefore = Int32Array.from(history.tables.names, (_, t) => projectHome[history.tables.project[t]!]!)
  for (const {project, to} of moves) {
    if (project < 0) continue
    projectMoved[project] = 1
    projectHome[project] = to
  }
  const tableHome = Int32Array.from(history.tables.names, (_, t) => projectHome[history.tables.project[t]!]!)
  for (const {table, to} of moves) if (table >= 0) tableHome[table] = to
  return {asOf, moves, projectMoved, projectHome, tableHomeBefore, tableHome, jobRegion, unknownJobs, windows}
}

type Names = ReadonlyMap<string, number>

function decodeMoves(
  history: History,
  plan: Plan,
  regions: Names,
  tables: Names,
  findings: PlanFindings,
): DecodedMove[] {
  const projects = indexNames(history.projects.names)
  const firstRow = new Map<string, number>()
  const moves: DecodedMove[] = []
  for (const [row, move] of plan.moves.entries()) {
    const from = findings.find(regions, 'region', move.from, row, 'moves[].from')
    const to = findings.find(regions, 'region', move.to, row, 'moves[].to')
    if ((move.project === undefined) === (move.table === undefined)) {
      const message = `a move names ${move.project === undefined ? 'neither a project nor' : 'both a project and'} a table`
      findings.add('ambiguous-move', row, 'moves[]', move.project ?? '', message, 'Name one project, or one table.')
      continue
    }
    const noun = move.project === undefined ? 'table' : 'project'
    const name = move.project ?? move.table ?? ''
    const at = findings.find(noun === 'project' ? projects : tables, noun, name, row, `moves[].${noun}`)
    const earlier = firstRow.get(`${noun} ${name}`)
    if (earlier === undefined) firstRow.set(`${noun} ${name}`, row)
    else {
      const message = `${noun} '${name}' is moved in row ${earlier + 1} already`
      findings.add('moved-twice', row, `moves[].${noun}`, name, message, 'Keep one of the moves.')
    }
    moves.push(noun === 'project' ? {project: at, table: -1, from, to} : {project: -1, table: at, from, to})
  }
  return moves
}

function decodeWindows(plan: Plan, regions: Names, tables: Names, findings: PlanFindings): ReplicaWindows {
  const count = plan.replicas.length
  const windows = {
    count,
    table: new Int32Array(count),
    region: new Int32Array(count),
    fromAge: new Float64Array(count),
    toAge: new Float64Array(count),
  }
  for (const [row, replica] of plan.replicas.entries()) {
    windows.table[row] = findings.find(tables, 'table', replica.table, row, 'replicas[].table')
    windows.region[row] = findings.find(regions, 'region', replica.region, row, 'replicas[].region')
    windows.fromAge[row] = replica.fromAge
    windows.toAge[row] = replica.toAge
    checkAges(replica, row, findings)
  }
  const order = Array.from({length: count}, (_, row) => row).sort(
    (a, b) =>
      windows.table[a]! - windows.table[b]! ||
      windows.region[a]! - windows.region[b]! ||
      windows.fromAge[a]! - windows.fromAge[b]! ||
      a - b,
  )
  for (let i = 1, reach = order[0]!; i < count; i++) {
    const row = order[i]!
    const {table, region, fromAge, toAge} = plan.replicas[row]!
    const known = windows.table[row]! >= 0 && windows.region[row]! >= 0
    if (known && windows.table[row] === windows.table[reach] && windows.region[row] === windows.region[reach]) {
      if (fromAge < windows.toAge[reach]!) {
        const message = `window [${fromAge}, ${toAge}) of table '${table}' at region '${region}' overlaps that of row ${reach + 1}`
        findings.add('overlapping-windows', row, 'replicas[].fromAge', fromAge, message, 'Join them into one window.')
      }
      if (toAge > windows.toAge[reach]!) reach = row
    } else reach = row
  }
  return windows
}

function checkAges(replica: Replica, row: number, findings: PlanFindings): void {
  const where = `table '${replica.table}' at region '${replica.region}'`
  let whole = true
  for (const column of ['fromAge', 'toAge'] as const) {
    const age = replica[column]
    if (Number.isSafeInteger(age) && age >= 0) continue
    whole = false
    const message = `${column} ${age} of ${where} is no age`
    findings.add('bad-age', row, `replicas[].${column}`, age, message, 'Give a whole number of days, 0 or more.')
  }
  if (whole && replica.fromAge >= replica.toAge) {
    const message = `window [${replica.fromAge}, ${replica.toAge}) of ${where} is empty`
    findings.add(
      'empty-window',
      row,
      'replicas[].toAge',
      replica.toAge,
      message,
      'Give a toAge beyond fromAge, or drop it.',
    )
  }
}

function decodeJobs(
  history: History,
  plan: Plan,
  regions: Names,
  findings: PlanFindings,
): Pick<Decisions, 'jobRegion' | 'unknownJobs'> {
  const jobs = indexNames(history.runs.jobNames)
  const jobRegion = new Int32Array(history.runs.jobNames.length).fill(-1)
  const unknownJobs: string[] = []
  const firstRow = new Map<string, number>()
  for (const [row, {job, region}] of plan.jobs.entries()) {
    const to = findings.find(regions, 'region', region, row, 'jobs[].region')
    const earlier = firstRow.get(job)
    if (earlier !== undefined) {
      const message = `job '${job}' is placed in row ${earlier + 1} already`
      findings.add('placed-twice', row, 'jobs[].job', job, message, 'Keep one of the rows.')
      continue
    }
    firstRow.set(job, row)
    const at = jobs.get(job)
    if (at === undefined) unknownJobs.push(job)
    else jobRegion[at] = to
  }
  return {jobRegion, unknownJobs}
}
