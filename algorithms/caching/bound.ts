import type {ReplicaBudgets} from '../../model/budgets.js'
import {partitionBytesOn, windowRefreshBytes, windowStoredBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import {gatherRemoteDemand, type RemoteDemand} from './demand.js'
import {mostCoupledRegions, type Sourcing, SourcingTables} from './sourcing.js'
import {type AgeProfile, cheapestWindows} from './walk.js'

/** A lower bound on what any replicas within the budgets leave to pay, with homes and jobs as placed. */
export interface CachingBound {
  /** Of the remote reads of replicable tables and the refreshes that replace them; write-backs and the rest are not in it. */
  readonly remoteCostPerDay: number
  /** What the same reads cost without any replica. */
  readonly unreplicatedCostPerDay: number
  /** The storage prices that gave it, per stored byte and day: the one over all regions plus the region's own. */
  readonly storagePricePerByte: Float64Array
}

/**
 * Lagrangian bound for caching under replica budgets: for storage prices λ_e ≥ 0,
 *
 *   cost of any plan ≥ Σ_t min_windows [ cost_t + Σ_e λ_e·stored_t(e) ] − Σ_e own_e·B_e − total·B,   λ_e = total + own_e,
 *
 * every table solved exactly over windows and holders by `cheapestWindows` (tables with more than `mostCoupledRegions`
 * regions to couple: each region by itself from its cheapest source, which is a relaxation). The best total price is
 * found by bisection on the bytes that it makes worth storing; region prices start from those given. Every evaluated
 * price gives a valid bound; the best is kept. Source: Fisher 1981 (Lagrangian relaxation); the walk is design.md section 2.
 *
 * @param evaluations how often all tables may be priced: cost is linear in it
 */
export function cachingBound(
  workload: Workload,
  placement: Placement,
  budgets: ReplicaBudgets,
  ownPricePerByte: ArrayLike<number>,
  evaluations: number,
): CachingBound {
  const evenStoragePrices = budgets.regionBytes.every(bytes => bytes === Infinity)
  const walks = tableWalks(workload, placement, workload.reads.bytes, evenStoragePrices)
  const regions = workload.topology.regions.length
  const own = Float64Array.from({length: regions}, (_, e) =>
    budgets.regionBytes[e] === Infinity ? 0 : (ownPricePerByte[e] ?? 0),
  )
  let best = -Infinity
  let bestPrices = own
  const evaluate = (total: number, ownPrices: Float64Array) => {
    const prices = ownPrices.map(price => price + total)
    const {cost, storedBytes} = walks.price(prices)
    let value = cost
    if (total > 0) value -= total * budgets.totalBytes
    for (let e = 0; e < regions; e++) if (ownPrices[e]! > 0) value -= ownPrices[e]! * budgets.regionBytes[e]!
    if (value > best) {
      best = value
      bestPrices = prices
    }
    return storedBytes
  }
  const sum = (bytes: Float64Array) => bytes.reduce((total, b) => total + b, 0)

  let spent = 1
  const storedFree = evaluate(0, own)
  let total = 0
  if (sum(storedFree) > budgets.totalBytes) {
    let low = 0
    let high = walks.unreplicatedCostPerDay / Math.max(1, budgets.totalBytes)
    const rounds = Math.max(2, Math.floor(evaluations / 2))
    for (; spent < rounds; spent++) {
      total = low === 0 ? high / 16 : Math.sqrt(low * high)
      if (sum(evaluate(total, own)) > budgets.totalBytes) low = total
      else high = total
    }
    total = high
  }
  ascendRegionPrices(own, total, budgets, evaluations - spent, evaluate)
  return {
    remoteCostPerDay: Math.max(0, best),
    unreplicatedCostPerDay: walks.unreplicatedCostPerDay,
    storagePricePerByte: bestPrices,
  }
}

/** Coordinate ascent on the regions' own prices: raises the price of a region that stores too much, lowers one that stores too little. */
function ascendRegionPrices(
  own: Float64Array,
  total: number,
  budgets: ReplicaBudgets,
  evaluations: number,
  evaluate: (total: number, own: Float64Array) => Float64Array,
): void {
  const limited = [...own.keys()].filter(e => budgets.regionBytes[e]! < Infinity)
  if (limited.length === 0) return
  const step = new Float64Array(own.length).fill(4)
  let prices = own.slice()
  let stored = evaluate(total, prices)
  const over = new Uint8Array(own.length)
  for (const e of limited) over[e] = stored[e]! > budgets.regionBytes[e]! ? 1 : 0
  for (let spent = 1; spent < evaluations; spent++) {
    const next = prices.slice()
    for (const e of limited) {
      const isOver = stored[e]! > budgets.regionBytes[e]! ? 1 : 0
      if (isOver !== over[e]) step[e] = Math.sqrt(step[e]!)
      over[e] = isOver
      const scale = prices[e]! > 0 ? prices[e]! : isOver === 1 ? 1e-15 : 0
      next[e] = isOver === 1 ? scale * step[e]! : scale / step[e]!
    }
    prices = next
    stored = evaluate(total, prices)
  }
}

interface TableWalks {
  readonly unreplicatedCostPerDay: number
  /** Cost a day with storage priced, and bytes stored by region, when every table takes its cheapest windows. */
  price(storagePricePerByte: Float64Array): {cost: number; storedBytes: Float64Array}
}

interface PreparedWalk {
  readonly sourcing: Sourcing
  readonly profile: AgeProfile
}

function tableWalks(
  workload: Workload,
  placement: Placement,
  readBytes: ArrayLike<number>,
  evenStoragePrices: boolean,
): TableWalks {
  const {tables, topology} = workload
  const demand = gatherRemoteDemand(workload, placement, readBytes, tables.names.length, (_, table) => table)
  const sourcings = new SourcingTables(topology)
  const prepared: PreparedWalk[] = []
  let unreplicatedCostPerDay = 0
  for (let table = 0; table < tables.names.length; table++) {
    const first = demand.start[table]!
    const last = demand.start[table + 1]!
    if (first === last) continue
    const home = placement.tableRegion[table]!
    const readers = new Set<number>()
    for (let i = first; i < last; i++) {
      readers.add(demand.region[i]!)
      unreplicatedCostPerDay += (demand.bytes[i]! * linkPrice(topology, home, demand.region[i]!)) / workload.dayCount
    }
    const regions = sourcings.candidates(
      home,
      [...readers].sort((a, b) => a - b),
    )
    if (sourcings.homeIsNearest[home] === 0 && regions.length <= mostCoupledRegions) {
      const everyAge = !isEven(workload, table) || !evenStoragePrices
      prepared.push({
        sourcing: sourcings.exact(home, regions),
        profile: ageProfile(workload, demand, table, regions, everyAge),
      })
    } else {
      const source = sourcings.homeIsNearest[home] === 1 ? 'home' : 'cheapest'
      for (const region of readers) {
        prepared.push({
          sourcing: sourcings.alone(home, region, source),
          profile: ageProfile(workload, demand, table, [region], false),
        })
      }
    }
  }
  return {
    unreplicatedCostPerDay,
    price(storagePricePerByte) {
      const storedBytes = new Float64Array(topology.regions.length)
      let cost = 0
      for (const {sourcing, profile} of prepared) {
        const prices = Float64Array.from(sourcing.regions, e => storagePricePerByte[e]!)
        const result = cheapestWindows(sourcing, profile, prices)
        cost += result.cost
        for (let k = 0; k < result.holders.length; k++) {
          const since = k === 0 ? 0 : result.holders[k]! & result.holders[k - 1]!
          sourcing.regions.forEach((e, i) => {
            if ((result.holders[k]! >> i) & 1) storedBytes[e]! += profile.storedBytes[k]!
            if ((since >> i) & 1) storedBytes[e]! += profile.storedBytesSincePrevious[k]!
          })
        }
      }
      return {cost, storedBytes}
    },
  }
}

/**
 * What reading, refreshing and storing one table moves and takes by age, for these regions. `everyAge`: all ages up to the
 * last that is read, so that windows may start and end anywhere; otherwise only the ages that are read, which is enough
 * where regions decouple (a start before the first served age then only has to be as cheap as the cheapest such start) or
 * where partitions and storage prices are even.
 */
function ageProfile(
  workload: Workload,
  demand: RemoteDemand,
  table: number,
  regions: readonly number[],
  everyAge: boolean,
): AgeProfile {
  const {tables, dayCount, fromDay, toDay} = workload
  const ageDays: number[] = []
  const reads: number[] = []
  const addAge = (age: number) => {
    ageDays.push(age)
    for (let r = 0; r < regions.length; r++) reads.push(0)
  }
  for (let i = demand.start[table]!; i < demand.start[table + 1]!; i++) {
    const position = regions.indexOf(demand.region[i]!)
    if (position < 0) continue
    const age = demand.ageDays[i]!
    if (everyAge) while (ageDays.length <= age) addAge(ageDays.length)
    else if (ageDays[ageDays.length - 1] !== age) addAge(age)
    reads[reads.length - regions.length + position]! += demand.bytes[i]! / dayCount
  }
  const refreshAt = (age: number) => windowRefreshBytes(tables, table, age, fromDay, toDay) / dayCount
  return {
    ageDays,
    readBytesPerDay: Float64Array.from(reads),
    refreshBytesPerDay: Float64Array.from(ageDays, (age, k) => {
      let least = refreshAt(age)
      if (everyAge || isEven(workload, table)) return least
      for (let start = k === 0 ? 0 : ageDays[k - 1]! + 1; start < age; start++)
        least = Math.min(least, refreshAt(start))
      return least
    }),
    storedBytes: Float64Array.from(ageDays, age =>
      tables.snapshot[table] === 1 ? tables.partitionBytes[table]! : partitionBytesOn(tables, table, toDay - age),
    ),
    storedBytesSincePrevious: Float64Array.from(ageDays, (age, k) =>
      k === 0 ? 0 : windowStoredBytes(tables, table, ageDays[k - 1]! + 1, age, toDay),
    ),
  }
}

/** True where all partitions of the table are equally large (a snapshot table has one version). */
function isEven(workload: Workload, table: number): boolean {
  const {snapshot, sizeStart} = workload.tables
  return snapshot[table] === 1 || sizeStart[table] === sizeStart[table + 1]
}
