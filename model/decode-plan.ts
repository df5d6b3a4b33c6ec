import {indexNames} from './columns.js'
import {badInputOf, type Finding} from './errors.js'
import type {Placement} from './placement.js'
import type {Plan} from './plan.js'
import type {Workload} from './workload.js'

/** The placement that holds before any plan: every project and table at home, no replica, no job placed. */
export function homePlacement(workload: Workload): Placement {
  const {projects, tables} = workload
  return {
    projectRegion: Int32Array.from(projects.names, (_, p) => projects.region[p]!),
    projectMoved: new Uint8Array(projects.names.length),
    tableRegion: Int32Array.from(tables.names, (_, t) => projects.region[tables.project[t]!]!),
    jobRegion: new Map(),
    windows: {
      count: 0,
      table: new Int32Array(0),
      region: new Int32Array(0),
      fromAge: new Int32Array(0),
      toAge: new Int32Array(0),
    },
  }
}

/** A plan's names as the dense indices of a workload. Throws BadInput with every name that the workload does not know. */
export function decodePlan(plan: Plan, workload: Workload): Placement {
  const findings: Finding[] = []
  const regionOf = indexNames(workload.topology.regions.map(r => r.name))
  const projectOf = indexNames(workload.projects.names)
  const tableOf = indexNames(workload.tables.names)
  const find = (
    index: ReadonlyMap<string, number>,
    kind: string,
    row: number,
    column: string,
    value: string,
  ): number => {
    const found = index.get(value)
    if (found !== undefined) return found
    findings.push({
      kind: `unknown-${kind}`,
      file: 'plan',
      row,
      column,
      value,
      message: `${column} names the ${kind} '${value}', which the history does not have`,
      advice: 'Use a plan that was made for this history.',
    })
    return 0
  }

  const {projectRegion, projectMoved, tableRegion} = mutableHome(workload)
  plan.moves.forEach((move, row) => {
    const to = find(regionOf, 'region', row + 1, 'moves[].to', move.to)
    if (move.project === undefined) return
    const project = find(projectOf, 'project', row + 1, 'moves[].project', move.project)
    projectRegion[project] = to
    projectMoved[project] = 1
  })
  for (let t = 0; t < tableRegion.length; t++) tableRegion[t] = projectRegion[workload.tables.project[t]!]!
  plan.moves.forEach((move, row) => {
    if (move.table === undefined) return
    const table = find(tableOf, 'table', row + 1, 'moves[].table', move.table)
    tableRegion[table] = regionOf.get(move.to) ?? 0
  })
  const jobRegion = new Map(
    plan.jobs.map((job, row) => [job.job, find(regionOf, 'region', row + 1, 'jobs[].region', job.region)]),
  )
  const windows = {
    count: plan.replicas.length,
    table: Int32Array.from(plan.replicas, (r, row) => find(tableOf, 'table', row + 1, 'replicas[].table', r.table)),
    region: Int32Array.from(plan.replicas, (r, row) =>
      find(regionOf, 'region', row + 1, 'replicas[].region', r.region),
    ),
    fromAge: Int32Array.from(plan.replicas, r => r.fromAge),
    toAge: Int32Array.from(plan.replicas, r => r.toAge),
  }
  if (findings.length > 0) throw badInputOf(findings)
  return {projectRegion, projectMoved, tableRegion, jobRegion, windows}
}

function mutableHome(workload: Workload) {
  const {projects, tables} = workload
  return {
    projectRegion: Int32Array.from(projects.names, (_, p) => projects.region[p]!),
    projectMoved: new Uint8Array(projects.names.length),
    tableRegion: new Int32Array(tables.names.length),
  }
}
