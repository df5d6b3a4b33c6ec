import {capacityPriced} from './capacity-priced.js'
import {cheapestRegion} from './cheapest-region.js'
import {exactIlp} from './exact-ilp.js'
import {home} from './home.js'
import {localSearch} from './local-search.js'
import type {PlacementPolicy} from './policy.js'

/** The planned placement family: one line a member. Command line, config check, docs, tests and benches read it. */
export const placementPolicies = {
  home,
  'cheapest-region': cheapestRegion,
  'local-search': localSearch,
  'capacity-priced': capacityPriced,
  'exact-ilp': exactIlp,
} as const satisfies Record<string, PlacementPolicy>

export type PlacementPolicyName = keyof typeof placementPolicies
