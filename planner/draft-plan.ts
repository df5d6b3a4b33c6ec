import type {Account} from '../model/account.js'
import {compareNames} from '../model/columns.js'
import {type Day, formatDay} from '../model/days.js'
import type {Placement} from '../model/placement.js'
import type {Claims, JobPlacement, Move, Plan, Replica} from '../model/plan.js'
import type {Workload} from '../model/workload.js'
import {jobSavings} from './job-savings.js'

/** Who decided, and with what: what a plan file says under `algorithm`. */
export interface Decided {
  readonly caching: string
  readonly migration: string
  readonly placement: string
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
  const moves = moveRows(workload, placement)
  const jobs = jobRows(workload, placement)
  return {
    formatVersion: '1.0',
    planId: '',
    asOf: formatDay(asOfDay),
    history: {from: formatDay(workload.fromDay), to: formatDay(workload.toDay), fingerprint: workload.fingerprint},
    algorithm: {
      caching: decided.caching,
      migration: decided.migration,
      placement: decided.placement,
      options: decided.options,
      seed: decided.seed,
    },
    moves,
    replicas: replicaRows(workload, placement, after),
    jobs,
    claims: emptyClaims,
    noop: moves.length === 0 && placement.windows.count === 0 && jobs.length === 0,
  }
}

const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
const emptyClaims: Claims = {
  before: nothing,
  after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
  oneOff: {moveBytes: 0, fillBytes: 0},
}

/** Moved projects by index, then the tables whose home is not where their project lives. Bytes: what lies at home and moves. */
function moveRows({projects, tables, topology}: Workload, placement: Placement): Move[] {
  const nameOf = (region: number) => topology.regions[region]!.name
  const projectBytes = new Float64Array(projects.names.length)
  const tableMoves: Move[] = []
  for (let t = 0; t < tables.names.length; t++) {
    const project = tables.project[t]!
    const from = projects.region[project]!
    const to = placement.tableRegion[t]!
    const bytes = to === from ? 0 : tables.homeBytes[t]!
    if (to === placement.projectRegion[project]) projectBytes[project]! += bytes
    else tableMoves.push({table: tables.names[t]!, from: nameOf(from), to: nameOf(to), bytes})
  }
  const projectMoves = projects.names.flatMap((project, p): Move[] =>
    placement.projectMoved[p] === 1
      ? [
          {
            project,
            from: nameOf(projects.region[p]!),
            to: nameOf(placement.projectRegion[p]!),
            bytes: projectBytes[p]!,
          },
        ]
      : [],
  )
  return [...projectMoves, ...tableMoves]
}

/** Placed jobs by name. */
function jobRows(workload: Workload, placement: Placement): JobPlacement[] {
  const saved = jobSavings(workload, placement)
  return [...placement.jobRegion]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([job, region]) => ({
      job,
      region: workload.topology.regions[region]!.name,
      savedBytesPerDay: saved.get(job)! / workload.dayCount,
    }))
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
