import type {RoutingCandidates} from './candidates.js'

/**
 * Whether row `a` goes before row `b`: the lower score; ties to the home region, then to the lower row. Rows are listed
 * by class, then region, or as the user preferred them.
 */
function goesBefore(c: RoutingCandidates, scores: Float64Array, a: number, b: number): boolean {
  if (scores[a] !== scores[b]) return scores[a] < scores[b]
  const homeA = c.region[a] === c.home
  if (homeA !== (c.region[b] === c.home)) return homeA
  return a < b
}

/** The best row that is not refused; -1 where every row is refused or scores Infinity. */
export function bestRow(c: RoutingCandidates, scores: Float64Array): number {
  let best = -1
  for (let row = 0; row < c.count; row++) {
    if (c.refusal[row] !== 0 || scores[row] === Infinity) continue
    if (best < 0 || goesBefore(c, scores, row, best)) best = row
  }
  return best
}

/** Writes the rows that may be taken into `order`, best first, and gives their number. Insertion sort: rows are few. */
export function rankRows(c: RoutingCandidates, scores: Float64Array, order: Int32Array): number {
  let ranked = 0
  for (let row = 0; row < c.count; row++) {
    if (c.refusal[row] !== 0 || scores[row] === Infinity) continue
    let at = ranked++
    while (at > 0 && goesBefore(c, scores, row, order[at - 1])) {
      order[at] = order[at - 1]
      at -= 1
    }
    order[at] = row
  }
  return ranked
}
