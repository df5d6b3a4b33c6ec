/**
 * Exact ILP: the whole 0/1 program of placing jobs with replicas given, by a solver.
 *
 * Idea: one column for every job and region (and for not being placed, where its rows follow several regions), one row a CPU limit.
 * Formula: min Σ cost(j, o)·x(j, o), Σ_o x(j, o) = 1, Σ cpu(j, o)·x(j, o) ≤ room of each slot, x in {0, 1}.
 * Source: generalised assignment (Martello & Toth 1990, chapter 7); HiGHS (Huangfu & Hall 2018) by branch and cut.
 *
 * A solver may overflow a row by its tolerance. Costs and CPU are added up again here; a plan that overflows is
 * thrown away and rows a hair narrower are solved, whose answer is called feasible, with the bound of the first.
 * Cost: exponential at worst. Refuses beyond `mostColumns`, and where replicas are not given (usage).
 * Guarantee: within the CPU limits; `optimal` to 1e-7 of the cost. When nodes run out, or the solver fails, the better of its plan and of
 * the start. Loses: time; capacity-priced gives a bound at any size.
 */
import {IsthmusError} from '../../model/errors.js'
import {solveMixedWithHighs} from '../lp/highs.js'
import {type MixedProgram, MixedProgramBuilder, roundedIntegers, type Term} from '../lp/mixed-program.js'
import {completeOptions} from '../options.js'
import type {JobCosts} from './given-replicas.js'
import {placeableJobs} from './job-board.js'
import type {JobRegions} from './job-regions.js'
import {openBoard, outcomeOfBoard} from './open-board.js'
import type {PlacementPolicy} from './policy.js'

const options = {
  mostColumns: {
    type: 'integer',
    default: 20_000,
    min: 0,
    max: 10_000_000,
    unit: '',
    meaning: 'columns (options of all jobs) beyond which it refuses',
  },
  nodes: {
    type: 'integer',
    default: 100_000,
    min: 0,
    max: 2_147_483_647,
    unit: '',
    meaning: 'most branch-and-bound nodes of a plan',
  },
} as const

/** The largest cost of a column in the program: HiGHS works to absolute tolerances. */
const LARGEST_COST = 1000
/** More than what a solver lets a row overflow. */
const TIGHTENING = 1e-8
/** In the scaled program: more than the gap at which the solver stops. */
const GAP_TOLERANCE = 1e-8
/** Share of the cost to which a proof holds. */
const COST_TOLERANCE = 1e-7

export const exactIlp = {
  name: 'exact-ilp',
  summary: 'The whole 0/1 program for replicas given, through a solver (HiGHS); refuses what is too large.',
  source: 'Martello & Toth (1990); HiGHS (Huangfu & Hall 2018)',
  kind: 'exact',
  needsReplicas: true,
  options,
  async plan(problem, start, settings, given, run) {
    const values = completeOptions('exact-ilp', options, given)
    const {board, costs} = openBoard(problem, start, settings)
    if (costs === undefined) {
      throw new IsthmusError(
        'usage',
        'placement exact-ilp was given no replicas',
        'Give the replicas that jobs may read from (none is a list too), or use local-search, which prices replicas.',
      )
    }
    const {regions} = board
    const jobs = placeableJobs({problem}, settings)
    const first = regions.option.slice()
    const startCost = board.costPerDay
    const isStartKept = regions.isKept()
    const place = (choice: Int32Array) => {
      for (const j of jobs) if (regions.option[j] !== choice[j]) board.place(j, choice[j])
    }
    let bound = jobs.length === 0 ? startCost : -Infinity
    let columns = 0
    let nodes = 0
    let leastSlack = 0
    let isProven = jobs.length === 0
    for (const tightening of isProven ? [] : [0, TIGHTENING]) {
      const {program, fixedCost, scale} = programOf(regions, costs, jobs, tightening, values.mostColumns as number)
      const answer = await solveMixedWithHighs(program, {nodes: values.nodes as number, seed: run.seed})
      columns = program.columnCount
      leastSlack = GAP_TOLERANCE / scale
      nodes += answer.nodes
      if (tightening === 0 && answer.status !== 'none') bound = answer.bound / scale + fixedCost
      const choice = answer.status === 'none' ? undefined : choiceOf(regions, jobs, program, answer.x)
      place(choice ?? first)
      const isBetter = !isStartKept || board.costPerDay <= startCost
      if (choice !== undefined && regions.isKept() && isBetter) {
        isProven = tightening === 0 && answer.status === 'optimal'
        break
      }
      place(first)
    }
    const outcome = outcomeOfBoard(board, start, {columns, nodes})
    const slack = COST_TOLERANCE * outcome.costPerDay + leastSlack
    const isContradicted = outcome.costPerDay < bound - slack
    const isOptimal = isProven && !isContradicted && outcome.costPerDay <= bound + slack
    const isBounded = bound > -Infinity && !isContradicted && regions.isKept()
    return {
      ...outcome,
      status: isOptimal ? 'optimal' : 'feasible',
      ...(isBounded ? {boundCostPerDay: Math.max(0, Math.min(bound, outcome.costPerDay))} : {}),
    }
  },
} as const satisfies PlacementPolicy

