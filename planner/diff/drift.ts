import type {ClaimedTraffic, Plan} from '../../model/plan.js'
import {agesOf, type Kept, keptBy} from './changes.js'

/** What changed in the world between two plans, whatever they propose. */
export interface Drift {
  /** Whether the two plans were made from different histories. */
  readonly historyChanged: boolean
  readonly history: {readonly before: Plan['history']; readonly after: Plan['history']}
  /** A day without any plan, where the two claims differ. */
  readonly traffic: readonly {readonly field: string; readonly before: number; readonly after: number}[]
  /** Tables that both plans keep in the same region at the same ages, and whose figures differ. */
  readonly replicas: readonly ReplicaDrift[]
}

export interface ReplicaDrift {
  readonly table: string
  readonly region: string
  readonly ages: string
  readonly storedBytesBefore: number
  readonly storedBytesAfter: number
  readonly refreshBytesPerDayBefore: number
  readonly refreshBytesPerDayAfter: number
  readonly savedBytesPerDayBefore: number
  readonly savedBytesPerDayAfter: number
}

/** Largest relative difference of two means that rounding explains. */
const sameMean = 1e-9

export function driftBetween(a: Plan, b: Plan): Drift {
  const fields: (keyof ClaimedTraffic)[] = ['wanBytesPerDay', 'wanCostPerDay', 'remoteReads', 'reads']
  const kept = keptBy(a)
  return {
    historyChanged: a.history.fingerprint !== b.history.fingerprint,
    history: {before: a.history, after: b.history},
    traffic: fields
      .map(field => ({field, before: a.claims.before[field], after: b.claims.before[field]}))
      .filter(({before, after}) => differs(before, after)),
    replicas: [...keptBy(b)].flatMap(([key, after]) => {
      const before = kept.get(key)
      return before !== undefined && agesOf(before) === agesOf(after) ? replicaDrift(before, after) : []
    }),
  }
}

export const hasDrift = ({historyChanged, traffic, replicas}: Drift): boolean =>
  historyChanged || traffic.length > 0 || replicas.length > 0

function replicaDrift(before: Kept, after: Kept): ReplicaDrift[] {
  const same =
    before.storedBytes === after.storedBytes &&
    !differs(before.refreshBytesPerDay, after.refreshBytesPerDay) &&
    !differs(before.savedBytesPerDay, after.savedBytesPerDay)
  if (same) return []
  return [
    {
      ...{table: after.table, region: after.region, ages: agesOf(after)},
      ...{storedBytesBefore: before.storedBytes, storedBytesAfter: after.storedBytes},
      ...{refreshBytesPerDayBefore: before.refreshBytesPerDay, refreshBytesPerDayAfter: after.refreshBytesPerDay},
      ...{savedBytesPerDayBefore: before.savedBytesPerDay, savedBytesPerDayAfter: after.savedBytesPerDay},
    },
  ]
}

function differs(before: number, after: number): boolean {
  return Math.abs(before - after) > sameMean * Math.max(Math.abs(before), Math.abs(after))
}
