import type {Plan} from '../../model/plan.js'
import {type Change, changesBetween} from './changes.js'
import {type Drift, driftBetween, hasDrift} from './drift.js'
import {changeReason, leastRates} from './reason.js'

export interface ReasonedChange extends Change {
  readonly reason: string
}

/** How plan B differs from plan A: what changed in the world (drift), how B was decided (basis), what it proposes (changes). */
export interface PlanDiff {
  readonly from: string
  readonly to: string
  /** B proposes something else than A. Drift alone is no change. */
  readonly hasChanges: boolean
  readonly hasDrift: boolean
  readonly drift: Drift
  /** Fields of `algorithm` that differ, the plan in force apart. */
  readonly basis: readonly {readonly field: string; readonly before: unknown; readonly after: unknown}[]
  readonly summary: readonly ChangeTotal[]
  readonly changes: readonly ReasonedChange[]
}

export interface ChangeTotal {
  readonly kind: Change['kind']
  readonly count: number
  /** Stored bytes (moves: moved bytes) after minus before. */
  readonly bytes: number
  readonly savedBytesPerDay: number
}

/** Compares two plan files. Pure; rows in a stable order. */
export function diffPlans(a: Plan, b: Plan): PlanDiff {
  const least = leastRates(b)
  const changes = changesBetween(a, b).map(change => ({...change, reason: changeReason(change, least)}))
  const drift = driftBetween(a, b)
  return {
    ...{from: a.planId, to: b.planId, hasChanges: changes.length > 0, hasDrift: hasDrift(drift), drift},
    ...{basis: basisOf(a, b), summary: totals(changes), changes},
  }
}

function totals(changes: readonly Change[]): ChangeTotal[] {
  const sums = new Map<Change['kind'], ChangeTotal>()
  for (const change of changes) {
    const known = sums.get(change.kind)
    sums.set(change.kind, {
      kind: change.kind,
      count: (known?.count ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + change.bytesAfter - change.bytesBefore,
      savedBytesPerDay: (known?.savedBytesPerDay ?? 0) + change.savedBytesPerDayAfter - change.savedBytesPerDayBefore,
    })
  }
  return [...sums.values()]
}

function basisOf({algorithm: a}: Plan, {algorithm: b}: Plan): PlanDiff['basis'] {
  const flat = ({caching, migration, placement, seed, options}: Plan['algorithm']): Record<string, unknown> => ({
    ...{caching, migration, placement, seed},
    ...Object.fromEntries(
      Object.entries(options)
        .filter(([name]) => name !== 'previousPlan')
        .map(([name, value]) => [`options.${name}`, value]),
    ),
  })
  const [before, after] = [flat(a), flat(b)]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(field => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map(field => ({field, before: before[field] ?? null, after: after[field] ?? null}))
}