/** Options that differ: `regionCount` only where the rows follow several regions. */
function optionsOf(regions: JobRegions, job: number): number[] {
  const {regionCount} = regions.problem
  const count = regions.regionOf(job, regionCount) < 0 ? regionCount + 1 : regionCount
  return Array.from({length: count}, (_, o) => o)
}

function programOf(
  regions: JobRegions,
  {cost}: JobCosts,
  jobs: Int32Array,
  tightening: number,
  mostColumns: number,
): {readonly program: MixedProgram; readonly fixedCost: number; readonly scale: number} {
  const {limit, problem} = regions
  const {regionCount, jobCount} = problem
  const builder = new MixedProgramBuilder(
    mostColumns,
    () =>
      new IsthmusError(
        'usage',
        `placement exact-ilp would need more than ${mostColumns} columns for ${jobs.length} jobs (option 'mostColumns')`,
        "Use capacity-priced, which gives a bound at any size, or raise 'mostColumns'.",
      ),
  )
  const terms = Array.from(limit, (): Term[] => [])
  const room = limit.slice()
  const use = new Float64Array(limit.length)
  const isFree = new Uint8Array(jobCount)
  let fixedCost = 0
  for (const j of jobs) {
    isFree[j] = 1
    const own: Term[] = []
    for (const o of optionsOf(regions, j)) {
      const column = builder.addBinary()
      builder.addCost(column, cost[j * (regionCount + 1) + o])
      own.push([column, 1])
      use.fill(0)
      regions.addUse(use, j, o, 1)
      use.forEach((cpu, slot) => {
        if (cpu > 0) terms[slot].push([column, cpu])
      })
    }
    builder.addRow(1, own, 1)
  }
  use.fill(0)
  for (let j = 0; j < jobCount; j++) {
    if (isFree[j] === 1) continue
    regions.addUse(use, j, regions.option[j], 1)
    fixedCost += cost[j * (regionCount + 1) + regions.option[j]]
  }
  for (let slot = 0; slot < limit.length; slot++) {
    if (limit[slot] === Infinity || terms[slot].length === 0) continue
    room[slot] = Math.max(0, limit[slot] * (1 - tightening) - use[slot])
    builder.addScaledRow(terms[slot], room[slot])
  }
  const scale = LARGEST_COST / (builder.largestCost || 1)
  return {program: builder.build(scale), fixedCost, scale}
}

/** Options of all jobs behind a solver's x; undefined where a job has not exactly one. */
function choiceOf(
  regions: JobRegions,
  jobs: Int32Array,
  program: MixedProgram,
  x: ArrayLike<number>,
): Int32Array | undefined {
  const rounded = roundedIntegers(program, x)
  if (rounded === undefined) return undefined
  const choice = regions.option.slice()
  let column = 0
  for (const j of jobs) {
    const chosen = optionsOf(regions, j).filter(o => rounded[column + o] === 1)
    if (chosen.length !== 1) return undefined
    choice[j] = chosen[0]
    column += optionsOf(regions, j).length
  }
  return choice
}
