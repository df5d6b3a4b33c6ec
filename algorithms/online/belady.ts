import {EntryHeap} from './entry-heap.js'
import type {LookAhead} from './look-ahead.js'
import type {Access, OnlineCache, OnlinePolicy, Pool} from './policy.js'

/**
 * Belady: evicts what is needed again last, by looking into the future.
 *
 * Idea: of all that is kept, let go what will be read again farthest ahead, or never; do not let in what is itself farther than those
 * that must go for it. Formula: admit if the later reads of this version outweigh what the whole item costs beyond this read, and room can be made
 * from free bytes and from entries whose next read is farther. Source: Belady 1966, with bypass and sizes added. Cost:
 * O(log entries) a read and more for each entry looked at; 24 bytes an entry, 16 an access. Guarantee: optimal for equal sizes, equal prices and whole
 * reads (MIN with bypass); **with unequal sizes only a heuristic oracle**: the optimum is NP-hard, and `pfooBound` says how far off it may be.
 * Loses: one large entry read a little sooner drives out many small ones read a little later; blind to price when it evicts.
 */
export const belady = {
  name: 'belady',
  summary: 'Oracle: evicts what will be read again last (a heuristic where sizes differ).',
  source: 'Belady, IBM Systems Journal 1966',
  kind: 'oracle',
  options: {},
  create: (pool): OnlineCache => new Belady(pool),
} as const satisfies OnlinePolicy

class Belady implements OnlineCache {
  readonly #pool: Pool
  readonly #future: LookAhead
  /** Farthest next read on top: keys are negative positions. */
  readonly #byNextRead: EntryHeap
  readonly #bytes: Float64Array

  constructor(pool: Pool) {
    this.#pool = pool
    this.#future = pool.lookAhead()
    this.#byNextRead = new EntryHeap(pool.entryCount)
    this.#bytes = new Float64Array(pool.entryCount)
  }

  hit(entry: number, {position}: Access): void {
    this.#byNextRead.put(entry, -this.#future.nextRead[position])
  }

  admits(_entry: number, {position, fillBytes, readBytes}: Access): boolean {
    if (this.#future.laterBytes[position] <= fillBytes - readBytes) return false
    return this.#hasRoomBeyond(this.#future.nextRead[position], fillBytes)
  }

  insert(entry: number, access: Access): void {
    this.#bytes[entry] = access.fillBytes
    this.hit(entry, access)
  }

  victim(): number {
    return this.#byNextRead.top
  }

  remove(entry: number): void {
    this.#byNextRead.remove(entry)
  }

  /** Whether free bytes and the entries whose next read comes after `position` make room for `bytes`. */
  #hasRoomBeyond(position: number, bytes: number): boolean {
    let missing = this.#pool.storedBytes + bytes - this.#pool.capacityBytes
    const lookedAt: number[] = []
    while (missing > 0) {
      const entry = this.#byNextRead.top
      if (entry < 0 || -this.#byNextRead.keyOf(entry) <= position) break
      missing -= this.#bytes[entry]
      lookedAt.push(entry)
      this.#byNextRead.remove(entry)
    }
    for (const entry of lookedAt) this.#byNextRead.put(entry, this.#byNextRead.keyOf(entry))
    return missing <= 0
  }
}
