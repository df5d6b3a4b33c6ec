import type {Traffic} from '../account.js'
import type {Day} from '../days.js'
import type {History} from '../history.js'

const causes = ['remoteRead', 'refresh', 'writeBack'] as const
export type Cause = (typeof causes)[number]

/** Adds up what crosses the WAN, by cause, link and day (spec: formats.md 3.7). */
export class Tally {
  readonly bytesByDay: Float64Array
  readonly costByDay: Float64Array
  reads = 0
  remoteReads = 0
  readonly #fromDay: Day
  readonly #regionCount: number
  readonly #pricePerByte: Float64Array
  /** Bytes by link for each cause: prices are applied to whole sums, so that cost does not drift with the number of rows. */
  readonly #linkBytes: Readonly<Record<Cause, Float64Array>>

  constructor(history: History) {
    const dayCount = history.toDay - history.fromDay + 1
    this.bytesByDay = new Float64Array(dayCount)
    this.costByDay = new Float64Array(dayCount)
    this.#fromDay = history.fromDay
    this.#regionCount = history.topology.regions.length
    this.#pricePerByte = history.topology.linkPricePerByte
    const links = this.#regionCount ** 2
    this.#linkBytes = {
      remoteRead: new Float64Array(links),
      refresh: new Float64Array(links),
      writeBack: new Float64Array(links),
    }
  }

  /** Counts `bytes` that cross from one region to another on a scored day. */
  cross(cause: Cause, day: Day, from: number, to: number, bytes: number): void {
    const link = from * this.#regionCount + to
    this.#linkBytes[cause][link]! += bytes
    this.bytesByDay[day - this.#fromDay]! += bytes
    this.costByDay[day - this.#fromDay]! += bytes * this.#pricePerByte[link]!
  }

  traffic(): Traffic {
    const linkBytes = new Float64Array(this.#regionCount ** 2)
    for (const cause of causes)
      for (let link = 0; link < linkBytes.length; link++) linkBytes[link]! += this.#linkBytes[cause][link]!
    return {
      dayCount: this.bytesByDay.length,
      remoteReadBytes: this.#bytes('remoteRead'),
      refreshBytes: this.#bytes('refresh'),
      writeBackBytes: this.#bytes('writeBack'),
      remoteReadCost: this.#cost('remoteRead'),
      refreshCost: this.#cost('refresh'),
      writeBackCost: this.#cost('writeBack'),
      remoteReads: this.remoteReads,
      reads: this.reads,
      linkBytes,
    }
  }

  #bytes(cause: Cause): number {
    return this.#linkBytes[cause].reduce((sum, bytes) => sum + bytes, 0)
  }

  #cost(cause: Cause): number {
    return this.#linkBytes[cause].reduce((sum, bytes, link) => sum + bytes * this.#pricePerByte[link]!, 0)
  }
}
