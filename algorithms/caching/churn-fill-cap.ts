import type {Column} from '../../model/columns.js'
import {IsthmusError} from '../../model/errors.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {type Admitted, admit, savingOf, storedBytes} from './churn-admit.js'
import {type PreviousWindows, WindowGroups, windowFillBytes} from './churn-held.js'
import type {RelayWindows} from './problem.js'

export interface FillCap {
  /** Most bytes of tonight's fill on each link home → region: one number for all, or one at `home * regions + region`. */
  readonly fillBytesPerLink: number | Column
}

/** Fill that was chosen for tonight and put off, by table, then region. */
export interface DeferredFill {
  readonly table: number
  readonly region: number
  readonly fillBytes: number
}

export interface CappedFill {
  /** By table, region, then fromAge. */
  readonly windows: Placement['windows']
  readonly deferred: readonly DeferredFill[]
  /** What is left to fill tonight, at `home * regions + region`. */
  readonly fillBytesByLink: Float64Array
}

/**
 * Holds tonight's fill on every link home → region to a cap. Tables are admitted to a region whole while their fill fits, those first
 * whose windows save most beyond what needs no fill, per byte of fill (ties: lower table, then region). One that does not fit
 * gets, window by window, the longest prefix that does; ages of it that are in force stay in force. Where yesterday's windows
 * save more than that and store no more than was chosen, they stay instead. No fill goes into a shortened window that saves nothing.
 *
 * Nothing that is in force and chosen is dropped. For each table and region the result stores at most the bytes of what was chosen, so it
 * keeps whatever budgets that keeps. Windows age into place: what was held yesterday is a day older, so a window may grow by
 * one day a night without any fill. O(facts + windows · ages).
 *
 * @param placement homes and jobs, for links and demand
 * @param windows what was chosen
 * @param previous windows in force on the day before `asOfDay`
 */
export function capFill(
  workload: Workload,
  placement: Placement,
  windows: RelayWindows,
  previous: PreviousWindows,
  {fillBytesPerLink}: FillCap,
  asOfDay: number = workload.toDay + 1,
): CappedFill {
  const {tables, topology} = workload
  const regionCount = topology.regions.length
  const room = roomByLink(fillBytesPerLink, regionCount)
  const chosen = new WindowGroups(windows, regionCount)
  const held = new WindowGroups(previous, regionCount)
  const fillBytesByLink = new Float64Array(room.length)
  const result: (readonly number[])[] = []
  const fill = new Float64Array(chosen.count)
  const waiting: number[] = []
  for (let g = 0; g < chosen.count; g++) {
    const table = chosen.table[g]
    result.push(agesOf(chosen, g))
    if (placement.tableRegion[table] === chosen.region[g]) continue
    const heldGroup = held.groupOf(table, chosen.region[g])
    for (let row = chosen.start[g]; row < chosen.start[g + 1]; row++) {
      fill[g] += windowFillBytes(tables, table, chosen.fromAge[row], chosen.toAge[row], held, heldGroup, asOfDay)
    }
    if (fill[g] > 0) waiting.push(g)
  }
  const savedBytes = waiting.length === 0 ? () => 0 : savingOf(workload, placement)
  const gainPerByte = new Float64Array(chosen.count)
  for (const g of waiting) {
    const unfilled = admit(workload, chosen, g, held, 0, asOfDay, savedBytes)
    const gain = savedBytes(chosen.table[g], chosen.region[g], result[g])
    gainPerByte[g] = (gain - savedBytes(chosen.table[g], chosen.region[g], unfilled.ages)) / fill[g]
  }
  const deferred: (DeferredFill & {readonly group: number})[] = []
  for (const g of waiting.slice().sort((a, b) => gainPerByte[b] - gainPerByte[a] || a - b)) {
    const table = chosen.table[g]
    const region = chosen.region[g]
    const link = placement.tableRegion[table] * regionCount + region
    let taken: Admitted = {ages: result[g], fillBytes: fill[g]}
    if (fill[g] > room[link]) {
      taken = admit(workload, chosen, g, held, room[link], asOfDay, savedBytes)
      const before = agesOf(held, held.groupOf(table, region))
      const fits = storedBytes(workload, table, before) <= storedBytes(workload, table, result[g])
      const isBetter = savedBytes(table, region, before) > savedBytes(table, region, taken.ages)
      if (before.length > 0 && fits && isBetter) taken = {ages: before, fillBytes: 0}
      deferred.push({table, region, fillBytes: fill[g] - taken.fillBytes, group: g})
    }
    result[g] = taken.ages
    room[link] -= taken.fillBytes
    fillBytesByLink[link] += taken.fillBytes
  }
  deferred.sort((a, b) => a.group - b.group)
  return {
    windows: windowsOf(chosen, result),
    deferred: deferred.map(({table, region, fillBytes}) => ({table, region, fillBytes})),
    fillBytesByLink,
  }
}

function roomByLink(fillBytesPerLink: number | Column, regionCount: number): Float64Array {
  const links = regionCount * regionCount
  const room = new Float64Array(links)
  if (typeof fillBytesPerLink !== 'number' && fillBytesPerLink.length !== links) {
    throw new IsthmusError(
      'usage',
      `the cap on tonight's fill has ${fillBytesPerLink.length} links where the topology has ${links}`,
      'Give one number, or one for every pair of regions at from * regions + to.',
    )
  }
  for (let link = 0; link < links; link++) {
    room[link] = typeof fillBytesPerLink === 'number' ? fillBytesPerLink : fillBytesPerLink[link]
    if (room[link] >= 0) continue
    throw new IsthmusError(
      'usage',
      `the cap on tonight's fill is ${room[link]} bytes on the link from region ${Math.floor(link / regionCount)} to region ${link % regionCount}`,
      'Give a number of bytes of at least 0; Infinity sets no cap.',
    )
  }
  return room
}

function agesOf(groups: WindowGroups, group: number): number[] {
  const ages: number[] = []
  if (group < 0) return ages
  for (let row = groups.start[group]; row < groups.start[group + 1]; row++) {
    ages.push(groups.fromAge[row], groups.toAge[row])
  }
  return ages
}

function windowsOf(groups: WindowGroups, ages: readonly (readonly number[])[]): Placement['windows'] {
  const table: number[] = []
  const region: number[] = []
  const fromAge: number[] = []
  const toAge: number[] = []
  ages.forEach((own, g) => {
    for (let w = 0; w < own.length; w += 2) {
      table.push(groups.table[g])
      region.push(groups.region[g])
      fromAge.push(own[w])
      toAge.push(own[w + 1])
    }
  })
  return {
    count: table.length,
    table: Int32Array.from(table),
    region: Int32Array.from(region),
    fromAge: Int32Array.from(fromAge),
    toAge: Int32Array.from(toAge),
  }
}
