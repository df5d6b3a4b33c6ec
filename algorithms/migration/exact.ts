/**
 * Exact: all homes of all projects, by branch and bound.
 *
 * Idea: decide project by project, those that read and are read most first. What the projects decided so far cost among themselves can
 * only grow when the others join them: where that is no less than the best plan known, nothing below needs to be looked at.
 * Formula: the cost of `ServingState` plus the least gain for each move; bound of a part = the same cost of the part alone.
 * Source: Land & Doig (1960); the bound is the monotony of Σ min over windows in the demand.
 * Cost: exponential in the projects that may move; memory: one serving state for each of them. Refuses beyond `mostAssignments` (usage).
 * Guarantee: `optimal` is proven among plans within capacities, pins, allowed regions and limits, tables and jobs as in the start. When the
 * nodes run out it is `feasible`, and no worse than the start. Begins from the start, not from a heuristic: so it checks them all.
 * Loses: refuses what is larger than about ten projects.
 */
import {IsthmusError} from '../../model/errors.js'
import {completeOptions} from '../options.js'
import {AssignmentState} from '../serving/assignment-state.js'
import {type Assignment, copyAssignment, type ServingProblem} from '../serving/problem.js'
import {amongProjects} from './among-projects.js'
import type {MigrationPolicy, MigrationSettings} from './policy.js'

const options = {
  mostAssignments: {
    type: 'number',
    default: 1e8,
    min: 1,
    max: 1e15,
    unit: '',
    meaning: 'assignments within the limit on moves beyond which it refuses',
  },
  nodes: {
    type: 'integer',
    default: 200_000,
    min: 0,
    max: 2_147_483_647,
    unit: '',
    meaning: 'most partial plans looked at',
  },
} as const

/** A part is given up where it is within this share of the best plan: rounding. */
const ROUNDING = 1e-12

export const exact = {
  name: 'exact',
  summary: 'The best homes of a few projects, proven by branch and bound; refuses what is too large.',
  source: 'Land & Doig (1960)',
  kind: 'exact',
  options,
  plan(problem, start, settings, given) {
    const values = completeOptions('exact', options, given)
    const projects = movableProjects(problem)
    refuseTooMany(problem, projects, settings, values.mostAssignments as number)
    const search = new BranchAndBound(problem, start, settings, projects, values.nodes as number)
    search.look(0)
    const isProven = search.nodes < search.mostNodes && search.best !== undefined
    const assignment = search.best ?? copyAssignment(start)
    const {cost} = new AssignmentState(problem, assignment, settings.storagePrice, settings.moveHorizonDays)
    return {
      assignment,
      status: isProven ? 'optimal' : 'feasible',
      costPerDay: cost,
      ...(isProven && settings.leastGainPerDay === 0 ? {boundCostPerDay: cost} : {}),
      work: {nodes: search.nodes},
    }
  },
} as const satisfies MigrationPolicy

class BranchAndBound {
  best: Assignment | undefined
  nodes = 0
  readonly mostNodes: number
  readonly #settings: MigrationSettings
  readonly #projects: readonly number[]
  /** State k: the projects that may not move and the first k others, among themselves. */
  readonly #states: AssignmentState[] = []
  readonly #chosen: Int32Array
  #bestCost = Infinity
  #moves = 0

