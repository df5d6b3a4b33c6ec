import type {RoutingCandidates} from './candidates.js'

/**
 * Which candidate is cheapest as one input grows: piece p holds for sizes below `belowBytes[p]` (and from `belowBytes[p − 1]`
 * on, or 0); the last piece is unbounded. The arrays have room for all candidates and are reused.
 */
export interface PiecewiseChoice {
  count: number
  readonly row: Int32Array
  readonly belowBytes: Float64Array
}

/**
 * The lower envelope of the lines cost(x) = fixedCost + costPerByte · x, x ≥ 0, over the candidates that are not refused:
 * what the real size of a filtered input decides at run time (Job Scheduler's conditional plans). Ties go to the line that
 * is cheaper for larger inputs, then to home, then to the lower row. O(pieces · rows), no allocation. Exact but for rounding.
 *
 * @param fixedCost by row, currency: all but the uncertain input
 * @param costPerByte by row, currency a byte of the uncertain input
 */
export function lowerEnvelope(
  c: RoutingCandidates,
  fixedCost: Float64Array,
  costPerByte: Float64Array,
  out: PiecewiseChoice,
): void {
  out.count = 0
  let current = -1
  for (let row = 0; row < c.count; row++) {
    if (c.refusal[row] !== 0 || !(fixedCost[row] < Infinity)) continue
    if (current < 0 || comesFirst(c, fixedCost, costPerByte, row, current)) current = row
  }
  if (current < 0) return
  for (;;) {
    let next = -1
    let nextBytes = Infinity
    for (let row = 0; row < c.count; row++) {
      if (c.refusal[row] !== 0 || costPerByte[row] >= costPerByte[current]) continue
      const bytes = (fixedCost[row] - fixedCost[current]) / (costPerByte[current] - costPerByte[row])
      const sooner =
        bytes < nextBytes || (bytes === nextBytes && next >= 0 && comesFirst(c, costPerByte, fixedCost, row, next))
      if (!sooner) continue
      next = row
      nextBytes = bytes
    }
    out.row[out.count] = current
    out.belowBytes[out.count] = nextBytes
    out.count += 1
    if (next < 0) return
    current = next
  }
}

function comesFirst(c: RoutingCandidates, first: Float64Array, second: Float64Array, a: number, b: number): boolean {
  if (first[a] !== first[b]) return first[a] < first[b]
  if (second[a] !== second[b]) return second[a] < second[b]
  const homeA = c.region[a] === c.home
  return homeA !== (c.region[b] === c.home) ? homeA : a < b
}
