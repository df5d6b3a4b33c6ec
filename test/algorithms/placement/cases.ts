import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {type Assignment, homeAssignment, type ServingProblem} from '../../../algorithms/serving/problem.js'
import {toPlacement} from '../../../algorithms/serving/to-placement.js'
import {homePlacement} from '../../../model/decode-plan.js'
import type {History} from '../../../model/history.js'
import {priorities} from '../../../model/history.js'
import type {Placement} from '../../../model/placement.js'
import type {Plan} from '../../../model/plan.js'
import type {Workload} from '../../../model/workload.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {type RandomHistoryOptions, randomHistorySpec, randomPlan, seededDraw} from '../../support/random-history.js'

export interface Case {
  readonly spec: MemoryHistorySpec
  readonly history: History
  readonly workload: Workload
  readonly problem: ServingProblem
  readonly windows: Placement['windows']
  /** Homes partly moved, tables too; no job placed. */
  readonly start: Assignment
}

export interface CaseOptions extends RandomHistoryOptions {
  /** Regions have capacities: 24 numbers, one number, or none, by turns. */
  readonly capacities?: 'tight' | 'none'
  readonly computePrices?: boolean
  readonly moved?: boolean
}

/** A random history, its serving problem, and random replicas. Jobs run in several projects and regions under one name. */
export async function randomCase(seed: number, options: CaseOptions = {}): Promise<Case> {
  const draw = seededDraw(seed + 4711)
  const base = randomHistorySpec(seed, options)
  const names = base.regions.map(region => (typeof region === 'string' ? region : region.name))
  const regions = names.map((name, e) => {
    const capacity = () => draw(4)
    const kind = options.capacities === 'tight' ? (seed + e) % 3 : 2
    return {
      name,
      computeCapacityCpuHours: kind === 0 ? Array.from({length: 24}, capacity) : kind === 1 ? [4 + draw(12)] : [],
      computePricePerCpuHour: options.computePrices ? draw(30) : 0,
    }
  })
  const jobNames = [...new Set(base.runs.map(run => run.job))]
  const priorityOf = new Map(jobNames.map(job => [job, priorities[draw(3)]]))
  const runs = base.runs.map(run => ({
    ...run,
    hour: draw(4) * 6,
    priority: priorityOf.get(run.job)!,
    movable: draw(25) !== 0,
    failed: false,
    project: draw(3) === 0 ? base.projects[draw(base.projects.length)].project : run.project,
  }))
  const spec: MemoryHistorySpec = {...base, regions, runs}
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  const problem = deriveServing(workload)
  const start = homeAssignment(problem)
  if (options.moved) {
    for (let p = 0; p < problem.projectCount; p++) if (draw(3) === 0) start.projectRegion[p] = draw(problem.regionCount)
    for (let t = 0; t < problem.tableCount; t++) if (draw(5) === 0) start.tableRegion[t] = draw(problem.regionCount)
  }
  return {spec, history, workload, problem, windows: windowsOf(randomPlan(seed, spec), workload), start}
}

function windowsOf(plan: Plan, workload: Workload): Placement['windows'] {
  const regions = workload.topology.regions.map(region => region.name)
  const column = (pick: (row: Plan['replicas'][number]) => number) => Int32Array.from(plan.replicas, pick)
  return {
    count: plan.replicas.length,
    table: column(row => workload.tables.names.indexOf(row.table)),
    region: column(row => regions.indexOf(row.region)),
    fromAge: column(row => row.fromAge),
    toAge: column(row => row.toAge),
  }
}

export function noWindows(workload: Workload): Placement['windows'] {
  return homePlacement(workload).windows
}

export function placementOf({problem, workload, windows}: Case, assignment: Assignment): Placement {
  return {...toPlacement(problem, workload, assignment), windows}
}

/** A plan file that says what an assignment does with jobs (and with homes, where they moved). */
export function planOf({problem, workload}: Case, assignment: Assignment): Plan {
  const regions = workload.topology.regions.map(region => region.name)
  const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
  return {
    formatVersion: '1.0',
    planId: 'placement',
    asOf: '1972-10-04',
    history: {from: '1972-09-27', to: '1972-09-29', fingerprint: 'x'},
    algorithm: {caching: 'none', migration: 'stay', placement: 'local-search', options: {}, seed: 1},
    moves: workload.projects.names.flatMap((project, p) => {
      const from = problem.projectRegion[p]
      const to = assignment.projectRegion[p]
      return from === to ? [] : [{project, from: regions[from], to: regions[to], bytes: 0}]
    }),
    replicas: [],
    jobs: problem.jobNames.flatMap((job, j) =>
      assignment.jobRegion[j] < 0 ? [] : [{job, region: regions[assignment.jobRegion[j]], savedBytesPerDay: 0}],
    ),
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: false,
  }
}
