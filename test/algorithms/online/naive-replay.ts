import type {ReadTrace} from '../../../algorithms/online/trace.js'

/** Kept copies by `region/item`; the order of the map is the policy's own. */
export type Kept = Map<string, {bytes: number; marked: boolean}>

/** A replacement policy on one shared cache, as plainly as it can be written. */
export interface NaivePolicy {
  hit(kept: Kept, key: string): void
  victim(kept: Kept): string
  removed?(kept: Kept, key: string): void
}

export interface NaiveOutcome {
  wanBytes: number
  wanCost: number
  hits: number
  remoteReads: number
  evictions: number
}

/** Replays a trace with one budget over all regions, admitting all that fits: maps and no shared code. */
export function naiveReplay(trace: ReadTrace, totalBytes: number, policy: NaivePolicy): NaiveOutcome {
  const kept: Kept = new Map()
  const outcome = {wanBytes: 0, wanCost: 0, hits: 0, remoteReads: 0, evictions: 0}
  const stored = () => [...kept.values()].reduce((sum, copy) => sum + copy.bytes, 0)
  const drop = (key: string) => {
    policy.removed?.(kept, key)
    kept.delete(key)
  }
  for (let i = 0; i < trace.accessCount; i++) {
    for (let r = 0; r < trace.rewrites.count; r++) {
      if (trace.rewrites.position[r] !== i) continue
      for (const key of [...kept.keys()]) if (key.split('/')[1] === String(trace.rewrites.item[r])) drop(key)
    }
    const item = trace.item[i]
    const region = trace.region[i]
    const home = trace.itemHome[item]
    if (region === home) continue
    const key = `${region}/${item}`
    const isFailed = trace.failed[i] === 1
    if (kept.has(key)) {
      outcome.hits += 1
      if (!isFailed) policy.hit(kept, key)
      continue
    }
    outcome.remoteReads += 1
    const fill = Math.max(trace.readBytes[i], trace.itemBytes[i])
    const isIn = trace.itemReplicable[item] === 1 && !isFailed && fill > 0 && fill <= totalBytes
    if (isIn) {
      while (stored() + fill > totalBytes) {
        drop(policy.victim(kept))
        outcome.evictions += 1
      }
      kept.set(key, {bytes: fill, marked: false})
    }
    const bytes = isIn ? fill : trace.readBytes[i]
    outcome.wanBytes += bytes
    outcome.wanCost += bytes * trace.linkPricePerByte[home * trace.regionCount + region]
  }
  return outcome
}

/** Oldest read first in the map. */
export const naiveLru: NaivePolicy = {
  hit(kept, key) {
    const copy = kept.get(key)!
    kept.delete(key)
    kept.set(key, copy)
  },
  victim: kept => [...kept.keys()][0],
}

/** Oldest arrival first in the map; the hand is the key where the search goes on. */
export function naiveSieve(): NaivePolicy {
  let hand: string | undefined
  const after = (kept: Kept, key: string) => {
    const keys = [...kept.keys()]
    return keys[keys.indexOf(key) + 1]
  }
  return {
    hit(kept, key) {
      kept.get(key)!.marked = true
    },
    victim(kept) {
      let at = hand ?? [...kept.keys()][0]
      while (kept.get(at)!.marked) {
        kept.get(at)!.marked = false
        at = after(kept, at) ?? [...kept.keys()][0]
      }
      hand = at
      return at
    },
    removed(kept, key) {
      if (hand === key) hand = after(kept, key)
    },
  }
}
