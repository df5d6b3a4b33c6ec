import {costAndLoad} from './cost-and-load.js'
import {home} from './home.js'
import {mostBytes} from './most-bytes.js'
import type {RoutingPolicy} from './policy.js'
import {probing} from './probing.js'
import {yugongScore} from './yugong-score.js'

/** The family that places jobs as they arrive: one line a member. Router, command line, docs, tests and benches read it. */
export const routingPolicies = {
  home,
  'most-bytes': mostBytes,
  'yugong-score': yugongScore,
  'cost-and-load': costAndLoad,
  probing,
} as const satisfies Record<string, RoutingPolicy>

export type RoutingPolicyName = keyof typeof routingPolicies

export {
  bestEffortPriceShare,
  emptyCandidates,
  expectedCost,
  type PriceClass,
  priceClasses,
  type RoutingCandidates,
  refusals,
  writeExpectedCosts,
} from './candidates.js'
export {bestRow, rankRows} from './order.js'
export type {CandidateScorer, Draw, RoutingPolicy} from './policy.js'
export {type RoutingArrivals, type RoutingFleet, type RoutingOutcome, simulateRouting} from './simulate.js'
export {lowerEnvelope, type PiecewiseChoice} from './thresholds.js'
