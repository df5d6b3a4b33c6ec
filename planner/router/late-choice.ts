import type {HoldersNow} from './holders-now.js'
import type {InputCosts} from './input-costs.js'

/** Index into `lateActions`. */
const wait = 0
const remote = 1
const recompute = 2

/**
 * What to do at one region about the inputs that are late there. Each of them is waited for, read from the cheapest holder
 * that has it, or made again at the region, which is possible where the job that makes it is known and all tables that it is
 * made from are there at the same age (one level of lineage; partitions of other ages are not considered).
 * All waits run side by side, beside the queue, so for a start after T seconds the bytes and CPU of each input are chosen on
 * their own; T is tried at the queue's end, at every arrival and at every end of a recomputation within the limit:
 *   min over T of  waitPrice · T + Σ min(remote, 0 if it has arrived by T, CPU price if it can be made by T).
 * Exact for these choices, O(k²) for k late inputs of the region. One object a router, reused.
 */
export class LateChoice {
  /** Seconds until the start. */
  seconds = 0
  /** Currency and bytes that need not cross after all. */
  savedMoveCost = 0
  savedBytes = 0
  recomputeCost = 0
  /** What being late costs beside the same region with everything in its place, in currency. */
  extraCost = 0
  /** The weightiest action taken, index into `lateActions`; −1 where nothing is late at the region. */
  action = -1
  /** By late input (index into `InputCosts.late`): the action, for those of the region. */
  #actions = new Uint8Array(16)
  #recomputeCost = new Float64Array(16)
  #recomputeSeconds = new Float64Array(16)

  choose(
    costs: InputCosts,
    holders: HoldersNow,
    region: number,
    queueSeconds: number,
    limitSeconds: number,
    waitPricePerSecond: number,
    recomputeSecondsPerCpuHour: number,
  ): void {
    this.seconds = queueSeconds
    this.savedMoveCost = 0
    this.savedBytes = 0
    this.recomputeCost = 0
    this.extraCost = 0
    this.action = -1
    const {late} = costs
    if (late.count === 0) return
    this.#makeRoom(late.count)
    let concerned = false
    for (let i = 0; i < late.count; i++) {
      if (late.region[i] !== region) continue
      concerned = true
      this.#priceRecompute(holders, region, late.table[i], late.age[i], i, recomputeSecondsPerCpuHour)
    }
    if (!concerned) return

    let bestCost = this.#costAt(costs, region, queueSeconds, waitPricePerSecond)
    for (let i = 0; i < late.count; i++) {
      if (late.region[i] !== region) continue
      for (let end = 0; end < 2; end++) {
        const seconds = end === 0 ? late.seconds[i] : this.#recomputeSeconds[i]
        if (!(seconds > queueSeconds && seconds <= limitSeconds)) continue
        const cost = this.#costAt(costs, region, seconds, waitPricePerSecond)
        if (cost < bestCost || (cost === bestCost && seconds < this.seconds)) {
          bestCost = cost
          this.seconds = seconds
        }
      }
    }
    this.extraCost = bestCost - waitPricePerSecond * queueSeconds
    for (let i = 0; i < late.count; i++) {
      if (late.region[i] !== region) continue
      const action = this.#actionAt(late.seconds[i], late.remoteCost[i], i, this.seconds)
      this.#actions[i] = action
      if (this.action !== recompute && (this.action < 0 || action === recompute || action === wait))
        this.action = action
      if (action === remote) continue
      this.savedMoveCost += late.remoteCost[i]
      this.savedBytes += late.bytes[i]
      if (action === recompute) this.recomputeCost += this.#recomputeCost[i]
    }
  }

  /** What was last chosen for a late input of the region. */
  actionOf(lateInput: number): number {
    return this.#actions[lateInput]
  }

  #costAt(costs: InputCosts, region: number, seconds: number, waitPricePerSecond: number): number {
    const {late} = costs
    let cost = waitPricePerSecond * seconds
    for (let i = 0; i < late.count; i++) {
      if (late.region[i] !== region) continue
      const action = this.#actionAt(late.seconds[i], late.remoteCost[i], i, seconds)
      cost += action === wait ? 0 : action === remote ? late.remoteCost[i] : this.#recomputeCost[i]
    }
    return cost
  }

  #actionAt(arrivalSeconds: number, remoteCost: number, i: number, seconds: number): number {
    if (arrivalSeconds <= seconds) return wait
    return this.#recomputeSeconds[i] <= seconds && this.#recomputeCost[i] < remoteCost ? recompute : remote
  }

  #priceRecompute(
    holders: HoldersNow,
    region: number,
    table: number,
    age: number,
    i: number,
    secondsPerCpuHour: number,
  ): void {
    const {catalogue} = holders
    const {upstreamStart, upstream} = catalogue
    const cpuHours = catalogue.tableMakerCpuHours[table]
    this.#recomputeCost[i] = Infinity
    this.#recomputeSeconds[i] = Infinity
    if (!(cpuHours >= 0) || upstreamStart[table] === upstreamStart[table + 1]) return
    for (let u = upstreamStart[table]; u < upstreamStart[table + 1]; u++) {
      const needed = upstream[u]
      if (!holders.isLocal(needed, region, catalogue.tableSnapshot[needed] === 1 ? 0 : age)) return
    }
    this.#recomputeCost[i] = cpuHours * catalogue.computePricePerCpuHour[region]
    this.#recomputeSeconds[i] = cpuHours * secondsPerCpuHour
  }

  #makeRoom(count: number): void {
    if (count <= this.#actions.length) return
    this.#actions = new Uint8Array(count * 2)
    this.#recomputeCost = new Float64Array(count * 2)
    this.#recomputeSeconds = new Float64Array(count * 2)
  }
}
