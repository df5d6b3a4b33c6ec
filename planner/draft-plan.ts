import type {CachingOutcome, CachingProblem} from '../algorithms/caching/problem.js'
import type {Account} from '../model/account.js'
import type {Column} from '../model/columns.js'
import {type Day, formatDay} from '../model/days.js'
import type {Placement} from '../model/placement.js'
import type {Claims, Plan, Replica} from '../model/plan.js'
import type {Workload} from '../model/workload.js'

/** The same homes and jobs with an outcome's replica windows. */
export function withWindows(home: Placement, problem: CachingProblem, outcome: CachingOutcome): Placement {
  const {curve, fromAge, toAge} = outcome.windows
  const relays = outcome.extraWindows ?? {table: [], region: [], fromAge: [], toAge: []}
  const columnOf = (ofCurve: (row: number) => number, ofRelay: Column) =>
    Int32Array.from({length: curve.length + relays.table.length}, (_, row) =>
      row < curve.length ? ofCurve(row) : ofRelay[row - curve.length]!,
    )
  return {
    ...home,
    windows: {
      count: curve.length + relays.table.length,
      table: columnOf(row => problem.curveTable[curve[row]!]!, relays.table),
      region: columnOf(row => problem.curveRegion[curve[row]!]!, relays.region),
      fromAge: columnOf(row => fromAge[row]!, relays.fromAge),
      toAge: columnOf(row => toAge[row]!, relays.toAge),
    },
  }
}

/** Who decided, and with what: what a plan file says under `algorithm`. */
export interface Decided {
  readonly caching: string
  readonly options: Readonly<Record<string, unknown>>
  readonly seed: number
}

/** A plan without claims: what the verifier is asked about. */
export function draftPlan(
  workload: Workload,
  decided: Decided,
  placement: Placement,
  after: Account,
  asOfDay: Day,
): Plan {
  return {
    formatVersion: '1.0',
    planId: '',
    asOf: formatDay(asOfDay),
    history: {from: formatDay(workload.fromDay), to: formatDay(workload.toDay), fingerprint: workload.fingerprint},
    algorithm: {
      caching: decided.caching,
      migration: 'stay',
      placement: 'home',
      options: decided.options,
      seed: decided.seed,
    },
    moves: [],
    replicas: replicaRows(workload, placement, after),
    jobs: [],
    claims: emptyClaims,
    noop: placement.windows.count === 0,
  }
}

const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
const emptyClaims: Claims = {
  before: nothing,
  after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
  oneOff: {moveBytes: 0, fillBytes: 0},
}

/** Replica rows by table, region and first age: an order that does not depend on the policy. */
function replicaRows(workload: Workload, placement: Placement, after: Account): Replica[] {
  const {count, table, region, fromAge, toAge} = placement.windows
  const rows = Array.from({length: count}, (_, w) => w)
  rows.sort((a, b) => table[a]! - table[b]! || region[a]! - region[b]! || fromAge[a]! - fromAge[b]!)
  return rows.map(w => ({
    table: workload.tables.names[table[w]!]!,
    region: workload.topology.regions[region[w]!]!.name,
    fromAge: fromAge[w]!,
    toAge: toAge[w]!,
    storedBytes: after.windows.storedBytes[w]!,
    refreshBytesPerDay: after.windows.refreshBytes[w]! / workload.dayCount,
    savedBytesPerDay: (after.windows.localBytes[w]! - after.windows.refreshBytes[w]!) / workload.dayCount,
  }))
}
