import {jointPolicies} from '../../algorithms/joint/index.js'
import type {Plan} from '../../model/plan.js'
import type {Config} from '../config/schema.js'
import type {PlanSettings} from '../joint-plan.js'
import {sharedOut} from '../option-flags.js'

/** What the planner is asked for, by the config. Without a plan in force, nothing is held back. */
export function planSettings({plan, rails}: Config, inForce: Plan | undefined, asOfDay: number): PlanSettings {
  return {
    strategy: plan.strategy,
    ...sharedOut(plan.options, jointPolicies[plan.strategy]),
    ...(plan.caching === undefined ? {} : {caching: plan.caching}),
    ...(plan.replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio: plan.replicaBudgetRatio}),
    mostMoves: plan.mostMoves,
    mostMoveBytes: Infinity,
    moveHorizonDays: plan.moveHorizonDays,
    leastGainPerDay: rails.leastMoveGainPerDay,
    placeGold: plan.placeGold,
    forecast: plan.forecast,
    seed: plan.seed,
    asOfDay,
    isBounded: true,
    change: {
      horizonDays: plan.fillHorizonDays,
      ...(inForce === undefined ? {} : {previous: inForce, hysteresis: plan.hysteresis}),
    },
  }
}
