/**
 * Places labels beside their anchors on one column so that they do not overlap: keeps their order, moves each as little as a
 * downward and an upward sweep need, within [top, bottom]. Returns a position for each anchor, in the order given (px).
 */
export function spreadLabels(anchors: readonly number[], spacing: number, top: number, bottom: number): number[] {
  const order = anchors.map((_, i) => i).sort((i, j) => anchors[i]! - anchors[j]! || i - j)
  const step = Math.min(spacing, anchors.length > 1 ? (bottom - top) / (anchors.length - 1) : spacing)
  const placed: number[] = []
  for (const i of order)
    placed.push(Math.max(anchors[i]!, placed.length === 0 ? top : placed[placed.length - 1]! + step))
  for (let k = placed.length - 1; k >= 0; k--) {
    placed[k] = Math.min(placed[k]!, k === placed.length - 1 ? bottom : placed[k + 1]! - step)
  }
  const result = new Array<number>(anchors.length)
  for (let k = 0; k < order.length; k++) result[order[k]!] = placed[k]!
  return result
}
