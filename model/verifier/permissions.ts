import type {Account, Violation} from '../account.js'
import type {History} from '../history.js'
import type {Decisions, DecodedMove} from './decisions.js'

/** What the plan may not move, place or replicate (formats.md 3.9): pins, allowed regions, `movable`, `replicable`. */
export function permissionViolations(history: History, decisions: Decisions, after: Account): Violation[] {
  return [
    ...decisions.moves.flatMap(move => moveViolations(history, move)),
    ...placementViolations(history, decisions),
    ...windowViolations(history, decisions, after),
  ]
}

function moveViolations(history: History, move: DecodedMove): Violation[] {
  const {projects, tables, topology} = history
  const project = move.project >= 0 ? move.project : tables.project[move.table]!
  const home = projects.region[project]!
  const subject = move.project >= 0 ? projects.names[project]! : tables.names[move.table]!
  const noun = move.project >= 0 ? 'project' : 'table'
  const nameOf = (region: number): string => topology.regions[region]!.name
  const violations: Violation[] = []
  const forbid = (limit: string, message: string): void => {
    violations.push({limit, subject, actual: 1, allowed: 0, message: `${noun} '${subject}' ${message}`})
  }
  if (move.from !== home) {
    forbid('move-from', `is said to move from '${nameOf(move.from)}', but its home is '${nameOf(home)}'`)
  }
  if (move.table >= 0 && topology.unit !== 'table') {
    forbid('move-unit', 'moves alone, but the topology moves whole projects (unit: project)')
  }
  if (projects.pinned[project] === 1)
    forbid('pinned', `moves to '${nameOf(move.to)}', but project '${projects.names[project]}' is pinned`)
  if (move.to !== home && projects.allowed[project * topology.regions.length + move.to] !== 1) {
    forbid(
      'allowed-regions',
      `moves to '${nameOf(move.to)}', which project '${projects.names[project]}' does not allow`,
    )
  }
  return violations
}

/** Placed jobs with a scored run that is not movable and would leave the region where it ran. */
function placementViolations(history: History, decisions: Decisions): Violation[] {
  const {runs, fromDay, toDay, topology} = history
  const held = new Map<number, number>()
  for (let run = 0; run < runs.count; run++) {
    if (runs.movable[run] === 1 || runs.day[run]! < fromDay || runs.day[run]! > toDay) continue
    const job = runs.job[run]!
    const placed = decisions.jobRegion[job]!
    if (placed >= 0 && placed !== runs.region[run]) held.set(job, (held.get(job) ?? 0) + 1)
  }
  return [...held]
    .sort(([a], [b]) => a - b)
    .map(([job, count]) => {
      const subject = runs.jobNames[job]!
      const region = topology.regions[decisions.jobRegion[job]!]!.name
      const message = `job '${subject}' is placed at '${region}', but ${count} of its runs may not leave the region where they ran`
      return {limit: 'movable', subject, actual: count, allowed: 0, message}
    })
}

function windowViolations(history: History, {windows, tableHome}: Decisions, after: Account): Violation[] {
  const violations: Violation[] = []
  for (let window = 0; window < windows.count; window++) {
    const table = windows.table[window]!
    const subject = history.tables.names[table]!
    const region = history.topology.regions[windows.region[window]!]!.name
    const actual = after.windows.storedBytes[window]!
    if (history.tables.replicable[table] !== 1) {
      const message = `table '${subject}' has a replica at '${region}', but may not be replicated`
      violations.push({limit: 'replicable', subject, actual, allowed: 0, message})
    }
    if (tableHome[table] === windows.region[window]) {
      const message = `table '${subject}' has a replica at '${region}', which is its home`
      violations.push({limit: 'replica-at-home', subject, actual, allowed: 0, message})
    }
  }
  return violations
}
