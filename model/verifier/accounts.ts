import type {Account} from '../account.js'
import type {History} from '../history.js'
import type {Decisions} from './decisions.js'
import type {Replayed} from './replay.js'

/** The account without the plan: nothing is stored away from home and nothing moves (spec: formats.md 3.8). */
export function accountBefore(history: History, decisions: Decisions, {before, sizes}: Replayed): Account {
  const none = new Float64Array(0)
  return {
    traffic: before.traffic(),
    bytesByDay: before.bytesByDay,
    costByDay: before.costByDay,
    replicaBytes: new Float64Array(history.topology.regions.length),
    homeBytes: sizes.homeBytesByRegion(decisions.tableHomeBefore),
    moveBytes: 0,
    fillBytes: 0,
    snapshotFillBytes: 0,
    windows: {storedBytes: none, refreshBytes: none, localBytes: none},
  }
}

/** The account under the plan, with what its windows store (formats.md 3.6) and its one-off bytes (3.7). */
export function accountAfter(history: History, decisions: Decisions, replayed: Replayed): Account {
  const {windows, tableHome, asOf} = decisions
  const {after, sizes, refreshBytes, localBytes} = replayed
  const storedBytes = new Float64Array(windows.count)
  const replicaBytes = new Float64Array(history.topology.regions.length)
  let fillBytes = 0
  let snapshotFillBytes = 0
  for (let window = 0; window < windows.count; window++) {
    const table = windows.table[window]!
    const region = windows.region[window]!
    const fromAge = windows.fromAge[window]!
    const toAge = windows.toAge[window]!
    const away = region !== tableHome[table]
    if (sizes.isSnapshot(table)) {
      storedBytes[window] = fromAge === 0 ? sizes.versionBytes(table) : 0
      if (away) snapshotFillBytes += storedBytes[window]!
    } else {
      storedBytes[window] = sizes.spanBytes(table, history.toDay - toAge + 1, history.toDay - fromAge)
      if (away) fillBytes += sizes.spanBytes(table, asOf - toAge + 1, asOf - fromAge - 1)
    }
    replicaBytes[region]! += storedBytes[window]!
  }
  return {
    traffic: after.traffic(),
    bytesByDay: after.bytesByDay,
    costByDay: after.costByDay,
    replicaBytes,
    homeBytes: sizes.homeBytesByRegion(tableHome),
    moveBytes: sizes.moveBytes(),
    fillBytes,
    snapshotFillBytes,
    windows: {storedBytes, refreshBytes, localBytes},
  }
}
