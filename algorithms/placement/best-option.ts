/** The option with the least delta below `below`; ties to the lower index; −1 where there is none. */
export function bestOption(deltas: Float64Array, below: number): number {
  let best = -1
  for (let o = 0; o < deltas.length; o++) if (deltas[o] < (best < 0 ? below : deltas[best])) best = o
  return best
}
