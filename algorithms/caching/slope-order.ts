/**
 * Order of hull edges: steeper first, ties to the lower edge (hence the lower curve). A stable radix sort on the bits of the
 * slopes rounded to 32 bits brings nearly all into place (rounding keeps the order of positive numbers, and so do their
 * bits read as whole numbers); runs of equal bits are then put right by the exact slopes.
 * Time O(n) plus O(r log r) for a run of r; memory 16 bytes an edge while sorting.
 */

const RADIX_BITS = 11
const BUCKETS = 1 << RADIX_BITS

/**
 * Positions 0 … n − 1 ordered by falling slope, ties by rising position.
 * @param slopes exact slopes, > 0, may be Infinity, not NaN.
 */
export function orderBySlope(slopes: Float64Array): Int32Array {
  const count = slopes.length
  const rounded = new Float32Array(slopes)
  const bits = new Uint32Array(rounded.buffer)
  let from = new Int32Array(count)
  let to = new Int32Array(count)
  for (let i = 0; i < count; i++) from[i] = i
  const place = new Int32Array(BUCKETS)
  for (let shift = 0; shift < 32; shift += RADIX_BITS) {
    place.fill(0)
    for (let i = 0; i < count; i++) place[(bits[i] >>> shift) & (BUCKETS - 1)]++
    let next = 0
    for (let b = BUCKETS - 1; b >= 0; b--) {
      const size = place[b]
      place[b] = next
      next += size
    }
    for (let i = 0; i < count; i++) {
      const position = from[i]
      to[place[(bits[position] >>> shift) & (BUCKETS - 1)]++] = position
    }
    const spare = from
    from = to
    to = spare
  }
  for (let begin = 0; begin < count; ) {
    let end = begin + 1
    while (end < count && bits[from[end]] === bits[from[begin]]) end++
    if (end - begin > 1) sortRun(from.subarray(begin, end), slopes)
    begin = end
  }
  return from
}

/** Exact order within a run of equal rounded slopes; such a run arrives by rising position. */
function sortRun(run: Int32Array, slopes: Float64Array): void {
  for (let i = 1; i < run.length; i++) {
    if (slopes[run[i]] > slopes[run[i - 1]]) {
      run.sort((a, b) => (slopes[a] === slopes[b] ? a - b : slopes[a] > slopes[b] ? -1 : 1))
      return
    }
  }
}
