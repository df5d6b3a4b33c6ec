import type {Placement} from '../model/placement.js'
import type {Workload} from '../model/workload.js'

/** Windows of each table and region that has any, by `table * regions + region`. */
export function windowsByTableAndRegion(
  workload: Workload,
  {windows}: Placement,
): ReadonlyMap<number, readonly number[]> {
  const windowsOf = new Map<number, number[]>()
  for (let w = 0; w < windows.count; w++) {
    const key = windows.table[w]! * workload.topology.regions.length + windows.region[w]!
    const own = windowsOf.get(key)
    if (own === undefined) windowsOf.set(key, [w])
    else own.push(w)
  }
  return windowsOf
}
