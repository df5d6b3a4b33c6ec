import type {ServingProblem} from '../serving/problem.js'

/** A region that is not there yet. */
export interface NewRegion {
  /** Price of one byte from each present region to the new one, and from it to each, in currency. */
  readonly priceTo: ArrayLike<number>
  readonly priceFrom: ArrayLike<number>
  /** Cost of a stored byte a day at home, and of a CPU-hour. */
  readonly homeStoragePrice: number
  readonly computePrice: number
  /** Bytes; Infinity where unlimited. */
  readonly storageCapacityBytes: number
  /** CPU-hours: empty where unlimited, one number a day, or 24 by hour of day. */
  readonly computeCapacity: readonly number[]
  /** 1 = the project may live there; by project. */
  readonly allowed: ArrayLike<number>
}

/** The problem with one region more, which comes last; nothing lives there yet. An assignment of the old problem is one of the new. */
export function addRegion(problem: ServingProblem, region: NewRegion): ServingProblem {
  const R = problem.regionCount
  const linkPrice = new Float64Array((R + 1) * (R + 1))
  for (let d = 0; d < R; d++) {
    for (let e = 0; e < R; e++) linkPrice[d * (R + 1) + e] = problem.linkPrice[d * R + e]
    linkPrice[d * (R + 1) + R] = region.priceTo[d]
    linkPrice[R * (R + 1) + d] = region.priceFrom[d]
  }
  const projectAllowed = new Uint8Array(problem.projectCount * (R + 1))
  for (let p = 0; p < problem.projectCount; p++) {
    for (let e = 0; e < R; e++) projectAllowed[p * (R + 1) + e] = problem.projectAllowed[p * R + e]
    projectAllowed[p * (R + 1) + R] = region.allowed[p]
  }
  return {
    ...problem,
    regionCount: R + 1,
    linkPrice,
    projectAllowed,
    homeStoragePrice: Float64Array.of(...problem.homeStoragePrice, region.homeStoragePrice),
    computePrice: Float64Array.of(...problem.computePrice, region.computePrice),
    storageCapacityBytes: Float64Array.of(...problem.storageCapacityBytes, region.storageCapacityBytes),
    computeCapacity: [...problem.computeCapacity, region.computeCapacity],
  }
}
