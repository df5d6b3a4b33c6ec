import type {Day} from '../../model/days.js'
import type {ReadTrace} from './trace.js'

/** What a replay came to on its scored days. Bytes and money are totals over `dayCount` days; prices are the link's, home → region. */
export interface ReplayOutcome {
  readonly policy: string
  readonly scoreFromDay: Day
  readonly dayCount: number
  /** Rows read. `reads` = local at home + `hits` + `remoteReads`; a fill is a remote read too. */
  readonly reads: number
  readonly hits: number
  readonly remoteReads: number
  readonly fills: number
  /** Read remotely and not kept; brought in whole and kept. */
  readonly remoteReadBytes: number
  readonly fillBytes: number
  readonly remoteReadCost: number
  readonly fillCost: number
  readonly wanBytes: number
  readonly wanCost: number
  readonly evictions: number
  readonly expiries: number
  /** Most bytes kept at any time of the scored days, and the mean of what is kept at the end of each. */
  readonly stored: {
    readonly maxBytes: number
    readonly meanBytes: number
    readonly maxBytesByRegion: Float64Array
    readonly meanBytesByRegion: Float64Array
  }
  /** Across the WAN on each scored day, first day first. */
  readonly bytesByDay: Float64Array
  readonly costByDay: Float64Array
}

/** Adds up what a replay does on the scored days. Prices are applied to whole sums by link, so that cost does not drift. */
export class ReplayAccount {
  reads = 0
  hits = 0
  remoteReads = 0
  fills = 0
  evictions = 0
  expiries = 0
  readonly #trace: ReadTrace
  readonly #fromDay: Day
  readonly #dayCount: number
  readonly #remoteReadBytes: Float64Array
  readonly #fillBytes: Float64Array
  readonly #bytesByDay: Float64Array
  readonly #costByDay: Float64Array
  readonly #maxByRegion: Float64Array
  readonly #endSumByRegion: Float64Array
  #maxBytes = 0
  #endSum = 0

  constructor(trace: ReadTrace, fromDay: Day) {
    const {regionCount} = trace
    this.#trace = trace
    this.#fromDay = fromDay
    this.#dayCount = Math.max(0, trace.toDay - fromDay + 1)
    this.#remoteReadBytes = new Float64Array(regionCount * regionCount)
    this.#fillBytes = new Float64Array(regionCount * regionCount)
    this.#bytesByDay = new Float64Array(this.#dayCount)
    this.#costByDay = new Float64Array(this.#dayCount)
    this.#maxByRegion = new Float64Array(regionCount)
    this.#endSumByRegion = new Float64Array(regionCount)
  }

  /** A read that crosses: `isFill` where the whole item comes to stay. */
  cross(isFill: boolean, day: Day, from: number, to: number, bytes: number): void {
    const link = from * this.#trace.regionCount + to
    this.remoteReads += 1
    if (isFill) {
      this.fills += 1
      this.#fillBytes[link] += bytes
    } else this.#remoteReadBytes[link] += bytes
    this.#bytesByDay[day - this.#fromDay] += bytes
    this.#costByDay[day - this.#fromDay] += bytes * this.#trace.linkPricePerByte[link]
  }

  /** What one region and all together keep, whenever that may have risen. */
  noteStored(region: number, regionBytes: number, bytes: number): void {
    if (regionBytes > this.#maxByRegion[region]) this.#maxByRegion[region] = regionBytes
    if (bytes > this.#maxBytes) this.#maxBytes = bytes
  }

  endDay(storedByRegion: Float64Array, storedBytes: number): void {
    this.#endSum += storedBytes
    for (let e = 0; e < storedByRegion.length; e++) this.#endSumByRegion[e] += storedByRegion[e]
  }

  outcome(policy: string): ReplayOutcome {
    const remoteReadBytes = sum(this.#remoteReadBytes)
    const fillBytes = sum(this.#fillBytes)
    const remoteReadCost = this.#priced(this.#remoteReadBytes)
    const fillCost = this.#priced(this.#fillBytes)
    return {
      policy,
      scoreFromDay: this.#fromDay,
      dayCount: this.#dayCount,
      reads: this.reads,
      hits: this.hits,
      remoteReads: this.remoteReads,
      fills: this.fills,
      remoteReadBytes,
      fillBytes,
      remoteReadCost,
      fillCost,
      wanBytes: remoteReadBytes + fillBytes,
      wanCost: remoteReadCost + fillCost,
      evictions: this.evictions,
      expiries: this.expiries,
      stored: {
        maxBytes: this.#maxBytes,
        meanBytes: this.#endSum / Math.max(1, this.#dayCount),
        maxBytesByRegion: this.#maxByRegion,
        meanBytesByRegion: this.#endSumByRegion.map(bytes => bytes / Math.max(1, this.#dayCount)),
      },
      bytesByDay: this.#bytesByDay,
      costByDay: this.#costByDay,
    }
  }

  #priced(linkBytes: Float64Array): number {
    return linkBytes.reduce((cost, bytes, link) => cost + bytes * this.#trace.linkPricePerByte[link], 0)
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
