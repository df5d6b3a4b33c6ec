import type {Plan, Replica} from '../../model/plan.js'
import {formatBytes} from '../../viz/format.js'
import type {Config} from '../config/schema.js'
import type {Refusal} from '../ledger/rows.js'
import type {NewFill} from './new-fill.js'

export interface Trimmed {
  /** The plan's replicas, those of refused tables and regions cut down to what is held there already. */
  readonly replicas: readonly Replica[]
  readonly refusals: readonly Refusal[]
}

/**
 * Holds a night's fill to what it may carry from one region to another and into one region. Tables are admitted whole while they fit, those
 * first that save most a day per byte of fill (ties: the plan's order). What does not fit keeps the ages that the plan in force holds
 * as well: never more than the plan wanted, so budgets still hold. The next night may take the rest.
 */
export function trimFill(
  plan: Plan,
  inForce: Plan | undefined,
  fills: readonly NewFill[],
  {fillBytesPerLink = Infinity, fillBytesPerRegion = Infinity}: Config['rails'],
): Trimmed {
  const byLink = new Map<string, number>()
  const byRegion = new Map<string, number>()
  const refused = new Map<string, Refusal>()
  const order = fills
    .map((fill, i) => ({fill, i, heat: fill.savedBytesPerDay / fill.fillBytes}))
    .sort((a, b) => b.heat - a.heat || a.i - b.i)
  for (const {fill} of order) {
    const link = JSON.stringify([fill.home, fill.region])
    const onLink = (byLink.get(link) ?? 0) + fill.fillBytes
    const inRegion = (byRegion.get(fill.region) ?? 0) + fill.fillBytes
    const rail =
      onLink > fillBytesPerLink
        ? 'fill-bytes-per-link'
        : inRegion > fillBytesPerRegion
          ? 'fill-bytes-per-region'
          : undefined
    if (rail === undefined) {
      byLink.set(link, onLink)
      byRegion.set(fill.region, inRegion)
      continue
    }
    const allowed = rail === 'fill-bytes-per-link' ? fillBytesPerLink : fillBytesPerRegion
    refused.set(keyOf(fill), {
      ...{rail, decision: 'replica', name: fill.table, region: fill.region, bytes: fill.fillBytes},
      reason: `its fill of ${formatBytes(fill.fillBytes)} does not fit beside hotter ones into the ${formatBytes(allowed)} of a night`,
    })
  }
  const held = new Map<string, Replica[]>()
  for (const replica of inForce?.replicas ?? []) {
    held.set(keyOf(replica), [...(held.get(keyOf(replica)) ?? []), replica])
  }
  return {
    replicas: plan.replicas.flatMap(replica =>
      refused.has(keyOf(replica)) ? common(replica, held.get(keyOf(replica)) ?? []) : [replica],
    ),
    refusals: [...refused.values()],
  }
}

const keyOf = ({table, region}: {readonly table: string; readonly region: string}) => JSON.stringify([table, region])

/**
 * The ages of a window that need no fill: ages p + 1 … q − 1 of a held window [p, q), a day older now, and age p, which is a
 * day's refresh, where the window is still to start there.
 */
function common(window: Replica, held: readonly Replica[]): Replica[] {
  return held.flatMap(old => {
    const fromAge = Math.max(window.fromAge, old.fromAge)
    const toAge = Math.min(window.toAge, old.toAge)
    return fromAge < toAge ? [{...window, fromAge, toAge}] : []
  })
}
