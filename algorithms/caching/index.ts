import {all} from './all.js'
import {greedy} from './greedy.js'
import {hull} from './hull.js'
import {kProbe} from './k-probe.js'
import {none} from './none.js'
import type {CachingPolicy} from './policy.js'

/** The planned caching family: one line a member. Command line, config check, docs, tests and benches read it. */
export const cachingPolicies = {
  none,
  all,
  greedy,
  'k-probe': kProbe,
  hull,
} as const satisfies Record<string, CachingPolicy>

export type CachingPolicyName = keyof typeof cachingPolicies
