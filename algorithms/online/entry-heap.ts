/**
 * Binary min-heap of entries with keys that may change, in typed arrays: each entry knows its place. The least key is on top,
 * ties by the lower entry. Put, remove and change cost O(log n); 16 bytes an entry. Keys must not be NaN.
 */
export class EntryHeap {
  readonly #key: Float64Array
  readonly #heap: Int32Array
  /** Place in `#heap`; -1 = not in it. */
  readonly #place: Int32Array
  #size = 0

  constructor(entryCount: number) {
    this.#key = new Float64Array(entryCount)
    this.#heap = new Int32Array(entryCount)
    this.#place = new Int32Array(entryCount).fill(-1)
  }

  /** The entry with the least key; -1 on an empty heap. */
  get top(): number {
    return this.#size === 0 ? -1 : this.#heap[0]
  }

  keyOf(entry: number): number {
    return this.#key[entry]
  }

  /** Puts the entry in with this key, or changes its key. */
  put(entry: number, key: number): void {
    this.#key[entry] = key
    if (this.#place[entry] < 0) {
      this.#place[entry] = this.#size
      this.#heap[this.#size++] = entry
    }
    this.#sink(this.#rise(this.#place[entry]))
  }

  /** Takes the entry out, if it is in. */
  remove(entry: number): void {
    const place = this.#place[entry]
    if (place < 0) return
    this.#place[entry] = -1
    const last = this.#heap[--this.#size]
    if (last === entry) return
    this.#heap[place] = last
    this.#place[last] = place
    this.#sink(this.#rise(place))
  }

  #isBefore(a: number, b: number): boolean {
    return this.#key[a] < this.#key[b] || (this.#key[a] === this.#key[b] && a < b)
  }

  #rise(from: number): number {
    const entry = this.#heap[from]
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.#heap[parent]
      if (!this.#isBefore(entry, above)) break
      this.#heap[at] = above
      this.#place[above] = at
      at = parent
    }
    this.#heap[at] = entry
    this.#place[entry] = at
    return at
  }

  #sink(from: number): void {
    const entry = this.#heap[from]
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.#size) break
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1], this.#heap[child])) child += 1
      const below = this.#heap[child]
      if (!this.#isBefore(below, entry)) break
      this.#heap[at] = below
      this.#place[below] = at
      at = child
    }
    this.#heap[at] = entry
    this.#place[entry] = at
  }
}
