import {all} from './all.js'
import {breakEven} from './break-even.js'
import {exactDp} from './exact-dp.js'
import {exactIlp} from './exact-ilp.js'
import {greedy} from './greedy.js'
import {holders} from './holders.js'
import {hubs} from './hubs.js'
import {hull} from './hull.js'
import {kProbe} from './k-probe.js'
import {none} from './none.js'
import type {CachingPolicy} from './policy.js'
import {windows} from './windows.js'

/** The planned caching family: one line a member. Command line, config check, docs, tests and benches read it. */
export const cachingPolicies = {
  none,
  all,
  greedy,
  'k-probe': kProbe,
  hull,
  windows,
  holders,
  'exact-dp': exactDp,
  'exact-ilp': exactIlp,
  'break-even': breakEven,
  hubs,
} as const satisfies Record<string, CachingPolicy>

export type CachingPolicyName = keyof typeof cachingPolicies
