import type {Options} from 'yargs'
import {type CachingPolicyName, cachingPolicies} from '../algorithms/caching/index.js'
import type {CachingPolicy} from '../algorithms/caching/policy.js'
import {jointPolicies} from '../algorithms/joint/index.js'
import type {JointPolicy} from '../algorithms/joint/policy.js'
import {IsthmusError} from '../model/errors.js'
import {type DemandChoice, demandChoices} from './demand.js'
import {numberFlag} from './flags.js'
import {type PlanSettings, usualCaching} from './joint-plan.js'
import {type OptionOwner, optionFlags} from './option-flags.js'
import type {Strategy} from './strategy.js'

/** Flags of every command that plans, beside the strategy itself. */
export interface StrategyArguments {
  readonly caching: CachingPolicyName | undefined
  readonly moves: number | undefined
  readonly moveBytes: number | undefined
  readonly moveHorizon: number | undefined
  readonly leastGain: number | undefined
  readonly placeGold: boolean | undefined
  readonly replicaBudgetRatio: number | undefined
  readonly forecast: DemandChoice
  readonly seed: number
}

const usualMoves = 20
const usualMoveHorizonDays = 3650

export const policies: readonly CachingPolicy[] = Object.values(cachingPolicies)
export const strategies: readonly JointPolicy[] = Object.values(jointPolicies)

/** `name: summary`, a line each, for help texts. */
export const summaries = (members: readonly {readonly name: string; readonly summary: string}[]): string =>
  members.map(({name, summary}) => `${name}: ${summary}`).join('\n')

/** @param owners whose options are flags too */
export function strategyFlags(owners: readonly OptionOwner[]): Record<string, Options> {
  return {
    caching: {
      describe: `Chooses the replicas where the strategy has no policy of its own (default: ${usualCaching}).\n${summaries(policies)}`,
      choices: Object.keys(cachingPolicies),
    },
    moves: numberFlag('moves', `Most homes that may move, projects or tables (default: ${usualMoves})`, {
      min: 0,
      integer: true,
    }),
    'move-bytes': numberFlag('move-bytes', 'Most bytes at home that may move (default: no limit)', {min: 0}),
    'move-horizon': numberFlag(
      'move-horizon',
      `Days over which the bytes of a moved home are spread when a move is weighed (default: ${usualMoveHorizonDays})`,
      {min: 1},
    ),
    'least-gain': numberFlag(
      'least-gain',
      'Least gain a day, in the currency of the links, for which a home moves (default: 0)',
      {
        min: 0,
      },
    ),
    'place-gold': {describe: 'Jobs of priority gold may run away from home too', boolean: true},
    ...optionFlags(owners),
    'replica-budget-ratio': numberFlag(
      'replica-budget-ratio',
      'Budget over all regions, as a share of all bytes at home (default: the topology)',
      {min: 0},
    ),
    forecast: {
      describe: 'Demand to plan for: the history as it is, one forecast, or the one that a rolling backtest prefers',
      choices: demandChoices,
      default: 'history' as const,
    },
    seed: {...numberFlag('seed', 'Seed for policies that draw', {min: 0, integer: true}), default: '1'},
  }
}

/** What a strategy plans with, by the flags. */
export function planSettings(
  strategy: Strategy,
  args: StrategyArguments,
  options: Pick<PlanSettings, 'strategyOptions' | 'cachingOptions'>,
): Omit<PlanSettings, 'change' | 'isBounded'> {
  const caching = strategy.caching ?? args.caching
  return {
    strategy: strategy.policy,
    ...options,
    ...(caching === undefined ? {} : {caching}),
    mostMoves: args.moves ?? usualMoves,
    mostMoveBytes: args.moveBytes ?? Infinity,
    moveHorizonDays: args.moveHorizon ?? usualMoveHorizonDays,
    leastGainPerDay: args.leastGain ?? 0,
    placeGold: args.placeGold ?? false,
    ...(args.replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio: args.replicaBudgetRatio}),
    forecast: args.forecast,
    seed: args.seed,
  }
}

/** Refuses limits on moves and jobs where only replicas are chosen: they would say nothing. */
export function refuseIdleFlags(chosen: readonly Strategy[], args: StrategyArguments): void {
  const {moves, moveBytes, moveHorizon, leastGain, placeGold} = args
  const flags = {
    moves,
    'move-bytes': moveBytes,
    'move-horizon': moveHorizon,
    'least-gain': leastGain,
    'place-gold': placeGold,
  }
  const given = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`]))
  if (given.length === 0 || chosen.some(({policy}) => policy !== 'caching')) return
  throw new IsthmusError(
    'usage',
    `${given.join(', ')} given where ${chosen.map(({name}) => name).join(', ')} moves no home and places no job`,
    'Leave them out, or choose another strategy.',
  )
}
