import {priorities} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'
import type {MixedProgramBuilder} from '../lp/mixed-program.js'
import {type HomeColumns, ones} from './exact-joint-homes.js'

/** Job rows that run in the same region whatever is decided: facts of one group share the columns of its location. */
export interface ReaderGroup {
  readonly rows: number[]
  /** Columns whose sum is 1 where the group runs at region r, else 0: `at[r]`. */
  readonly at: readonly (readonly number[])[]
}

export interface JobColumns {
  readonly groups: readonly ReaderGroup[]
  /** Columns of the jobs that may be placed, by name: `regions[r]` is 1 where it is placed at r. */
  readonly placed: ReadonlyMap<string, {readonly regions: readonly number[]}>
}

const gold = priorities.indexOf('gold')

/**
 * Adds the regions of jobs. A job that may not be placed follows its project (formats.md 3.1): to the new home if that moves,
 * else it stays where it was seen. A job of one row that may be placed chooses its region freely, which includes those
 * two; one of several rows (projects, regions) is placed as a whole or each of its rows follows its own project.
 */
export function addJobs(
  builder: MixedProgramBuilder,
  workload: Workload,
  homes: HomeColumns,
  placeGold: boolean,
): JobColumns {
  const {jobs, topology} = workload
  const regionCount = topology.regions.length
  const regions = topology.regions.map((_, r) => r)
  const following = new Map<number, ReaderGroup>()
  const groups: ReaderGroup[] = []
  const placed = new Map<string, {readonly regions: readonly number[]}>()
  for (const [name, rows] of rowsByName(workload)) {
    if (!mayBePlaced(workload, rows, placeGold)) {
      for (const row of rows) {
        const key = jobs.project[row] * regionCount + jobs.region[row]
        const known = following.get(key)
        if (known !== undefined) {
          known.rows.push(row)
          continue
        }
        const group = {rows: [row], at: followingAt(workload, homes, row)}
        following.set(key, group)
        groups.push(group)
      }
      continue
    }
    const columns = regions.map(() => builder.addBinary())
    placed.set(name, {regions: columns})
    if (rows.length === 1) {
      builder.addRow(1, ones(columns), 1)
      groups.push({rows, at: columns.map(column => [column])})
      continue
    }
    const unplaced = builder.addBinary()
    builder.addRow(1, ones([...columns, unplaced]), 1)
    for (const row of rows) {
      const shares = regions.map(() => builder.addShare())
      builder.addRow(0, [...ones(shares), [unplaced, -1]], 0)
      followingAt(workload, homes, row).forEach((home, r) => {
        builder.addRow(-Infinity, [[shares[r], 1], ...home.map(column => [column, -1] as const)], 0)
      })
      groups.push({rows: [row], at: regions.map(r => [columns[r], shares[r]])})
    }
  }
  return {groups, placed}
}

/** Job rows by name; rows of one name are adjacent. */
export function rowsByName({jobs}: Workload): Map<string, number[]> {
  const rows = new Map<string, number[]>()
  jobs.names.forEach((name, row) => {
    const known = rows.get(name)
    if (known === undefined) rows.set(name, [row])
    else known.push(row)
  })
  return rows
}

export function mayBePlaced({jobs}: Workload, rows: readonly number[], placeGold: boolean): boolean {
  return rows.every(row => jobs.movable[row] === 1 && (placeGold || jobs.priority[row] !== gold))
}

function followingAt({jobs, projects}: Workload, homes: HomeColumns, row: number): number[][] {
  const project = jobs.project[row]
  const home = projects.region[project]
  const columns = homes.project[project]
  return columns.map((column, r) => [
    ...(r === home ? [] : [column]),
    ...(r === jobs.region[row] ? [columns[home]] : []),
  ])
}
