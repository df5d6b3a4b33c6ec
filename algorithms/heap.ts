/**
 * Binary max-heap in flat typed arrays: no object per entry. An entry is a key and two whole numbers, `item` and `tag`.
 * Order: higher key, then lower item, then lower tag, so that the same pushes always pop in the same order.
 * Push and pop cost O(log n) time; 16 bytes an entry. Keys must not be NaN.
 */
export class MaxHeap {
  #keys: Float64Array
  #items: Int32Array
  #tags: Int32Array
  #size = 0

  /** @param capacity entries to make room for at once; it grows by doubling. */
  constructor(capacity = 16) {
    const room = Math.max(1, capacity)
    this.#keys = new Float64Array(room)
    this.#items = new Int32Array(room)
    this.#tags = new Int32Array(room)
  }

  get size(): number {
    return this.#size
  }

  /** Key, item and tag of the highest entry. Undefined meaning on an empty heap: ask `size` first. */
  get topKey(): number {
    return this.#keys[0]
  }
  get topItem(): number {
    return this.#items[0]
  }
  get topTag(): number {
    return this.#tags[0]
  }

  push(key: number, item: number, tag: number): void {
    if (this.#size === this.#keys.length) this.#grow()
    const keys = this.#keys
    const items = this.#items
    const tags = this.#tags
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isHigher(key, item, tag, keys[parent], items[parent], tags[parent])) break
      keys[at] = keys[parent]
      items[at] = items[parent]
      tags[at] = tags[parent]
      at = parent
    }
    keys[at] = key
    items[at] = item
    tags[at] = tag
  }

  /** Removes the highest entry; read it from `topKey`, `topItem`, `topTag` before. Does nothing on an empty heap. */
  pop(): void {
    if (this.#size === 0) return
    const keys = this.#keys
    const items = this.#items
    const tags = this.#tags
    const size = --this.#size
    const key = keys[size]
    const item = items[size]
    const tag = tags[size]
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      const right = child + 1
      if (right < size && isHigher(keys[right], items[right], tags[right], keys[child], items[child], tags[child])) {
        child = right
      }
      if (!isHigher(keys[child], items[child], tags[child], key, item, tag)) break
      keys[at] = keys[child]
      items[at] = items[child]
      tags[at] = tags[child]
      at = child
    }
    keys[at] = key
    items[at] = item
    tags[at] = tag
  }

  #grow(): void {
    const room = 2 * this.#keys.length
    const keys = new Float64Array(room)
    const items = new Int32Array(room)
    const tags = new Int32Array(room)
    keys.set(this.#keys)
    items.set(this.#items)
    tags.set(this.#tags)
    this.#keys = keys
    this.#items = items
    this.#tags = tags
  }
}

function isHigher(keyA: number, itemA: number, tagA: number, keyB: number, itemB: number, tagB: number): boolean {
  if (keyA !== keyB) return keyA > keyB
  if (itemA !== itemB) return itemA < itemB
  return tagA < tagB
}
