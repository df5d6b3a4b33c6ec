import type {Placement} from '../../model/placement.js'
import type {ServingProblem} from '../serving/problem.js'

/** What it costs to bring one byte of any partition into any region, from the cheapest of its holders. */
export interface HolderPrices {
  /** Set of holders of the table's partitions at an age, by index into `problem.ageDays`. */
  readonly setOfAge: Int32Array
  /** Price per byte of set s into region e at `s * regionCount + e`; 0 where the region is a holder. */
  readonly price: Float64Array
}

/**
 * The holders of every (table, age) that is read: its home and the regions whose window holds the age (formats.md 3.3).
 * Equal sets share their prices, so memory is that of the ages and of the few sets that there are.
 *
 * @param tableHome home region by table
 */
export function holderPrices(
  {regionCount: R, tableCount, ageStart, ageDays, linkPrice}: ServingProblem,
  tableHome: ArrayLike<number>,
  windows: Placement['windows'],
): HolderPrices {
  const setOfAge = new Int32Array(ageStart[tableCount])
  for (let t = 0; t < tableCount; t++) setOfAge.fill(tableHome[t], ageStart[t], ageStart[t + 1])
  const price = Array.from(linkPrice)
  const setWith = new Map<number, number>()
  for (let w = 0; w < windows.count; w++) {
    const t = windows.table[w]
    const region = windows.region[w]
    for (let k = ageStart[t]; k < ageStart[t + 1]; k++) {
      if (ageDays[k] < windows.fromAge[w] || ageDays[k] >= windows.toAge[w]) continue
      const key = setOfAge[k] * R + region
      let larger = setWith.get(key)
      if (larger === undefined) {
        larger = price.length / R
        for (let e = 0; e < R; e++) price.push(Math.min(price[setOfAge[k] * R + e], linkPrice[region * R + e]))
        setWith.set(key, larger)
      }
      setOfAge[k] = larger
    }
  }
  return {setOfAge, price: Float64Array.from(price)}
}
