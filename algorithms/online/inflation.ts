import {EntryHeap} from './entry-heap.js'
import type {Access, OnlineCache} from './policy.js'

/** What an entry is worth at a read, on top of the inflation; `frequency` counts its reads since it was brought in. */
export type Worth = (frequency: number, access: Access) => number

/**
 * Priorities with inflation, the frame of GreedyDual and its relatives: an entry's priority is set to L + worth whenever it is read, the
 * least one is evicted, and L rises to what was evicted, so that old worth fades without touching every entry.
 * O(log entries) a read, 20 bytes an entry.
 */
export class InflatedPriorities implements OnlineCache {
  readonly #heap: EntryHeap
  readonly #frequency: Int32Array
  readonly #worth: Worth
  #inflation = 0

  constructor(entryCount: number, worth: Worth) {
    this.#heap = new EntryHeap(entryCount)
    this.#frequency = new Int32Array(entryCount)
    this.#worth = worth
  }

  hit(entry: number, access: Access): void {
    this.#frequency[entry] += 1
    this.#heap.put(entry, this.#inflation + this.#worth(this.#frequency[entry], access))
  }

  admits(_entry: number, _access: Access): boolean {
    return true
  }

  insert(entry: number, access: Access): void {
    this.#frequency[entry] = 0
    this.hit(entry, access)
  }

  victim(): number {
    const entry = this.#heap.top
    this.#inflation = this.#heap.keyOf(entry)
    return entry
  }

  remove(entry: number): void {
    this.#heap.remove(entry)
  }
}
