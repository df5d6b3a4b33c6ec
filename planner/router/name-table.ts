/** Names to dense indices in three typed arrays, which threads can share: no Map a thread, and no allocation to look up. */
export interface NameColumns {
  /** Open addressing, two entries a slot: hash and index + 1 (0 = empty). Its length is a power of two. */
  readonly slots: Int32Array
  /** Name i is the UTF-16 units `start[i] … start[i + 1]`. */
  readonly start: Int32Array
  readonly units: Uint16Array
}

export function packNames(names: readonly string[]): NameColumns {
  let slotCount = 2
  while (slotCount < names.length * 2) slotCount *= 2
  const slots = new Int32Array(slotCount * 2)
  const start = new Int32Array(names.length + 1)
  for (let i = 0; i < names.length; i++) start[i + 1] = start[i] + names[i].length
  const units = new Uint16Array(start[names.length])
  for (let i = 0; i < names.length; i++) {
    const name = names[i]
    for (let k = 0; k < name.length; k++) units[start[i] + k] = name.charCodeAt(k)
    const hash = hashOf(name)
    let slot = hash & (slotCount - 1)
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & (slotCount - 1)
    slots[slot * 2] = hash
    slots[slot * 2 + 1] = i + 1
  }
  return {slots, start, units}
}

/** Index of a name, or −1. Where a name was packed twice, the first. */
export function findName(names: NameColumns, name: string): number {
  const {slots} = names
  const mask = (slots.length >>> 1) - 1
  const hash = hashOf(name)
  for (let slot = hash & mask; slots[slot * 2 + 1] !== 0; slot = (slot + 1) & mask) {
    if (slots[slot * 2] !== hash) continue
    const index = slots[slot * 2 + 1] - 1
    if (isName(names, index, name)) return index
  }
  return -1
}

export function nameAt({start, units}: NameColumns, index: number): string {
  let name = ''
  for (let k = start[index]; k < start[index + 1]; k++) name += String.fromCharCode(units[k])
  return name
}

function isName({start, units}: NameColumns, index: number, name: string): boolean {
  const begin = start[index]
  if (start[index + 1] - begin !== name.length) return false
  for (let k = 0; k < name.length; k++) if (units[begin + k] !== name.charCodeAt(k)) return false
  return true
}

/** FNV-1a over UTF-16 units, the high half folded into the low one. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5 | 0
  for (let k = 0; k < name.length; k++) hash = Math.imul(hash ^ name.charCodeAt(k), 0x01000193)
  return hash ^ (hash >>> 15)
}
