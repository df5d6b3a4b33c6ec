import type {HoldersNow} from './holders-now.js'

/** Partitions that the plan wants at a region and that are late there: one row each. */
interface LateInputs {
  count: number
  region: Int32Array
  input: Int32Array
  table: Int32Array
  age: Float64Array
  bytes: Float64Array
  /** Seconds until it is there. */
  seconds: Float64Array
  /** Currency to read it from the cheapest holder instead; part of `moveCost`. */
  remoteCost: Float64Array
}

/**
 * What the inputs of one job cost to bring to each region (formats.md 3.3): what is at home there or replicated costs
 * nothing, the rest comes from the cheapest holder. Filled anew for each job, without allocating (but for more late inputs than ever).
 */
export class InputCosts {
  totalBytes = 0
  /** Currency by region. */
  readonly moveCost: Float64Array
  /** Bytes by region that need not cross. */
  readonly localBytes: Float64Array
  /** Of one byte of the uncertain input: currency by region, and the share that is local. */
  readonly costPerByte: Float64Array
  readonly localShare: Float64Array
  late: LateInputs = lateRoom(16)
  readonly #price: Float64Array

  constructor(regionCount: number) {
    this.moveCost = new Float64Array(regionCount)
    this.localBytes = new Float64Array(regionCount)
    this.costPerByte = new Float64Array(regionCount)
    this.localShare = new Float64Array(regionCount)
    this.#price = new Float64Array(regionCount)
  }

  /** @param hasUncertain without it what stands of an uncertain input is not read, and may be of an earlier job */
  begin(hasUncertain: boolean): void {
    this.totalBytes = 0
    this.late.count = 0
    const {moveCost, localBytes} = this
    for (let e = 0; e < moveCost.length; e++) {
      moveCost[e] = 0
      localBytes[e] = 0
    }
    if (!hasUncertain) return
    this.costPerByte.fill(0)
    this.localShare.fill(0)
  }

  /** Adds one partition of `bytes`, of a table whose home is known. */
  add(holders: HoldersNow, input: number, table: number, age: number, bytes: number): void {
    const {catalogue, plan} = holders
    const regions = catalogue.regionCount
    this.totalBytes += bytes
    if (plan.windowStart[table] === plan.windowStart[table + 1]) {
      const home = plan.tableHome[table]
      const prices = catalogue.linkPricePerByte
      const {moveCost} = this
      this.localBytes[home] += bytes
      for (let e = 0, link = home * regions; e < regions; e++, link++) moveCost[e] += bytes * prices[link]
      return
    }
    this.#priceHolders(holders, table, age, bytes, this.localBytes)
    const moveCost = this.moveCost
    const price = this.#price
    for (let e = 0; e < regions; e++) moveCost[e] += bytes * price[e]
    if (holders.late.concerns(table)) this.#noteLate(holders, input, table, age, bytes)
  }

  /** Adds one partition of the uncertain input: `share` of the input's bytes. Where it is late it is never waited for. */
  addUncertain(holders: HoldersNow, table: number, age: number, share: number): void {
    this.#priceHolders(holders, table, age, share, this.localShare)
    for (let e = 0; e < holders.catalogue.regionCount; e++) this.costPerByte[e] += share * this.#price[e]
  }

  /** The price of a byte from the cheapest present holder to every region; adds `amount` to what each holder has. */
  #priceHolders(holders: HoldersNow, table: number, age: number, amount: number, held: Float64Array): void {
    const {catalogue, plan} = holders
    const {regionCount, linkPricePerByte} = catalogue
    const home = plan.tableHome[table]
    const best = this.#price
    held[home] += amount
    for (let e = 0, link = home * regionCount; e < regionCount; e++, link++) best[e] = linkPricePerByte[link]
    for (let w = plan.windowStart[table]; w < plan.windowStart[table + 1]; w++) {
      const holder = plan.windowRegion[w]
      if (holder === home || !(plan.windowFromAge[w] <= age && age < plan.windowToAge[w])) continue
      if (holders.secondsUntil(table, holder, age) >= 0) continue
      held[holder] += amount
      for (let e = 0; e < regionCount; e++) {
        const price = linkPricePerByte[holder * regionCount + e]
        if (price < best[e]) best[e] = price
      }
    }
  }

  #noteLate(holders: HoldersNow, input: number, table: number, age: number, bytes: number): void {
    const {plan} = holders
    for (let w = plan.windowStart[table]; w < plan.windowStart[table + 1]; w++) {
      const region = plan.windowRegion[w]
      if (region === plan.tableHome[table]) continue
      if (!(plan.windowFromAge[w] <= age && age < plan.windowToAge[w])) continue
      const seconds = holders.secondsUntil(table, region, age)
      if (seconds < 0) continue
      if (this.late.count === this.late.region.length) this.late = grown(this.late)
      const at = this.late.count++
      this.late.region[at] = region
      this.late.input[at] = input
      this.late.table[at] = table
      this.late.age[at] = age
      this.late.bytes[at] = bytes
      this.late.seconds[at] = seconds
      this.late.remoteCost[at] = bytes * this.#price[region]
    }
  }
}

function lateRoom(rows: number): LateInputs {
  return {
    count: 0,
    region: new Int32Array(rows),
    input: new Int32Array(rows),
    table: new Int32Array(rows),
    age: new Float64Array(rows),
    bytes: new Float64Array(rows),
    seconds: new Float64Array(rows),
    remoteCost: new Float64Array(rows),
  }
}

function grown(late: LateInputs): LateInputs {
  const more = lateRoom(late.region.length * 2)
  more.count = late.count
  more.region.set(late.region)
  more.input.set(late.input)
  more.table.set(late.table)
  more.age.set(late.age)
  more.bytes.set(late.bytes)
  more.seconds.set(late.seconds)
  more.remoteCost.set(late.remoteCost)
  return more
}
