import type {TableWalk} from './table-walks.js'
import {cheapestWindows} from './walk.js'

/** Who holds each age of one table: subsets of `sourcing.regions`, row-aligned with `profile.ageDays`. */
export interface Holding {
  readonly holders: Int32Array
  /** Those that have held everything since the age index before; the other holders refresh it. */
  readonly kept: Int32Array
}

/** One way to hold a table, with what it saves and stores under nearest-holder sourcing. */
export interface HolderChoice extends Holding {
  /** Against reading everything from home; may be negative. Currency per day. */
  readonly savedCostPerDay: number
  /** By position in `sourcing.regions`. */
  readonly storedBytes: Float64Array
  readonly totalBytes: number
}

/** A window of one table. */
export interface TableWindow {
  readonly region: number
  readonly fromAge: number
  readonly toAge: number
}

/**
 * What a holding costs and stores: each read from the cheapest holder, each refresh by the cheapest arborescence (formats.md
 * 3.3, 3.5, 3.6). The twin of model/objective.ts for one table, on the demand of the walk. O(ages · regions).
 */
export function choiceOf(walk: TableWalk, holding: Holding): HolderChoice {
  const {sourcing, profile} = walk
  const {holders, kept} = holding
  const n = sourcing.regions.length
  const storedBytes = new Float64Array(n)
  let savedCostPerDay = 0
  for (let k = 0; k < holders.length; k++) {
    const held = holders[k]
    if (held === 0) continue
    for (let i = 0; i < n; i++) {
      const price = sourcing.readPrice[i] - sourcing.readPrice[held * n + i]
      savedCostPerDay += profile.readBytesPerDay[k * n + i] * price
      if ((held >> i) & 1) storedBytes[i] += profile.storedBytes[k]
      if ((kept[k] >> i) & 1) storedBytes[i] += profile.storedBytesSincePrevious[k]
    }
    savedCostPerDay -= sourcing.refreshPrice[(kept[k] << n) | (held ^ kept[k])] * profile.refreshBytesPerDay[k]
  }
  return {holders, kept, savedCostPerDay, storedBytes, totalBytes: storedBytes.reduce((sum, bytes) => sum + bytes, 0)}
}

/**
 * Windows as a holding. A window that starts between two ages of the profile starts at the later one: where the profile
 * leaves ages out partitions are even, and that refreshes as much and stores less. Windows outside the ages and regions of
 * the walk are left out.
 */
export function holdingOf(walk: TableWalk, windows: readonly TableWindow[]): Holding {
  const {ageDays} = walk.profile
  const holders = new Int32Array(ageDays.length)
  const kept = new Int32Array(ageDays.length)
  for (const {region, fromAge, toAge} of windows) {
    const position = walk.sourcing.regions.indexOf(region)
    if (position < 0) continue
    let isOpen = false
    for (let k = 0; k < ageDays.length; k++) {
      if (ageDays[k] < fromAge || ageDays[k] >= toAge) continue
      holders[k] |= 1 << position
      if (isOpen) kept[k] |= 1 << position
      isOpen = true
    }
  }
  return {holders, kept}
}

/** The windows of a holding, by region, then age. */
export function windowsOfHolding(walk: TableWalk, {holders, kept}: Holding): TableWindow[] {
  const {ageDays} = walk.profile
  const windows: TableWindow[] = []
  walk.sourcing.regions.forEach((region, i) => {
    const isHeld = (k: number) => ((holders[k] ?? 0) >> i) & 1
    const isKept = (k: number) => ((kept[k] ?? 0) >> i) & 1
    let fromAge = 0
    for (let k = 0; k < holders.length; k++) {
      if (isHeld(k) === 0) continue
      if (isKept(k) === 0) fromAge = ageDays[k]
      if (isKept(k + 1) === 0) windows.push({region, fromAge, toAge: ageDays[k] + 1})
    }
  })
  return windows
}

/** Relative difference of two values that is only rounding. */
const ROUNDING = 1e-12

/**
 * The ways to hold one table that matter when a stored byte costs `ownPrice` of its region and an unknown price over all: every
 * vertex of the upper hull of (bytes, saving − priced bytes), found by walks at the slopes between known vertices, and
 * the crossings of neighbours, which lie between them. By rising bytes; nothing at all is not listed.
 * `walked` counts the walks.
 *
 * @param ownPrice currency per byte and day, by position in `sourcing.regions`
 */
export function holderChoices(
  walk: TableWalk,
  ownPrice: Float64Array,
): {readonly choices: HolderChoice[]; readonly walked: number} {
  let walked = 0
  const solve = (price: number) => {
    walked++
    const prices = ownPrice.map(own => own + price)
    return choiceOf(walk, cheapestWindows(walk.sourcing, walk.profile, prices))
  }
  const worth = (choice: HolderChoice) =>
    choice.storedBytes.reduce((sum, bytes, i) => sum - bytes * ownPrice[i], choice.savedCostPerDay)
  const ages = walk.profile.ageDays.length
  let left = choiceOf(walk, {holders: new Int32Array(ages), kept: new Int32Array(ages)})
  const choices: HolderChoice[] = []
  const pending = [solve(0)]
  while (pending.length > 0) {
    const right = pending[pending.length - 1]
    const bytes = right.totalBytes - left.totalBytes
    const gain = worth(right) - worth(left)
    if (gain > 0 && bytes > 0) {
      const middle = solve(gain / bytes)
      const above = worth(middle) - worth(left) - (gain / bytes) * (middle.totalBytes - left.totalBytes)
      const isBetween = middle.totalBytes >= left.totalBytes && middle.totalBytes < right.totalBytes
      if (isBetween && above > ROUNDING * Math.abs(worth(right))) {
        pending.push(middle)
        continue
      }
    }
    pending.pop()
    if (gain <= 0) continue
    choices.push(...crossings(walk, left, right), right)
    left = right
  }
  return {choices, walked}
}

/** What comes of going on as the right choice up to some age and as the left one after it, where both can; bytes between theirs. */
function crossings(walk: TableWalk, left: HolderChoice, right: HolderChoice): HolderChoice[] {
  const found: HolderChoice[] = []
  let last = left.totalBytes
  for (let k = 0; k + 1 < left.holders.length; k++) {
    if ((left.kept[k + 1] & ~right.holders[k]) !== 0 || (right.kept[k + 1] & ~left.holders[k]) !== 0) continue
    if (left.holders[k] === right.holders[k] && left.kept[k] === right.kept[k]) continue
    const crossed = choiceOf(walk, {
      holders: Int32Array.from(left.holders, (held, i) => (i <= k ? right.holders[i] : held)),
      kept: Int32Array.from(left.kept, (held, i) => (i <= k ? right.kept[i] : held)),
    })
    if (crossed.totalBytes <= last || crossed.totalBytes >= right.totalBytes) continue
    found.push(crossed)
    last = crossed.totalBytes
  }
  return found
}
