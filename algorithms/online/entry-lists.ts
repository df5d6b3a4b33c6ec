/**
 * Doubly linked lists over a fixed set of entries, threaded through two Int32Arrays: an entry is on one list at most, every
 * step is O(1), 8 bytes an entry. -1 = none.
 */
export class EntryLists {
  /** Towards the front. Nodes from `#entryCount` on are the lists' own ends, which close each list to a ring. */
  readonly #newer: Int32Array
  readonly #older: Int32Array
  readonly #entryCount: number

  constructor(entryCount: number, listCount: number) {
    this.#entryCount = entryCount
    this.#newer = new Int32Array(entryCount + listCount).fill(-1)
    this.#older = new Int32Array(entryCount + listCount).fill(-1)
    for (let end = entryCount; end < entryCount + listCount; end++) {
      this.#newer[end] = end
      this.#older[end] = end
    }
  }

  /** Puts an entry that is on no list at the front of one. */
  pushFront(list: number, entry: number): void {
    const end = this.#entryCount + list
    const first = this.#older[end]
    this.#older[end] = entry
    this.#newer[entry] = end
    this.#older[entry] = first
    this.#newer[first] = entry
  }

  /** Takes an entry off its list. */
  remove(entry: number): void {
    const newer = this.#newer[entry]
    const older = this.#older[entry]
    this.#older[newer] = older
    this.#newer[older] = newer
    this.#newer[entry] = -1
    this.#older[entry] = -1
  }

  has(entry: number): boolean {
    return this.#newer[entry] >= 0
  }

  /** The entry at the back of a list. */
  back(list: number): number {
    return this.#entryOr(this.#newer[this.#entryCount + list])
  }

  /** The neighbour of an entry towards the front. */
  newer(entry: number): number {
    return this.#entryOr(this.#newer[entry])
  }

  #entryOr(node: number): number {
    return node < this.#entryCount ? node : -1
  }
}
