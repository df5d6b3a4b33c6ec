import type {Column} from './columns.js'
import type {Workload} from './workload.js'

/** Replica budgets in bytes; Infinity where there is none. */
export interface ReplicaBudgets {
  readonly regionBytes: Float64Array
  readonly totalBytes: number
}

/**
 * The replica budgets of formats.md section 1 in bytes: a region's own (bytes, or a share of what is at home there, and
 * no more than its storage capacity leaves beside what is at home) and one over all regions (a share of all bytes at home).
 *
 * @param tableRegion home region of each table after the moves
 * @param replicaBudgetRatio takes the place of the topology's ratio over all regions
 */
export function replicaBudgets(workload: Workload, tableRegion: Column, replicaBudgetRatio?: number): ReplicaBudgets {
  const {regions} = workload.topology
  const homeBytes = new Float64Array(regions.length)
  let totalHomeBytes = 0
  for (let t = 0; t < workload.tables.names.length; t++) {
    const bytes = workload.tables.homeBytes[t]!
    homeBytes[tableRegion[t]!]! += bytes
    totalHomeBytes += bytes
  }
  const ratio = replicaBudgetRatio ?? workload.topology.replicaBudgetRatio
  return {
    regionBytes: Float64Array.from(regions, (region, e) =>
      Math.min(
        region.replicaBudgetBytes,
        share(region.replicaBudgetRatio, homeBytes[e]!),
        Math.max(0, region.storageCapacityBytes - homeBytes[e]!),
      ),
    ),
    totalBytes: share(ratio, totalHomeBytes),
  }
}

/** A share of some bytes; no share set means no limit, also where there are no bytes. */
function share(ratio: number, bytes: number): number {
  return ratio === Infinity ? Infinity : ratio * bytes
}
