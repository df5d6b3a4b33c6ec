import type {Account, Violation} from '../account.js'

/** What a plan does to a history, recomputed from its raw rows. */
export interface VerifiedAccount {
  /** The same accounting with an empty plan (formats.md 3.8). */
  readonly before: Account
  /** Windows are in the order of `plan.replicas`. */
  readonly after: Account
  /** Limits of formats.md 3.9 that the plan breaks; empty = it may be written. */
  readonly violations: readonly Violation[]
  /** Rows read that are remote before and local after. */
  readonly localisedReads: number
  /** Jobs of the plan that the history does not show: nothing is counted for them. */
  readonly unknownJobs: readonly string[]
  /** Names of the regions, in the order of every array by region. */
  readonly regionNames: readonly string[]
}
