import {exact} from './exact.js'
import {greedyMoves} from './greedy-moves.js'
import {localSearch} from './local-search.js'
import type {MigrationPolicy} from './policy.js'
import {stay} from './stay.js'
import {yugong} from './yugong.js'

/** The migration family: one line a member. Command line, docs, tests and benches read it. */
export const migrationPolicies = {
  stay,
  'greedy-moves': greedyMoves,
  'local-search': localSearch,
  yugong,
  exact,
} as const satisfies Record<string, MigrationPolicy>

export type MigrationPolicyName = keyof typeof migrationPolicies
