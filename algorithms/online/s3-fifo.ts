import type {OptionTable} from '../options.js'
import {EntryLists} from './entry-lists.js'
import type {Access, OnlineCache, OnlinePolicy, Pool, Removal} from './policy.js'

const options = {
  smallShare: {
    type: 'number',
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share',
    meaning: 'share of the budget for the queue of newcomers',
  },
} as const satisfies OptionTable

const small = 0
const main = 1
const ghost = 2
const mostReads = 3

/**
 * S3-FIFO: three queues, first in, first out.
 *
 * Idea: newcomers wait in a small queue; who is read there twice moves to the main one, the others leave and only their names are kept
 * for a while; who comes back by name goes to the main queue at once. Formula: small = 10 % of the bytes; main spares whoever was read
 * (count up to 3, one less each time round); names for as many bytes as main may hold. Source: Yang, Zhang, Qiu, Yue & Rashmi,
 * SOSP 2023; shares are of bytes here, as sizes differ. Cost: O(1) a read, amortised, 18 bytes an entry. Guarantee: none.
 * Loses: one large partition fills the small queue; a daily partition that is read twice a day only, days apart, never gets through.
 */
export const s3Fifo = {
  name: 's3-fifo',
  summary: 'A small queue that filters what is read once, a main queue, and the names of who left.',
  source: 'Yang et al., SOSP 2023',
  kind: 'baseline',
  options,
  create: (pool, given): OnlineCache => new S3Fifo(pool, given.smallShare as number),
} as const satisfies OnlinePolicy

class S3Fifo implements OnlineCache {
  readonly #lists: EntryLists
  readonly #listOf: Int8Array
  readonly #reads: Uint8Array
  /** Bytes of what is kept or remembered by name. */
  readonly #bytes: Float64Array
  readonly #listBytes = new Float64Array(3)
  readonly #smallCapacity: number
  readonly #ghostCapacity: number

  constructor({entryCount, capacityBytes}: Pool, smallShare: number) {
    this.#lists = new EntryLists(entryCount, 3)
    this.#listOf = new Int8Array(entryCount).fill(-1)
    this.#reads = new Uint8Array(entryCount)
    this.#bytes = new Float64Array(entryCount)
    const isBounded = Number.isFinite(capacityBytes)
    this.#smallCapacity = isBounded ? smallShare * capacityBytes : capacityBytes
    this.#ghostCapacity = isBounded ? (1 - smallShare) * capacityBytes : capacityBytes
  }

  hit(entry: number, _access: Access): void {
    if (this.#reads[entry] < mostReads) this.#reads[entry] += 1
  }

  admits(_entry: number, _access: Access): boolean {
    return true
  }

  insert(entry: number, {fillBytes}: Access): void {
    const isRemembered = this.#listOf[entry] === ghost
    if (isRemembered) this.#takeOff(entry)
    this.#bytes[entry] = fillBytes
    this.#reads[entry] = 0
    this.#putOn(isRemembered ? main : small, entry)
  }

  victim(): number {
    const fromSmall = this.#listBytes[small] > this.#smallCapacity || this.#lists.back(main) < 0
    const entry = fromSmall ? this.#victimOfSmall() : -1
    return entry >= 0 ? entry : this.#victimOfMain()
  }

  remove(entry: number, why: Removal): void {
    const wasSmall = this.#listOf[entry] === small
    this.#takeOff(entry)
    if (!wasSmall || why !== 'evicted') return
    this.#putOn(ghost, entry)
    while (this.#listBytes[ghost] > this.#ghostCapacity && this.#lists.back(ghost) >= 0) {
      this.#takeOff(this.#lists.back(ghost))
    }
  }

  /** The oldest newcomer not read twice; those that were move to main on the way. -1 where none is left. */
  #victimOfSmall(): number {
    for (;;) {
      const entry = this.#lists.back(small)
      if (entry < 0 || this.#reads[entry] < 2) return entry
      this.#takeOff(entry)
      this.#reads[entry] = 0
      this.#putOn(main, entry)
    }
  }

  /** The oldest of main not read since it last came round; small's oldest where main is empty. */
  #victimOfMain(): number {
    for (;;) {
      const entry = this.#lists.back(main)
      if (entry < 0) return this.#lists.back(small)
      if (this.#reads[entry] === 0) return entry
      this.#reads[entry] -= 1
      this.#lists.remove(entry)
      this.#lists.pushFront(main, entry)
    }
  }

  #putOn(list: number, entry: number): void {
    this.#lists.pushFront(list, entry)
    this.#listOf[entry] = list
    this.#listBytes[list] += this.#bytes[entry]
  }

  #takeOff(entry: number): void {
    this.#lists.remove(entry)
    this.#listBytes[this.#listOf[entry]] -= this.#bytes[entry]
    this.#listOf[entry] = -1
  }
}
