import {closestName} from '../../../datasets/history/closest-name.js'
import type {Workload} from '../../../model/workload.js'
import {nameFilter} from '../../nightly/name-lists.js'
import type {Platform} from '../platform.js'

/** What is wrong with a change; where it stands is added by who makes it. */
export interface Fault {
  readonly kind: string
  /** Field of the change. */
  readonly field: string
  readonly value: string
  readonly message: string
  readonly advice: string
  /** True: nothing is misnamed, the change just cannot be made on this platform: the scenario has no plan. */
  readonly isInfeasible?: boolean
}

/** What a change is made with. A change that reports a fault leaves the platform as it was, so that the next ones are checked too. */
export interface Making {
  /** Facts of the history, as they were before any change. */
  readonly workload: Workload
  fault(fault: Fault): void
}

/** Index of a region of the platform as it is now. */
export function regionNamed({topology}: Platform, making: Making, field: string, name: string): number | undefined {
  const names = topology.regions.map(region => region.name)
  const region = names.indexOf(name)
  if (region >= 0) return region
  making.fault({
    kind: 'unknown-region',
    field,
    value: name,
    message: 'there is no such region when this change is made',
    advice: adviceFor(name, names, 'regions'),
  })
  return undefined
}

export function projectNamed({projects}: Platform, making: Making, field: string, name: string): number | undefined {
  const project = projects.names.indexOf(name)
  if (project >= 0) return project
  making.fault({
    kind: 'unknown-project',
    field,
    value: name,
    message: 'there is no such project',
    advice: adviceFor(name, projects.names, 'projects'),
  })
  return undefined
}

/** Indices of the names that one of the patterns matches; all of them without patterns. A pattern that matches nothing is a fault. */
export function matching(
  making: Making,
  field: 'projects' | 'tables',
  names: readonly string[],
  patterns: readonly string[] | undefined,
): number[] {
  if (patterns === undefined) return names.map((_, i) => i)
  const isTaken = new Uint8Array(names.length)
  for (const pattern of patterns) {
    const denied = nameFilter({allow: [pattern], deny: []})
    let count = 0
    names.forEach((name, i) => {
      if (denied(name) !== undefined) return
      isTaken[i] = 1
      count++
    })
    if (count > 0) continue
    making.fault({
      kind: `unknown-${field === 'projects' ? 'project' : 'table'}`,
      field,
      value: pattern,
      message: `no name among the ${names.length} ${field} matches`,
      advice: adviceFor(pattern, names, field),
    })
  }
  return names.flatMap((_, i) => (isTaken[i] === 1 ? [i] : []))
}

/** Tables that are named by pattern, or belong to projects that are; all where neither is given. */
export function matchingTables(
  making: Making,
  {
    projects,
    tables,
  }: {readonly projects?: readonly string[] | undefined; readonly tables?: readonly string[] | undefined},
): number[] {
  const {workload} = making
  const own = new Set(
    tables === undefined && projects !== undefined ? [] : matching(making, 'tables', workload.tables.names, tables),
  )
  const within = new Set(projects === undefined ? [] : matching(making, 'projects', workload.projects.names, projects))
  return workload.tables.names.flatMap((_, t) => (own.has(t) || within.has(workload.tables.project[t]!) ? [t] : []))
}

function adviceFor(name: string, names: readonly string[], what: string): string {
  const closest = closestName(name, names)
  if (closest !== undefined) return `Did you mean '${closest}'?`
  return names.length <= 20
    ? `Known ${what}: ${names.join(', ')}.`
    : `Use a name of the history's ${names.length} ${what}.`
}
