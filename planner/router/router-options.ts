import type {OptionValues} from '../../algorithms/options.js'
import {type RoutingPolicyName, routingPolicies} from '../../algorithms/routing/index.js'
import {IsthmusError} from '../../model/errors.js'
import type {Priority} from '../../model/history.js'

/** How a router decides. Every field has a default. */
export interface RouterOptions {
  /** Default `cost-and-load`. */
  readonly policy?: RoutingPolicyName
  readonly policyOptions?: OptionValues
  /** Of the draws of `probing`. Default 1. */
  readonly seed?: number
  /** Currency that an hour of waiting is worth. Default: gold 10, silver 1, bronze 0.1. */
  readonly waitPricePerHour?: Partial<Readonly<Record<Priority, number>>>
  /** Share of a region's CPU-hours of the hour that foreign ad-hoc work may take. Default 0.3. */
  readonly foreignShare?: number
  /**
   * Share of that quota which a priority may fill: bronze leaves home before silver, silver before gold. Default: bronze 1, silver
   * 0.7, gold 0.4.
   */
  readonly foreignTier?: Partial<Readonly<Record<Priority, number>>>
  /** Longest wait for a late replica. Default 1800. */
  readonly maxLateWaitSeconds?: number
  /** Seconds that making a table again takes for each of its CPU-hours. Default 36: a hundred CPUs side by side. */
  readonly recomputeSecondsPerCpuHour?: number
}

/** Options with all fields; priorities as indices into `priorities`. */
export interface RouterSettings {
  readonly policy: RoutingPolicyName
  readonly policyOptions: OptionValues
  readonly seed: number
  readonly waitPricePerSecond: readonly [number, number, number]
  readonly foreignShare: readonly [number, number, number]
  readonly maxLateWaitSeconds: number
  readonly recomputeSecondsPerCpuHour: number
}

/** Fills in the defaults. Throws a usage error that names every field out of range. */
export function completeRouterOptions(options: RouterOptions): RouterSettings {
  const price = {gold: 10, silver: 1, bronze: 0.1, ...options.waitPricePerHour}
  const tier = {gold: 0.4, silver: 0.7, bronze: 1, ...options.foreignTier}
  const {policy = 'cost-and-load', seed = 1, foreignShare = 0.3} = options
  const {maxLateWaitSeconds = 1800, recomputeSecondsPerCpuHour = 36} = options
  const faults: string[] = []
  const check = (name: string, value: number, max: number): void => {
    if (!(value >= 0 && value <= max)) faults.push(`${name} is ${value}`)
  }
  for (const [name, value] of Object.entries(price)) check(`waitPricePerHour.${name}`, value, 1e12)
  for (const [name, value] of Object.entries(tier)) check(`foreignTier.${name}`, value, 1)
  check('foreignShare', foreignShare, 1)
  check('maxLateWaitSeconds', maxLateWaitSeconds, 1e9)
  check('recomputeSecondsPerCpuHour', recomputeSecondsPerCpuHour, 1e9)
  if (!Object.hasOwn(routingPolicies, policy)) faults.push(`policy is '${policy}'`)
  if (faults.length > 0) {
    const advice = `Give shares from 0 to 1, other numbers from 0, and one of the policies ${Object.keys(routingPolicies).join(', ')}.`
    throw new IsthmusError('usage', `router options: ${faults.join('; ')}`, advice)
  }
  return {
    policy,
    policyOptions: options.policyOptions ?? {},
    seed,
    waitPricePerSecond: [price.gold / 3600, price.silver / 3600, price.bronze / 3600],
    foreignShare: [foreignShare * tier.gold, foreignShare * tier.silver, foreignShare * tier.bronze],
    maxLateWaitSeconds,
    recomputeSecondsPerCpuHour,
  }
}
