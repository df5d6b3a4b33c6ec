import {EntryLists} from './entry-lists.js'
import type {Access, OnlineCache, OnlinePolicy} from './policy.js'

/**
 * SIEVE: a queue, a mark and a hand.
 *
 * Idea: keep newcomers in the order they came; a hand walks from the oldest to the newest, spares once whoever was read since it
 * passed, and evicts the first who was not. Formula: hit: mark; evict: clear marks under the hand until one has none. Source: Zhang,
 * Yang, Yue, Vigfusson & Rashmi, NSDI 2024. Cost: O(1) a read, amortised, 9 bytes an entry. Guarantee: none. Loses: sizes differ
 * by orders of magnitude here and it does not see them; made for web caches where most are read once.
 */
export const sieve = {
  name: 'sieve',
  summary: 'A queue with a hand that evicts what was not read since it last passed.',
  source: 'Zhang et al., NSDI 2024',
  kind: 'baseline',
  options: {},
  create: (pool): OnlineCache => new Sieve(pool.entryCount),
} as const satisfies OnlinePolicy

class Sieve implements OnlineCache {
  readonly #queue: EntryLists
  readonly #isMarked: Uint8Array
  /** Where the hand goes on; -1 = at the oldest. */
  #hand = -1

  constructor(entryCount: number) {
    this.#queue = new EntryLists(entryCount, 1)
    this.#isMarked = new Uint8Array(entryCount)
  }

  hit(entry: number, _access: Access): void {
    this.#isMarked[entry] = 1
  }

  admits(_entry: number, _access: Access): boolean {
    return true
  }

  insert(entry: number, _access: Access): void {
    this.#isMarked[entry] = 0
    this.#queue.pushFront(0, entry)
  }

  victim(): number {
    let at = this.#hand < 0 ? this.#queue.back(0) : this.#hand
    while (this.#isMarked[at] === 1) {
      this.#isMarked[at] = 0
      at = this.#queue.newer(at)
      if (at < 0) at = this.#queue.back(0)
    }
    this.#hand = at
    return at
  }

  remove(entry: number): void {
    if (this.#hand === entry) this.#hand = this.#queue.newer(entry)
    this.#queue.remove(entry)
  }
}
