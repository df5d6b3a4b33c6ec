import type {Platform} from '../platform.js'
import type {Making} from './making.js'

/**
 * Prices links that are down by the cheapest way round over the links that are left (Floyd–Warshall, O(regions³)): a byte that would
 * have crossed still arrives, for the sum of the prices on its way. It is counted once, as a byte from its holder to its reader, and
 * not against the capacities of the links on the way. A link without a way round is a fault.
 */
export function goRound(platform: Platform, making: Making): Platform {
  const {topology, downLinks} = platform
  if (downLinks.size === 0) return platform
  const count = topology.regions.length
  const price = topology.linkPricePerByte.map((own, link) => (downLinks.has(link) ? Infinity : own))
  for (let via = 0; via < count; via++) {
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        const around = price[from * count + via]! + price[via * count + to]!
        if (around < price[from * count + to]!) price[from * count + to] = around
      }
    }
  }
  for (const link of downLinks) {
    if (price[link]! < Infinity) continue
    const value = [Math.floor(link / count), link % count].map(e => topology.regions[e]!.name).join('>')
    const message = 'no link is left that leads there'
    const advice = 'Leave a way round, or evacuate the region that is cut off.'
    making.fault({kind: 'cut-off', field: 'from', value, message, advice, isInfeasible: true})
  }
  return {
    ...platform,
    topology: {
      ...topology,
      linkPricePerByte: topology.linkPricePerByte.map((own, link) => (downLinks.has(link) ? price[link]! : own)),
      linkCapacityBytesPerDay: topology.linkCapacityBytesPerDay.map((own, link) =>
        downLinks.has(link) ? Infinity : own,
      ),
    },
  }
}
