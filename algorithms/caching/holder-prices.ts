import {type HolderChoice, holderChoices} from './holder-choices.js'
import type {Room} from './holder-search.js'
import type {TableWalk} from './table-walks.js'

export interface WalkWork {
  /** Walks made, and state transitions in them. */
  walked: number
  steps: number
}

/**
 * Adds to the list of every table the choices at these region prices, tables with the dearest reads first, until `mostSteps`
 * transitions are spent; what is left keeps its list. Lists stay by rising bytes, without twins.
 */
export function addChoices(
  walks: readonly TableWalk[],
  lists: (readonly HolderChoice[])[],
  ownPrice: Float64Array,
  mostSteps: number,
  work: WalkWork,
): void {
  const cost = walks.map(readCostPerDay)
  const order = walks.map((_, w) => w).sort((a, b) => cost[b] - cost[a] || a - b)
  for (const w of order) {
    if (work.steps >= mostSteps) return
    const {sourcing, profile} = walks[w]
    const {choices, walked} = holderChoices(
      walks[w],
      Float64Array.from(sourcing.regions, e => ownPrice[e]),
    )
    work.walked += walked
    work.steps += walked * profile.ageDays.length * 3 ** sourcing.regions.length
    lists[w] = merged(lists[w], choices)
  }
}

function merged(known: readonly HolderChoice[], more: readonly HolderChoice[]): readonly HolderChoice[] {
  const key = (choice: HolderChoice) => `${choice.holders} ${choice.kept}`
  const seen = new Set(known.map(key))
  return [...known, ...more.filter(choice => !seen.has(key(choice)))].sort(
    (a, b) => a.totalBytes - b.totalBytes || a.savedCostPerDay - b.savedCostPerDay,
  )
}

/** What the reads of a table cost a day when all come from home. */
function readCostPerDay({sourcing, profile}: TableWalk): number {
  const n = sourcing.regions.length
  let cost = 0
  for (let i = 0; i < profile.readBytesPerDay.length; i++) {
    cost += profile.readBytesPerDay[i] * sourcing.readPrice[i % n]
  }
  return cost
}

/**
 * Raises the price of every region whose budget a choice breaks and lowers that of those with room to spare, in place.
 * Returns false where there is nothing to change.
 * @param usualPrice price of a byte to begin with, in currency per byte and day
 */
export function moveRegionPrices(own: Float64Array, room: Room, usualPrice: number, factor: number): boolean {
  let isMoved = false
  for (let e = 0; e < own.length; e++) {
    if (room.byRegion[e] < 0) own[e] = own[e] > 0 ? own[e] * factor : usualPrice / 4
    else if (own[e] > 0) own[e] /= factor
    else continue
    isMoved = true
  }
  return isMoved
}

/** How much a byte of each region counts against a saving: its price, and a little where it has none. */
export function weightOfBytes(price: Float64Array): Float64Array {
  const highest = price.reduce((most, p) => Math.max(most, p), 0)
  return highest === 0 ? price.map(() => 1) : price.map(p => p + highest / 1000)
}
