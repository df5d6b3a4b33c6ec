import type {OnlinePolicy} from './policy.js'

/**
 * None: keeps nothing.
 *
 * Idea: the null member; every read away from home crosses the WAN. Formula: admits nothing. Source: the "before" account
 * of formats.md 3.8. Cost: O(1) a read. Guarantee: its cost is exactly the verifier's remote-read cost without a plan. Loses:
 * wherever anything is read twice; wins over members that bring in whole partitions of which little is read.
 */
export const none = {
  name: 'none',
  summary: 'Keeps nothing: every read away from home crosses the WAN.',
  source: 'formats.md 3.8',
  kind: 'baseline',
  options: {},
  create: () => ({
    hit: () => {},
    admits: () => false,
    insert: () => {},
    victim: () => -1,
    remove: () => {},
  }),
} as const satisfies OnlinePolicy
