import {homePlacement} from '../../model/decode-plan.js'
import {IsthmusError} from '../../model/errors.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {solveMixedWithHighs} from '../lp/highs.js'
import {type MixedProgram, MixedProgramBuilder, roundedIntegers} from '../lp/mixed-program.js'
import {keepsLimits, placementOf} from './exact-joint-answer.js'
import {type HomeFedCost, homeFedCost} from './exact-joint-cost.js'
import {addFlows} from './exact-joint-flows.js'
import {addHomes, type MoveLimits} from './exact-joint-homes.js'
import {addJobs} from './exact-joint-jobs.js'
import {addLimits, type PlanLimits, planLimits} from './exact-joint-limits.js'
import {addReplicas} from './exact-joint-replicas.js'

/**
 * The exact joint plan of a small case: homes, regions of jobs and replica windows in one mixed 0/1 program.
 *
 * Formula: minimise Σ D(g, t, a)·w(h, e)·(pair[h, e] − local) + Σ written(g, u)·w(e, h)·pair[h, e] + Σ refresh(t, a)·w(h, e)·start[t, a, h, e]
 *   (+ move bytes priced by link / moveHorizonDays), with local ≤ pair, local ≤ keep, start ≥ keep − keep of the age before, and the limits
 *   of formats.md 3.9. D is the demand of runs that succeeded, per day.
 * Scope: replicas are fed, and remote reads served, from home. Exact for formats.md section 3 where all links have one price;
 *   where prices differ another holder may be cheaper, so the plan is feasible and its true cost at most what is said here, but the
 *   bound holds only among home-fed plans. Uneven partitions are exact too. Link capacities are not in the program: it refuses them.
 * Source: the product of two choices as a transport polytope: Adams & Johnson (1994) on the quadratic assignment problem; the
 *   disaggregated `local ≤ keep` is that of uncapacitated facility location; solver: HiGHS (Huangfu & Hall 2018).
 * Cost: exponential at worst; columns grow with (facts + units × groups) × regions². Refuses beyond `mostColumns`.
 * Guarantee: `optimal` is the least cost in that scope to 1e-8 of the largest single cost, by HiGHS's proof; the plan itself is checked against every limit and
 *   priced again from its decisions here.
 * Loses: where CPU and storage capacities bind in every region the relaxation is weak (a share of everything everywhere keeps all
 *   reads local): then 15 jobs may take minutes. Give few nodes there and read the bound, or use the joint search.
 */
export interface ExactJointSettings extends MoveLimits {
  /** Takes the place of the topology's ratio over all regions. */
  readonly replicaBudgetRatio?: number
  /** Gold jobs may be placed too. */
  readonly placeGold?: boolean
  /** Columns beyond which it refuses. */
  readonly mostColumns?: number
  /** Most branch-and-bound nodes. */
  readonly nodes: number
  readonly seed: number
}

export interface ExactJointOutcome {
  /** `none`: the solver found no plan within its nodes; the placement is that of today, which keeps every limit. */
  readonly status: 'optimal' | 'feasible' | 'none'
  readonly placement: Placement
  /** What was minimised, currency per day: WAN cost of the planned demand, fed from home, plus `moveCostPerDay`. */
  readonly costPerDay: number
  readonly moveCostPerDay: number
  /** No home-fed plan within the limits costs less. */
  readonly boundCostPerDay: number
  readonly work: {readonly columns: number; readonly rows: number; readonly nodes: number}
}

const MOST_COLUMNS = 40_000
/** The largest cost of a column in the program: HiGHS works to absolute tolerances. */
const LARGEST_COST = 1000
/** More than what a solver lets a row overflow. */
const TIGHTENING = 1e-8
/** Difference between our price of a plan and the solver's bound beyond which its proof is void, in the program's own unit of cost. */
const COST_TOLERANCE = 1e-5

/** Throws a usage error where the program would be too large or a link has a capacity. Deterministic. */
export async function exactJoint(workload: Workload, settings: ExactJointSettings): Promise<ExactJointOutcome> {
  refuseLinkCapacities(workload)
  const limits = planLimits(workload, settings.replicaBudgetRatio)
  const exact = await solveOnce(workload, settings, limits, 0)
  if (exact.placement !== undefined) return outcomeOf(workload, settings, exact, exact.isOptimal)
  const narrower = await solveOnce(workload, settings, limits, TIGHTENING)
  const nodes = exact.nodes + narrower.nodes
  return outcomeOf(workload, settings, {...narrower, nodes, bound: exact.bound}, false)
}