  constructor(
    problem: ServingProblem,
    start: Assignment,
    settings: MigrationSettings,
    projects: readonly number[],
    mostNodes: number,
  ) {
    const {storagePrice, moveHorizonDays, leastGainPerDay} = settings
    this.#settings = settings
    this.#projects = projects
    this.#chosen = new Int32Array(projects.length)
    this.mostNodes = mostNodes
    const isWithin = new Uint8Array(problem.projectCount).fill(1)
    for (const p of projects) isWithin[p] = 0
    for (let k = 0; k <= projects.length; k++) {
      if (k > 0) isWithin[projects[k - 1]] = 1
      const part = k === projects.length ? problem : amongProjects(problem, isWithin)
      this.#states.push(new AssignmentState(part, start, storagePrice, moveHorizonDays))
    }
    const whole = this.#states[projects.length]
    if (!this.#keepsLimits(whole)) return
    this.best = whole.snapshot()
    this.#bestCost = whole.cost + leastGainPerDay * whole.moves
  }

  /** Tries all regions of the project at this depth, the cheapest first. */
  look(depth: number): void {
    if (depth === this.#projects.length) {
      this.#keepIfBetter(this.#states[depth])
      return
    }
    const state = this.#states[depth + 1]
    const {problem} = state
    for (let k = 0; k < depth; k++) {
      if (state.assignment.projectRegion[this.#projects[k]] !== this.#chosen[k]) {
        state.moveProject(this.#projects[k], this.#chosen[k])
      }
    }
    const project = this.#projects[depth]
    const home = problem.projectRegion[project]
    const deltas = new Float64Array(problem.regionCount)
    state.tryProject(project, deltas)
    const costs = deltas.map((delta, e) => state.cost + delta + this.#priceOfMoves(e === home ? 0 : 1))
    const regions = Array.from(costs.keys())
      .filter(e => costs[e] < Infinity)
      .sort((a, b) => costs[a] - costs[b] || a - b)
    for (const e of regions) {
      if (this.nodes >= this.mostNodes) return
      if (costs[e] >= this.#bestCost * (1 - ROUNDING)) return
      const move = e === home ? 0 : 1
      if (this.#moves + move > this.#settings.limits.mostMoves) continue
      this.nodes++
      this.#chosen[depth] = e
      this.#moves += move
      this.look(depth + 1)
      this.#moves -= move
    }
  }

  #priceOfMoves(more: number): number {
    return this.#settings.leastGainPerDay * (this.#moves + more)
  }

  #keepIfBetter(whole: AssignmentState): void {
    this.#projects.forEach((project, k) => {
      if (whole.assignment.projectRegion[project] !== this.#chosen[k]) whole.moveProject(project, this.#chosen[k])
    })
    const cost = whole.cost + this.#priceOfMoves(0)
    if (cost >= this.#bestCost || !this.#keepsLimits(whole)) return
    this.#bestCost = cost
    this.best = whole.snapshot()
  }

  #keepsLimits({room, serving, moves, moveBytes}: AssignmentState): boolean {
    const {mostMoves, mostMoveBytes} = this.#settings.limits
    return moves <= mostMoves && moveBytes <= mostMoveBytes && room.isKept(serving)
  }
}

/** Projects with more than one region to live in, those first whose rows and tables take part in most reads. */
function movableProjects(problem: ServingProblem): number[] {
  const {projectCount, rowCount, rowProject, readStart, readTable, readBytes, tableProject} = problem
  const bytes = new Float64Array(projectCount)
  for (let row = 0; row < rowCount; row++) {
    for (let f = readStart[row]; f < readStart[row + 1]; f++) {
      bytes[rowProject[row]] += readBytes[f]
      bytes[tableProject[readTable[f]]] += readBytes[f]
    }
  }
  return Array.from({length: projectCount}, (_, p) => p)
    .filter(p => regionsOf(problem, p) > 1)
    .sort((a, b) => bytes[b] - bytes[a] || a - b)
}

/** How many regions a project may live in, its home included. */
function regionsOf({projectPinned, projectAllowed, projectRegion, regionCount}: ServingProblem, p: number): number {
  if (projectPinned[p] === 1) return 1
  let count = 1
  for (let e = 0; e < regionCount; e++) {
    if (e !== projectRegion[p] && projectAllowed[p * regionCount + e] === 1) count++
  }
  return count
}

function refuseTooMany(problem: ServingProblem, projects: number[], {limits}: MigrationSettings, most: number): void {
  const deepest = Math.min(projects.length, limits.mostMoves)
  const ways = new Float64Array(deepest + 1)
  ways[0] = 1
  for (const p of projects) {
    for (let m = deepest; m > 0; m--) ways[m] += ways[m - 1] * (regionsOf(problem, p) - 1)
  }
  const count = ways.reduce((sum, n) => sum + n, 0)
  if (count <= most) return
  throw new IsthmusError(
    'usage',
    `exact would have to choose among ${count.toExponential(1)} assignments of ${projects.length} projects that may move (option 'mostAssignments' is ${most})`,
    "Use local-search, which works at any size, or raise 'mostAssignments'.",
  )
}
