import {AssignmentState} from '../../algorithms/serving/assignment-state.js'
import {deriveServing} from '../../algorithms/serving/derive-serving.js'
import {homeAssignment} from '../../algorithms/serving/problem.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import {formatBytes, formatCost, formatCount, formatDays, perDay} from '../../viz/format.js'
import {demandRows} from './demand-rows.js'
import type {Alternative, DetailedExplanation, Flip} from './explanation.js'
import type {PlannedPlatform} from './planned-platform.js'
import {touched, windowsOf} from './touched.js'

/**
 * Why a project lives where it does: every other home with the replicas as planned (exact; a replica where the new home is falls away),
 * and with the replicas chosen anew at today's price of storage (an estimate, and the figure that the search goes by).
 */
export function explainProject(platform: PlannedPlatform, project: number): DetailedExplanation {
  const {workload, placement, plan, asOfDay, unit} = platform
  const {projects, tables, jobs, topology} = workload
  const name = projects.names[project]!
  const home = projects.region[project]!
  const now = placement.projectRegion[project]!
  const ownTables = tables.names.flatMap((_, t) => (tables.project[t] === project ? [t] : []))
  const bytes = ownTables.reduce((sum, t) => sum + tables.homeBytes[t]!, 0)
  const isOwn = (t: number) => tables.project[t] === project
  const touches = (row: number, t: number) => jobs.project[row] === project || isOwn(t)
  const part = touched(workload, asOfDay, touches, () => true)
  const repriced = repricedDeltas(platform, project)
  const refreshElsewhere = costOfOtherWindows(platform, isOwn)
  const costPerDay = (region: number) => part.costPerDay(movedTo(platform, project, region)) - refreshElsewhere
  const alternatives = topology.regions.map(
    (region, e): Alternative => ({
      what: e === home ? `${region.name}, where it was` : region.name,
      costPerDay: costPerDay(e),
      ...(Number.isFinite(repriced[e]!) ? {repricedDeltaPerDay: repriced[e]!} : {}),
      isChosen: e === now,
      obstacles: obstaclesOf(platform, project, e, bytes),
    }),
  )
  const moved = now !== home
  const regionName = (e: number) => topology.regions[e]!.name
  const better = alternatives.filter(({repricedDeltaPerDay = 0, isChosen}) => !isChosen && repricedDeltaPerDay < -1e-9)
  return {
    kind: 'project',
    name,
    sentences: [
      `Project ${name} has ${formatCount(ownTables.length)} tables, ${formatBytes(bytes)} at home, and ${moved ? `moves from ${regionName(home)} to ${regionName(now)}` : `stays in ${regionName(home)}`}.`,
      `What it reads, what it writes and what others read of it costs ${perDay(formatCost(alternatives[now]!.costPerDay, unit))} of WAN traffic under the plan.`,
      better.length === 0
        ? "With replicas chosen anew at today's price of storage, no other home costs less."
        : `With replicas chosen anew, ${better.map(({what, repricedDeltaPerDay = 0, obstacles}) => `${what} would cost about ${perDay(formatCost(-repricedDeltaPerDay, unit))} less${obstacles.length === 0 ? '' : `, but ${obstacles.join('; ')}`}`).join('; ')}.`,
    ],
    demand: demandRows(platform, (row, t) => jobs.project[row] !== project && isOwn(t), 'reader'),
    alternatives,
    limits: limitsOf(platform, project, plan.moves.length),
    flips: paybacks(platform, project, bytes, alternatives),
  }
}

/** The plan with the project at another home: its tables without homes of their own and its runs that are not placed go there. */
export function movedTo({workload, placement}: PlannedPlatform, project: number, to: number): Placement {
  const {tables, projects} = workload
  const now = placement.projectRegion[project]!
  const follows = (t: number) => tables.project[t] === project && placement.tableRegion[t] === now
  const tableRegion = Int32Array.from(tables.names, (_, t) => (follows(t) ? to : placement.tableRegion[t]!))
  const {windows} = placement
  return {
    ...placement,
    projectRegion: Int32Array.from(projects.names, (_, p) => (p === project ? to : placement.projectRegion[p]!)),
    projectMoved: Uint8Array.from(projects.names, (_, p) =>
      p === project ? Number(to !== projects.region[p]) : placement.projectMoved[p]!,
    ),
    tableRegion,
    windows: windowsOf(windows, w => tableRegion[windows.table[w]!] !== windows.region[w]),
  }
}

