import {partitionBytesOn, windowRefreshBytes, windowStoredBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import {gatherRemoteDemand, type RemoteDemand} from './demand.js'
import {mostCoupledRegions, type Sourcing, SourcingTables} from './sourcing.js'
import {type AgeProfile, cheapestWindows} from './walk.js'

/** One table, or one region of it where regions do not influence one another, ready for `cheapestWindows`. */
export interface TableWalk {
  readonly table: number
  readonly sourcing: Sourcing
  readonly profile: AgeProfile
}

export interface TableWalks {
  readonly walks: readonly TableWalk[]
  /** What the reads of all walks cost a day without any replica. */
  readonly unreplicatedCostPerDay: number
}

/**
 * Every table with remote reads as a walk. Tables with more than `mostCoupledRegions` regions to couple fall apart into
 * one walk for each reading region, fed from `crowded`: its home (what a plan can do), or the cheapest source into the
 * region (a relaxation, for bounds).
 *
 * @param readBytes a column of `workload.reads`: `demandBytes` to plan, `bytes` to bound
 * @param evenStoragePrices a stored byte costs the same in every region: then windows need to start only at ages that are read
 */
export function tableWalks(
  workload: Workload,
  placement: Placement,
  readBytes: ArrayLike<number>,
  evenStoragePrices: boolean,
  crowded: 'home' | 'cheapest',
): TableWalks {
  const {tables, topology} = workload
  const demand = gatherRemoteDemand(workload, placement, readBytes, tables.names.length, (_, table) => table)
  const sourcings = new SourcingTables(topology)
  const walks: TableWalk[] = []
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
      walks.push({
        table,
        sourcing: sourcings.exact(home, regions),
        profile: ageProfile(workload, demand, table, regions, everyAge),
      })
    } else {
      const source = sourcings.homeIsNearest[home] === 1 ? 'home' : crowded
      for (const region of readers) {
        walks.push({
          table,
          sourcing: sourcings.alone(home, region, source),
          profile: ageProfile(workload, demand, table, [region], false),
        })
      }
    }
  }
  return {walks, unreplicatedCostPerDay}
}

/** Cost a day with storage priced, and bytes stored by region, when every table takes its cheapest windows. */
export function priceWalks(
  walks: readonly TableWalk[],
  storagePricePerByte: Float64Array,
): {cost: number; storedBytes: Float64Array} {
  const storedBytes = new Float64Array(storagePricePerByte.length)
  let cost = 0
  for (const {sourcing, profile} of walks) {
    const prices = Float64Array.from(sourcing.regions, e => storagePricePerByte[e]!)
    const {cost: walkCost, holders, kept} = cheapestWindows(sourcing, profile, prices)
    cost += walkCost
    for (let k = 0; k < holders.length; k++) {
      sourcing.regions.forEach((e, i) => {
        if ((holders[k]! >> i) & 1) storedBytes[e]! += profile.storedBytes[k]!
        if ((kept[k]! >> i) & 1) storedBytes[e]! += profile.storedBytesSincePrevious[k]!
      })
    }
  }
  return {cost, storedBytes}
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
