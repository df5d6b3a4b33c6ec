import type {ReadTrace} from './trace.js'

/**
 * What a cache could keep: an *entry* is a (region, item) pair that some run reads away from the item's home, of a table that may
 * be replicated. Entries are numbered by region, then item, so that those of region e are `regionStart[e] … regionStart[e + 1]`.
 */
export interface Entries {
  readonly count: number
  readonly regionStart: Int32Array
  readonly region: Int32Array
  /** Entry of each access; -1 where it is local or never cacheable. */
  readonly ofAccess: Int32Array
  /** Entries of item i are `itemStart[i] … itemStart[i + 1]` of `itemEntry`. */
  readonly itemStart: Int32Array
  readonly itemEntry: Int32Array
}

/** Numbers the entries of a trace: two counting sorts, O(accesses + items + regions). */
export function indexEntries(trace: ReadTrace): Entries {
  const {accessCount, itemCount, regionCount, item, region, itemHome, itemReplicable} = trace
  const byItem = groupBy(item, accessCount, itemCount)
  const ofAccess = new Int32Array(accessCount).fill(-1)
  const seenFor = new Int32Array(regionCount).fill(-1)
  const latest = new Int32Array(regionCount)
  const counts = new Int32Array(regionCount)
  const itemStart = new Int32Array(itemCount + 1)
  const entryRegions: number[] = []
  const withinRegion: number[] = []
  for (let i = 0; i < itemCount; i++) {
    for (let at = byItem.start[i]; at < byItem.start[i + 1] && itemReplicable[i] === 1; at++) {
      const access = byItem.order[at]
      const e = region[access]
      if (e === itemHome[i]) continue
      if (seenFor[e] !== i) {
        seenFor[e] = i
        latest[e] = counts[e]++
        entryRegions.push(e)
        withinRegion.push(latest[e])
      }
      ofAccess[access] = latest[e]
    }
    itemStart[i + 1] = entryRegions.length
  }
  const regionStart = new Int32Array(regionCount + 1)
  for (let e = 0; e < regionCount; e++) regionStart[e + 1] = regionStart[e] + counts[e]
  for (let access = 0; access < accessCount; access++) {
    if (ofAccess[access] >= 0) ofAccess[access] += regionStart[region[access]]
  }
  const entryRegion = new Int32Array(entryRegions.length)
  for (let e = 0; e < regionCount; e++) entryRegion.fill(e, regionStart[e], regionStart[e + 1])
  return {
    count: entryRegions.length,
    regionStart,
    region: entryRegion,
    ofAccess,
    itemStart,
    itemEntry: Int32Array.from(entryRegions, (e, at) => regionStart[e] + withinRegion[at]),
  }
}

/** Row numbers grouped by key, rising within a key; keys below 0 are left out. Group k is `start[k] … start[k + 1]` of `order`. */
export function groupBy(key: {readonly [row: number]: number}, length: number, keyCount: number) {
  const start = new Int32Array(keyCount + 1)
  for (let row = 0; row < length; row++) if (key[row] >= 0) start[key[row] + 1] += 1
  for (let k = 0; k < keyCount; k++) start[k + 1] += start[k]
  const next = start.slice()
  const order = new Int32Array(start[keyCount])
  for (let row = 0; row < length; row++) if (key[row] >= 0) order[next[key[row]]++] = row
  return {start, order}
}

/** Version of each access's item: how often the item was rewritten before. Two reads hit the same copy only if equal. */
export function versionOfAccess(trace: ReadTrace): Int32Array {
  const {accessCount, item, itemCount, rewrites} = trace
  const current = new Int32Array(itemCount)
  const version = new Int32Array(accessCount)
  let next = 0
  for (let access = 0; access < accessCount; access++) {
    while (next < rewrites.count && rewrites.position[next] <= access) current[rewrites.item[next++]] += 1
    version[access] = current[item[access]]
  }
  return version
}
