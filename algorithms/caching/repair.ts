import {solveChecked} from '../lp/checked.js'
import {type Choice, isWithinBudgets, NOTHING, storedBytesByRegion} from './choice.js'
import {findCore} from './core.js'
import {choiceOf, coreProgram} from './core-program.js'
import type {LinearCaching} from './hull-linear.js'
import type {CachingProblem} from './problem.js'

export interface RepairSettings {
  /** Gaps up to this share of the bound are left as they are, unless the core is small. */
  readonly tolerance: number
  readonly coreColumns: number
  /** Branch-and-bound nodes over all cores together. */
  readonly nodes: number
  readonly seed: number
}

/** A choice with the saving of it and a bound on any choice, both in currency per day over all regions. */
export interface Repaired {
  readonly choice: Choice
  readonly boundSavedCostPerDay: number
  /** Every group of regions was proven, up to 1e-9 of its largest saving (the solver's tolerance). */
  readonly isOptimal: boolean
  readonly work: {readonly cores: number; readonly coreColumns: number; readonly nodes: number}
}

const ROUNDS = 4
const SMALL_COLUMNS = 20
/** Cores up to this many columns take milliseconds: they are solved however small the gap. */
const smallCoreColumns = 100
/** Relative difference of two sums that is only rounding. */
const ROUNDING = 1e-12
/** More than what `checkedPoint` lets a row overflow. */
const TIGHTENING = 1e-8

/**
 * Closes the gap between a choice and the bound of the relaxation: fixes what the dual prices prove (core.ts), solves the
 * rest as a 0/1 program, and repeats while that helps. Regions are independent, and done one by one, where the budget
 * over all of them has no price; otherwise they are one group.
 */
export async function repair(
  problem: CachingProblem,
  linear: LinearCaching,
  start: Choice,
  settings: RepairSettings,
): Promise<Repaired> {
  const work = {cores: 0, coreColumns: 0, nodes: 0}
  const isCoupled = linear.totalPrice > 0
  let choice = start
  let bound = 0
  let isOptimal = true
  for (let e = 0; e < (isCoupled ? Math.min(1, problem.regionCount) : problem.regionCount); e++) {
    const toRegion = isCoupled ? problem.regionCount : e + 1
    const groupBound = isCoupled ? linear.boundSavedCostPerDay : linear.boundByRegion[e]
    const group = await repairGroup(problem, linear, choice, e, toRegion, groupBound, settings, work)
    choice = group.choice
    bound += group.bound
    isOptimal = isOptimal && group.isOptimal
  }
  return {choice, boundSavedCostPerDay: bound, isOptimal, work}
}

async function repairGroup(
  problem: CachingProblem,
  linear: LinearCaching,
  start: Choice,
  fromRegion: number,
  toRegion: number,
  linearBound: number,
  settings: RepairSettings,
  work: {cores: number; coreColumns: number; nodes: number},
): Promise<{choice: Choice; bound: number; isOptimal: boolean}> {
  const fromCurve = problem.regionStart[fromRegion]
  const toCurve = problem.regionStart[toRegion]
  let choice = start
  let bound = linearBound
  for (let round = 0; round < ROUNDS; round++) {
    const saved = savedWithin(problem, choice, fromCurve, toCurve)
    const gap = Math.max(0, bound - saved)
    if (gap <= ROUNDING * bound) return {choice, bound, isOptimal: true}
    if (gap <= settings.tolerance * bound || work.nodes > settings.nodes) break
    const limit = Math.max(0, linearBound - saved) + ROUNDING * linearBound
    const core = findCore(problem, linear, choice, fromRegion, toRegion, limit, settings.coreColumns)
    if (core.isComplete && core.curve.length === 0) return {choice, bound: saved, isOptimal: true}
    if (core.curve.length === 0) break
    if (gap <= settings.tolerance * bound && core.columnPoint.length > smallCoreColumns) break

    let outside = saved
    for (const c of core.curve) if (choice[c] !== NOTHING) outside -= problem.savedCostPerDay[choice[c]]
    let next: Choice | undefined
    let isProven = core.isComplete
    for (const tightening of [0, TIGHTENING]) {
      const built = coreProgram(problem, choice, core, tightening)
      const knownBound = (bound - outside) / built.savedUnit
      const nodes = Math.max(0, settings.nodes - work.nodes)
      const answer = await solveChecked(built.program, {
        seed: settings.seed,
        nodes,
        knownBound,
        smallColumns: SMALL_COLUMNS,
      })
      work.cores++
      work.coreColumns += built.program.columnCount
      work.nodes += answer.nodes
      if (tightening === 0 && core.isComplete) {
        bound = Math.min(bound, Math.max(saved, outside + answer.bound * built.savedUnit))
      }
      isProven = isProven && tightening === 0 && answer.status === 'optimal'
      if (answer.status === 'none') break
      const candidate = choiceOf(built, answer.x, choice)
      if (isWithinBudgets(problem, storedBytesByRegion(problem, candidate))) {
        next = candidate
        break
      }
    }
    const nextSaved = next === undefined ? saved : savedWithin(problem, next, fromCurve, toCurve)
    if (next !== undefined && nextSaved > saved) choice = next
    if (isProven && next !== undefined) return {choice, bound: Math.max(saved, nextSaved), isOptimal: true}
    if (nextSaved <= saved) break
  }
  return {choice, bound: Math.max(bound, savedWithin(problem, choice, fromCurve, toCurve)), isOptimal: false}
}

function savedWithin(problem: CachingProblem, choice: Choice, fromCurve: number, toCurve: number): number {
  let saved = 0
  for (let c = fromCurve; c < toCurve; c++) if (choice[c] !== NOTHING) saved += problem.savedCostPerDay[choice[c]]
  return saved
}
