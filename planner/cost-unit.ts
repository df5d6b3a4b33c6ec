import type {Topology} from '../model/topology.js'
import {pricePerByte} from '../model/units.js'
import type {CostUnit} from '../viz/report-data.js'

/** Money, or plain bytes where every link costs 1 per GB. */
export function costUnitOf(topology: Topology): CostUnit {
  const one = pricePerByte(1)
  return linkPrices(topology).every(price => price === one)
    ? {kind: 'gigabytes'}
    : {kind: 'money', currency: topology.currency}
}

/** The prices of all links between two different regions. */
export function linkPrices(topology: Topology): number[] {
  const regions = topology.regions.length
  return [...topology.linkPricePerByte].filter((_, link) => Math.floor(link / regions) !== link % regions)
}
