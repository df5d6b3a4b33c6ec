import type {ReadTrace} from '../../../algorithms/online/trace.js'
import type {ReplicaBudgets} from '../../../model/budgets.js'

/**
 * The least WAN cost of any replacement policy that knows the future, by trying everything: at each miss, not to keep the
 * item or to keep it beside any subset of what was kept that leaves room. Only for a dozen reads.
 */
export function optimalCost(trace: ReadTrace, {regionBytes, totalBytes}: ReplicaBudgets): number {
  const known = new Map<string, number>()
  const fits = (kept: ReadonlyMap<string, number>) => {
    const stored = new Array<number>(trace.regionCount).fill(0)
    for (const [key, bytes] of kept) stored[Number(key.split('/')[0])] += bytes
    return stored.every((bytes, e) => bytes <= regionBytes[e]) && stored.reduce((a, b) => a + b, 0) <= totalBytes
  }
  const from = (position: number, before: ReadonlyMap<string, number>): number => {
    if (position === trace.accessCount) return 0
    const kept = new Map(before)
    for (let r = 0; r < trace.rewrites.count; r++) {
      if (trace.rewrites.position[r] !== position) continue
      for (const key of before.keys()) if (key.endsWith(`/${trace.rewrites.item[r]}`)) kept.delete(key)
    }
    const state = `${position}: ${[...kept].sort().join(' ')}`
    const found = known.get(state)
    if (found !== undefined) return found
    const item = trace.item[position]
    const region = trace.region[position]
    const home = trace.itemHome[item]
    const key = `${region}/${item}`
    const price = trace.linkPricePerByte[home * trace.regionCount + region]
    let best: number
    if (region === home || kept.has(key)) best = from(position + 1, kept)
    else {
      const read = trace.readBytes[position]
      const fill = Math.max(read, trace.itemBytes[position])
      best = read * price + from(position + 1, kept)
      if (trace.failed[position] === 0 && trace.itemReplicable[item] === 1) {
        const others = [...kept]
        for (let subset = 0; subset < 2 ** others.length; subset++) {
          const next = new Map([...others.filter((_, i) => (subset >> i) & 1), [key, fill] as const])
          if (fits(next)) best = Math.min(best, fill * price + from(position + 1, next))
        }
      }
    }
    known.set(state, best)
    return best
  }
  return from(0, new Map())
}
