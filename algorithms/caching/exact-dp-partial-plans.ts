import {IsthmusError} from '../../model/errors.js'
import type {Choice} from './choice.js'
import type {CachingProblem} from './problem.js'

/** Nothing taken yet. */
export const EMPTY = -1

/** How large a search may grow before it is given up. */
export interface SearchLimits {
  readonly mostStates: number
  readonly mostSteps: number
}

/**
 * Partial plans of a dynamic program, each as its last decision and the partial plan before it: 8 bytes a plan, so that the
 * lists of states hold only numbers. A decision is a point of the problem, or (`joined`) a whole other partial plan.
 * Counts states and steps, and refuses with a usage error beyond the limits.
 */
export class PartialPlans {
  readonly #problem: CachingProblem
  readonly #limits: SearchLimits
  #before = new Int32Array(1024)
  #decision = new Int32Array(1024)
  #count = 0
  steps = 0

  constructor(problem: CachingProblem, limits: SearchLimits) {
    this.#problem = problem
    this.#limits = limits
  }

  get count(): number {
    return this.#count
  }

  /** The partial plan `before` with one more decision: a point ≥ 0, or `joined(plan)`. */
  add(before: number, decision: number): number {
    if (this.#count >= this.#limits.mostStates) this.#refuse('partial plans', 'mostStates', this.#limits.mostStates)
    if (this.#count === this.#before.length) this.#grow()
    this.#before[this.#count] = before
    this.#decision[this.#count] = decision
    return this.#count++
  }

  countStep(): void {
    if (++this.steps > this.#limits.mostSteps) this.#refuse('steps', 'mostSteps', this.#limits.mostSteps)
  }

  /** Writes the points of a partial plan into a choice. */
  writeTo(choice: Choice, plan: number): void {
    const open = [plan]
    while (open.length > 0) {
      let at = open.pop() as number
      while (at !== EMPTY) {
        const decision = this.#decision[at]
        if (decision >= 0) choice[this.#curveOf(decision)] = decision
        else open.push(joined(decision))
        at = this.#before[at]
      }
    }
  }

  #curveOf(point: number): number {
    const {pointStart, curveCount} = this.#problem
    let low = 0
    let high = curveCount - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (pointStart[middle] <= point) low = middle
      else high = middle - 1
    }
    return low
  }

  #refuse(what: string, option: string, most: number): never {
    throw new IsthmusError(
      'usage',
      `exact-dp needs more than ${most} ${what} for these ${this.#problem.curveCount} curves (option '${option}')`,
      `Use hull, which gives a bound and a gap at any size, or exact-ilp; or raise '${option}' or lower the budgets.`,
    )
  }

  #grow(): void {
    const before = new Int32Array(2 * this.#before.length)
    before.set(this.#before)
    this.#before = before
    const decision = new Int32Array(2 * this.#decision.length)
    decision.set(this.#decision)
    this.#decision = decision
  }
}

/** A whole partial plan as a decision, and back: its own inverse. Never a point, as −2 − plan < −1. */
export const joined = (plan: number): number => -2 - plan
