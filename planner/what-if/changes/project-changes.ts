import type {Platform} from '../platform.js'
import type {ChangeOf} from '../scenario-schema.js'
import {type Making, matching, projectNamed, regionNamed} from './making.js'

export function pin(platform: Platform, change: ChangeOf<'pin'>, making: Making): Platform {
  const {projects} = platform
  const pinned = Uint8Array.from(projects.names, (_, p) => projects.pinned[p]!)
  for (const p of matching(making, 'projects', projects.names, change.projects)) pinned[p] = Number(change.pinned)
  return {...platform, projects: {...projects, pinned}}
}

export function allow(platform: Platform, change: ChangeOf<'allow'>, making: Making): Platform {
  const {projects, topology} = platform
  const regions = change.regions.map(name => regionNamed(platform, making, 'regions', name))
  const chosen = matching(making, 'projects', projects.names, change.projects)
  if (regions.includes(undefined)) return platform
  const count = topology.regions.length
  const allowed = Uint8Array.from({length: projects.allowed.length}, (_, i) => projects.allowed[i]!)
  for (const p of chosen) {
    allowed.fill(0, p * count, (p + 1) * count)
    for (const e of regions) allowed[p * count + e!] = 1
  }
  return {...platform, projects: {...projects, allowed}}
}

/** The project lives at its new home with all its runs (formats.md 3.1 and 3.2), and is pinned there: a plan does not undo the question. */
export function move(platform: Platform, change: ChangeOf<'move'>, making: Making): Platform {
  const {projects, topology, growth} = platform
  const project = projectNamed(platform, making, 'project', change.project)
  const to = regionNamed(platform, making, 'to', change.to)
  if (project === undefined || to === undefined) return platform
  const from = projects.region[project]!
  if (from === to) {
    const message = `the project lives in '${change.to}' when this change is made`
    making.fault({
      kind: 'no-move',
      field: 'to',
      value: change.to,
      message,
      advice: 'Take the change out, or pin the project there with change: pin.',
    })
    return platform
  }
  const faultOf = (kind: string, field: string, value: string, message: string, advice: string) => {
    making.fault({kind, field, value, message, advice})
    return platform
  }
  if (projects.pinned[project] === 1) {
    const advice = `Put a change {change: pin, projects: [${change.project}], pinned: false} before it.`
    return faultOf('pinned', 'project', change.project, 'the project is pinned where it lives', advice)
  }
  if (projects.allowed[project * topology.regions.length + to] !== 1) {
    const advice = 'Put a change of its allowed regions (change: allow) before it.'
    return faultOf('not-allowed', 'to', change.to, `the project '${change.project}' may not live there`, advice)
  }
  const {tables, jobs} = making.workload
  const moved = tables.names.reduce(
    (bytes, _, t) => (tables.project[t] === project ? bytes + tables.homeBytes[t]! * growth[t]! : bytes),
    0,
  )
  return {
    ...platform,
    projects: {
      ...projects,
      region: Int32Array.from(projects.names, (_, p) => (p === project ? to : projects.region[p]!)),
      pinned: Uint8Array.from(projects.names, (_, p) => (p === project ? 1 : projects.pinned[p]!)),
    },
    rowRegion: platform.rowRegion.map((region, row) => (jobs.project[row] === project ? to : region)),
    forcedMoveBytes: platform.forcedMoveBytes + moved,
  }
}
