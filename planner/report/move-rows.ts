import {regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import type {MoveRow} from '../../viz/index.js'

/**
 * The homes that a plan moves, each with the bytes a day that are read between it and what lives or runs in its new and in its
 * old region under the plan: of its tables by jobs there, and by its jobs of tables there; what it reads of itself apart.
 */
export function moveRows(workload: Workload, plan: Plan, placement: Placement): MoveRow[] {
  const {topology, projects, tables} = workload
  const regionIndex = new Map(topology.regions.map(({name}, region) => [name, region]))
  const moved = movedSubjects(plan, projects.names, tables.names)
  const bytes = readBytesByRegion(workload, placement, moved)
  return plan.moves.map((move, row) => {
    const at = (name: string): number => {
      const region = regionIndex.get(name)
      return region === undefined ? 0 : bytes[row * topology.regions.length + region]! / workload.dayCount
    }
    return {
      name: move.project ?? move.table ?? '',
      from: move.from,
      to: move.to,
      bytes: move.bytes,
      readWithNewHomeBytesPerDay: at(move.to),
      readWithOldHomeBytesPerDay: at(move.from),
    }
  })
}

/** Row of the plan's moves by project and by table; −1 where neither moves. */
interface Moved {
  readonly count: number
  readonly ofProject: Int32Array
  readonly ofTable: Int32Array
}

function movedSubjects({moves}: Plan, projects: readonly string[], tables: readonly string[]): Moved {
  const rows = (names: readonly string[], key: 'project' | 'table'): Int32Array => {
    const named = new Map(moves.flatMap((move, row) => (move[key] === undefined ? [] : [[move[key], row] as const])))
    return Int32Array.from(names, name => named.get(name) ?? -1)
  }
  return {count: moves.length, ofProject: rows(projects, 'project'), ofTable: rows(tables, 'table')}
}

/** Bytes over the span at `row * regions + region`: read between what row moves and the others of a region. */
function readBytesByRegion(workload: Workload, placement: Placement, {count, ofProject, ofTable}: Moved): Float64Array {
  const {jobs, reads, tables, topology} = workload
  const regions = topology.regions.length
  const bytes = new Float64Array(count * regions)
  for (let j = 0; j < jobs.names.length; j++) {
    const jobRow = ofProject[jobs.project[j]!]!
    const runsIn = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const table = reads.table[i]!
      const own = ofTable[table]!
      const tableRow = own >= 0 ? own : ofProject[tables.project[table]!]!
      if (tableRow === jobRow) continue
      if (tableRow >= 0) bytes[tableRow * regions + runsIn]! += reads.bytes[i]!
      if (jobRow >= 0) bytes[jobRow * regions + placement.tableRegion[table]!]! += reads.bytes[i]!
    }
  }
  return bytes
}
