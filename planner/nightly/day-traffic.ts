import {wanBytes, wanCost} from '../../model/account.js'
import type {Topology} from '../../model/topology.js'
import type {VerifiedAccount} from '../../model/verifier/index.js'
import type {DayTraffic} from '../ledger/ledger.js'

/** The verifier's account as a day of the ledger: means over the days of the account, every link that has traffic. */
export function dayTraffic(
  day: string,
  kind: 'predicted' | 'actual',
  planId: string | null,
  {before, after}: VerifiedAccount,
  topology: Topology,
): DayTraffic {
  const {traffic} = after
  const days = traffic.dayCount
  const {regions, linkCapacityBytesPerDay} = topology
  const links = [...traffic.linkBytes].flatMap((bytes, link) => {
    const capacity = linkCapacityBytesPerDay[link]
    if (bytes === 0) return []
    return [
      {
        ...{day, kind, bytes: bytes / days, capacityBytes: capacity === Infinity ? null : capacity},
        fromRegion: regions[Math.floor(link / regions.length)].name,
        toRegion: regions[link % regions.length].name,
      },
    ]
  })
  return {
    total: {
      ...{day, kind, planId},
      beforeBytes: wanBytes(before.traffic) / days,
      beforeCost: wanCost(before.traffic) / days,
      afterBytes: wanBytes(traffic) / days,
      afterCost: wanCost(traffic) / days,
      remoteReadBytes: traffic.remoteReadBytes / days,
      refreshBytes: traffic.refreshBytes / days,
      writeBackBytes: traffic.writeBackBytes / days,
    },
    links,
  }
}
