import {indexNames} from '../../model/columns.js'
import type {Topology} from '../../model/topology.js'
import type {RolloutRow} from '../ledger/rows.js'
import {cheapestRoutes, type Route} from './cheapest-routes.js'
import {type CopyItem, holdsAll} from './copy-items.js'

export interface RolloutSettings {
  /** First hour of a night, UTC, and hours of a night. */
  readonly fromHour: number
  readonly hours: number
  /** Share of a link that copies and daily traffic may take together. */
  readonly linkShare: number
  /** Nights at most. */
  readonly nights: number
}

export interface Rollout {
  /** By item in the order given, then in time. */
  readonly rows: readonly RolloutRow[]
  /** Bytes that find no room in the nights, or no way at all. */
  readonly unplaced: readonly {readonly item: CopyItem; readonly bytes: number}[]
}

const hoursPerDay = 24

/**
 * What to copy in which night and hour. Items are taken in the order given, each over the cheapest way from any region that holds it by then,
 * over a third region where that costs less, and cut into hours so that no link carries more in an hour than its share leaves
 * beside the daily traffic, which is taken as even over the day. A relayed byte takes all links of its way in the same hour. What
 * an item has brought to a region is a source for later ones from the next hour on. O(items · (hours + items of the same table)).
 *
 * @param trafficBytesPerDay expected daily traffic at `from * regions + to`
 */
export function scheduleRollout(
  topology: Topology,
  trafficBytesPerDay: ArrayLike<number>,
  items: readonly CopyItem[],
  {fromHour, hours, linkShare, nights}: RolloutSettings,
): Rollout {
  const names = topology.regions.map(({name}) => name)
  const regionOf = indexNames(names)
  const count = names.length
  const slots = hours * nights
  const room = topology.linkCapacityBytesPerDay.map(
    (capacity, link) => Math.max(0, capacity * linkShare - trafficBytesPerDay[link]) / hoursPerDay,
  )
  const routes = cheapestRoutes(topology, link => room[link] > 0)
  const used = new Map<number, Float64Array>()
  const usedOn = (link: number): Float64Array => {
    const known = used.get(link) ?? new Float64Array(slots)
    used.set(link, known)
    return known
  }
  const arrived = new Map<string, {item: CopyItem; slot: number}[]>()
  const rows: RolloutRow[] = []
  const unplaced: {item: CopyItem; bytes: number}[] = []

  for (const item of items) {
    const to = regionOf.get(item.to)!
    const best = bestStart(item, to)
    if (best === undefined) {
      unplaced.push({item, bytes: item.bytes})
      continue
    }
    const links = best.route.regions.slice(1).map((region, i) => best.route.regions[i] * count + region)
    let left = item.bytes
    let slot = best.slot
    for (; slot < slots && left > 0; slot++) {
      const free = Math.min(...links.map(link => room[link] - usedOn(link)[slot]))
      const bytes = Math.min(left, free)
      if (!(bytes > 0)) continue
      for (const link of links) usedOn(link)[slot] += bytes
      left -= bytes
      rows.push({
        ...{decision: item.decision, name: item.name, route: best.route.regions.map(r => names[r]).join(' > ')},
        ...{night: Math.floor(slot / hours), hour: (fromHour + (slot % hours)) % hoursPerDay, bytes},
      })
    }
    if (left > 0) unplaced.push({item, bytes: left})
    else if (item.decision === 'replica') {
      arrived.set(item.name, [...(arrived.get(item.name) ?? []), {item, slot}])
    }
  }
  return {rows, unplaced}

  /** The cheapest way from any source; a copy that arrives in the course of this is one from the hour after. */
  function bestStart(item: CopyItem, to: number): {readonly route: Route; readonly slot: number} | undefined {
    const sources = [
      ...item.sources.map(name => ({region: regionOf.get(name)!, slot: 0})),
      ...(arrived.get(item.name) ?? [])
        .filter(({item: earlier}) => holdsAll(earlier.ages, item.ages))
        .map(({item: {to: name}, slot}) => ({region: regionOf.get(name)!, slot})),
    ]
    let best: {route: Route; slot: number} | undefined
    for (const {region, slot} of sources) {
      const route = routes[region * count + to]
      if (route === undefined || route.regions.length < 2) continue
      if (best === undefined || route.pricePerByte < best.route.pricePerByte) best = {route, slot}
    }
    return best
  }
}
