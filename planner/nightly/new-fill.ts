import {WindowGroups, windowFillBytes} from '../../algorithms/caching/churn-held.js'
import type {Day} from '../../model/days.js'
import {decodePlan} from '../../model/decode-plan.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'

/** All windows of one table in one region that a plan wants, with what must be copied there first. */
export interface NewFill {
  readonly table: string
  readonly region: string
  /** Home of the table under the plan, as the source that is always there. */
  readonly home: string
  /** One-off bytes: partitions that the windows need tonight and that the region has not got. */
  readonly fillBytes: number
  readonly savedBytesPerDay: number
}

/** Fill of a plan by table and region, over what is in force; those without fill are left out. In the plan's order. */
export function newFills(workload: Workload, plan: Plan, inForce: Plan | undefined, asOfDay: Day): NewFill[] {
  const {topology, tables} = workload
  const placement = decodePlan(plan, workload)
  const held = heldBy(workload, inForce)
  const {windows} = placement
  const fills = new Map<string, NewFill>()
  plan.replicas.forEach(({table, region, fromAge, toAge, savedBytesPerDay}, w) => {
    const group = held.groupOf(windows.table[w], windows.region[w])
    const bytes = windowFillBytes(tables, windows.table[w], fromAge, toAge, held, group, asOfDay)
    const key = JSON.stringify([table, region])
    const home = topology.regions[placement.tableRegion[windows.table[w]]].name
    const known = fills.get(key)
    fills.set(key, {
      ...{table, region, home},
      fillBytes: (known?.fillBytes ?? 0) + bytes,
      savedBytesPerDay: (known?.savedBytesPerDay ?? 0) + savedBytesPerDay,
    })
  })
  return [...fills.values()].filter(({fillBytes}) => fillBytes > 0)
}

function heldBy(workload: Workload, inForce: Plan | undefined): WindowGroups {
  const regionCount = workload.topology.regions.length
  if (inForce === undefined) return new WindowGroups({table: [], region: [], fromAge: [], toAge: []}, regionCount)
  return new WindowGroups(decodePlan(inForce, workload).windows, regionCount)
}