/** Refresh of the replicas of other projects' tables: the same whatever the home of this one, so no part of its cost. */
function costOfOtherWindows(
  {workload, placement, asOfDay}: PlannedPlatform,
  isOwn: (table: number) => boolean,
): number {
  return touched(
    workload,
    asOfDay,
    () => false,
    t => !isOwn(t),
  ).costPerDay(placement)
}

/** Change of cost a day by home with replicas chosen anew at today's price of storage; Infinity where it may not live. */
function repricedDeltas({workload, placement, storagePrice}: PlannedPlatform, project: number): Float64Array {
  const problem = deriveServing(workload)
  const start = homeAssignment(problem)
  for (let p = 0; p < problem.projectCount; p++) start.projectRegion[p] = placement.projectRegion[p]!
  for (let t = 0; t < problem.tableCount; t++) {
    if (placement.tableRegion[t] !== start.projectRegion[problem.tableProject[t]!])
      start.tableRegion[t] = placement.tableRegion[t]!
  }
  problem.jobNames.forEach((job, j) => {
    start.jobRegion[j] = placement.jobRegion.get(job) ?? -1
  })
  const state = new AssignmentState(problem, start, storagePrice, Infinity)
  const deltas = new Float64Array(problem.regionCount)
  state.tryProject(project, deltas)
  return deltas
}

function obstaclesOf(
  {workload, placement, account}: PlannedPlatform,
  project: number,
  region: number,
  bytes: number,
): string[] {
  const {projects, topology} = workload
  const {name, storageCapacityBytes} = topology.regions[region]!
  const home = projects.region[project]!
  const stored = account.homeBytes[region]! + account.replicaBytes[region]!
  const isNew = region !== home
  return [
    ...(isNew && projects.pinned[project] === 1 ? ['it is pinned'] : []),
    ...(isNew && projects.allowed[project * topology.regions.length + region] !== 1
      ? [`it may not live in ${name}`]
      : []),
    ...(region !== placement.projectRegion[project] && stored + bytes > storageCapacityBytes
      ? [`${name} has room for ${formatBytes(Math.max(0, storageCapacityBytes - stored))}`]
      : []),
  ]
}

function limitsOf({workload, plan}: PlannedPlatform, project: number, moves: number): string[] {
  const {projects, topology} = workload
  const {mostMoves} = plan.algorithm.options
  const allowed = topology.regions.filter((_, e) => projects.allowed[project * topology.regions.length + e] === 1)
  return [
    ...(projects.pinned[project] === 1 ? ['It is pinned.'] : []),
    ...(allowed.length < topology.regions.length
      ? [`It may live in ${allowed.map(({name}) => name).join(', ') || 'no region'} only.`]
      : []),
    ...(typeof mostMoves === 'number' && moves >= mostMoves
      ? [`The plan makes all ${mostMoves} moves that it may (--moves).`]
      : []),
  ]
}

/** Days after which what a home saves exceeds the price of moving there. */
function paybacks(
  {workload}: PlannedPlatform,
  project: number,
  bytes: number,
  alternatives: readonly Alternative[],
): Flip[] {
  const home = workload.projects.region[project]!
  const stay = alternatives[home]!.repricedDeltaPerDay ?? 0
  return alternatives.flatMap(({what, repricedDeltaPerDay, isChosen}, region): Flip[] => {
    const gain = stay - (repricedDeltaPerDay ?? Infinity)
    if (region === home || !(gain > 1e-9)) return []
    const at = (bytes * linkPrice(workload.topology, home, region)) / gain
    return [
      {
        kind: 'payback-days',
        region: what,
        at,
        unit: 'days',
        sentence: isChosen
          ? `${what}: the move pays back in ${formatDays(at)}; with a --move-horizon shorter than that it would not be made.`
          : `${what}: a move there would pay back in ${formatDays(at)}.`,
      },
    ]
  })
}
