import {type Traffic, type Violation, wanBytes, wanCost} from '../account.js'
import type {History} from '../history.js'
import type {ClaimedTraffic, Claims, Plan} from '../plan.js'
import {differs} from './tolerance.js'
import type {VerifiedAccount} from './verified-account.js'

/** The claims of a plan file that the verifier can vouch for (formats.md section 2). Bytes and money a day, on average. */
export function claimsOf(verified: VerifiedAccount, history: History): Pick<Claims, 'before' | 'after' | 'oneOff'> {
  return verifiedClaims(
    verified,
    history.topology.regions.map(region => region.name),
  )
}

function verifiedClaims(
  {before, after}: VerifiedAccount,
  regionNames: readonly string[],
): Pick<Claims, 'before' | 'after' | 'oneOff'> {
  const {traffic} = after
  return {
    before: claimedTraffic(before.traffic),
    after: {
      ...claimedTraffic(traffic),
      byCause: {
        remoteRead: traffic.remoteReadBytes / traffic.dayCount,
        refresh: traffic.refreshBytes / traffic.dayCount,
        writeBack: traffic.writeBackBytes / traffic.dayCount,
      },
      replicaBytesByRegion: Object.fromEntries(regionNames.map((name, region) => [name, after.replicaBytes[region]!])),
    },
    oneOff: {
      moveBytes: after.moveBytes,
      fillBytes: after.fillBytes,
      snapshotFillBytes: after.snapshotFillBytes,
    },
  }
}

function claimedTraffic(traffic: Traffic): ClaimedTraffic {
  return {
    wanBytesPerDay: wanBytes(traffic) / traffic.dayCount,
    wanCostPerDay: wanCost(traffic) / traffic.dayCount,
    remoteReads: traffic.remoteReads,
    reads: traffic.reads,
  }
}

/**
 * Where the claims of a plan differ from the verified account by more than 1e-9, relative: one violation `claim` each, with the
 * claimed number as `actual` and the verified one as `allowed`. A region or number that is left out counts as 0.
 */
export function claimDifferences(plan: Plan, verified: VerifiedAccount): Violation[] {
  const differences: Violation[] = []
  const compare = (subject: string, claimed: number, actual: number): void => {
    if (!differs(claimed, actual)) return
    const message = `${subject}: the plan claims ${claimed}, the history says ${actual}`
    differences.push({limit: 'claim', subject, message, actual: claimed, allowed: actual})
  }
  const compareAll = (
    path: string,
    claimed: Readonly<Record<string, number>>,
    actual: Readonly<Record<string, number>>,
  ): void => {
    for (const name of new Set([...Object.keys(actual), ...Object.keys(claimed)])) {
      compare(`${path}.${name}`, claimed[name] ?? 0, actual[name] ?? 0)
    }
  }
  const truth = verifiedClaims(verified, verified.regionNames)
  for (const side of ['before', 'after'] as const) {
    for (const name of ['wanBytesPerDay', 'wanCostPerDay', 'remoteReads', 'reads'] as const) {
      compare(`claims.${side}.${name}`, plan.claims[side][name], truth[side][name])
    }
  }
  compareAll('claims.after.byCause', plan.claims.after.byCause, truth.after.byCause)
  compareAll(
    'claims.after.replicaBytesByRegion',
    plan.claims.after.replicaBytesByRegion,
    truth.after.replicaBytesByRegion,
  )
  for (const name of ['moveBytes', 'fillBytes', 'snapshotFillBytes'] as const) {
    // An extra field of ours: plans of other programs need not claim it.
    const claimed = plan.claims.oneOff[name]
    if (claimed !== undefined) compare(`claims.oneOff.${name}`, claimed, truth.oneOff[name] ?? 0)
  }
  const {storedBytes, refreshBytes} = verified.after.windows
  plan.replicas.forEach((replica, window) => {
    compare(`replicas[${window}].storedBytes`, replica.storedBytes, storedBytes[window]!)
    const refreshBytesPerDay = refreshBytes[window]! / verified.after.traffic.dayCount
    compare(`replicas[${window}].refreshBytesPerDay`, replica.refreshBytesPerDay, refreshBytesPerDay)
  })
  return differences
}