interface Solved {
  /** Absent where the solver gave none that keeps the limits. */
  readonly placement: Placement | undefined
  readonly isOptimal: boolean
  /** Currency per day. */
  readonly bound: number
  readonly nodes: number
  readonly program: MixedProgram
  /** The program's costs are currency per day times this. */
  readonly scale: number
}

async function solveOnce(
  workload: Workload,
  settings: ExactJointSettings,
  limits: PlanLimits,
  tightening: number,
): Promise<Solved> {
  const mostColumns = settings.mostColumns ?? MOST_COLUMNS
  const builder = new MixedProgramBuilder(mostColumns, () => tooLarge(workload, mostColumns))
  const homes = addHomes(builder, workload, settings)
  const jobs = addJobs(builder, workload, homes, settings.placeGold ?? false)
  const replicas = addReplicas(builder, workload, homes)
  addFlows(builder, workload, homes, jobs, replicas)
  const columns = {homes, jobs, replicas}
  addLimits(builder, workload, columns, limits, tightening)
  const scale = LARGEST_COST / (builder.largestCost || 1)
  const program = builder.build(scale)
  const answer = await solveMixedWithHighs(program, {nodes: settings.nodes, seed: settings.seed})
  const found = answer.status === 'none' ? undefined : roundedIntegers(program, answer.x)
  const placement = found === undefined ? undefined : placementOf(workload, columns, found)
  const isKept = placement !== undefined && keepsLimits(workload, placement, limits, settings)
  return {
    placement: isKept ? placement : undefined,
    isOptimal: answer.status === 'optimal',
    bound: answer.status === 'none' ? await relaxedBound(program, scale) : answer.bound / scale,
    nodes: answer.nodes,
    program,
    scale,
  }
}

/** Cost of the relaxation, in currency per day; −Infinity where the solver fails. */
async function relaxedBound(program: MixedProgram, scale: number): Promise<number> {
  const relaxed = await solveMixedWithHighs(program, {relaxed: true})
  return relaxed.bound / scale
}

function outcomeOf(
  workload: Workload,
  settings: ExactJointSettings,
  solved: Solved,
  isOptimal: boolean,
): ExactJointOutcome {
  const placement = solved.placement ?? homePlacement(workload)
  const cost: HomeFedCost = homeFedCost(workload, placement, settings.moveHorizonDays)
  const costPerDay = cost.wanCostPerDay + cost.moveCostPerDay
  const slack = COST_TOLERANCE / solved.scale
  const isContradicted = costPerDay < solved.bound - slack || (isOptimal && costPerDay > solved.bound + slack)
  const isProven = isOptimal && !isContradicted
  const bound = isContradicted ? 0 : Math.max(0, Math.min(solved.bound, costPerDay))
  return {
    status: solved.placement === undefined ? 'none' : isProven ? 'optimal' : 'feasible',
    placement,
    costPerDay,
    moveCostPerDay: cost.moveCostPerDay,
    boundCostPerDay: bound,
    work: {columns: solved.program.columnCount, rows: solved.program.rowCount, nodes: solved.nodes},
  }
}

function tooLarge({projects, tables, jobs, reads}: Workload, mostColumns: number): IsthmusError {
  const size = `${projects.names.length} projects, ${tables.names.length} tables, ${jobs.names.length} job rows and ${reads.table.length} reads`
  return new IsthmusError(
    'usage',
    `exact-joint would need more than ${mostColumns} columns ('mostColumns') for ${size}`,
    "Use the joint search, which works at any size, or raise 'mostColumns'.",
  )
}

function refuseLinkCapacities({topology}: Workload): void {
  const limited = topology.linkCapacityBytesPerDay.findIndex(bytes => bytes < Infinity)
  if (limited < 0) return
  const {regions, linkCapacityBytesPerDay} = topology
  const from = regions[Math.floor(limited / regions.length)].name
  const to = regions[limited % regions.length].name
  throw new IsthmusError(
    'usage',
    `exact-joint does not keep link capacities, and the link ${from} → ${to} has one of ${linkCapacityBytesPerDay[limited]} bytes a day`,
    'Use the joint search, or leave capacityBytesPerDay out of the topology.',
  )
}
