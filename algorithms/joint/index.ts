import {caching} from './caching.js'
import {moirai} from './moirai.js'
import type {JointPolicy} from './policy.js'
import {search} from './search.js'
import {twoStage} from './two-stage.js'

/** The joint family: one line a member. Command line, docs, tests and backtest read it. */
export const jointPolicies = {
  caching,
  'two-stage': twoStage,
  moirai,
  search,
} as const satisfies Record<string, JointPolicy>

export type JointPolicyName = keyof typeof jointPolicies
