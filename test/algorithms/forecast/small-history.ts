import type {ForecastTarget} from '../../../algorithms/forecast/forecast.js'
import type {Workload} from '../../../model/workload.js'
import {type MemoryHistorySpec, type MemoryRun, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'

export const firstDay = 1000

export const dailyWorkload = (spec: MemoryHistorySpec): Promise<Workload> =>
  naiveWorkload(memoryHistory(spec), {daily: true})

/** Demand bytes of a job on a table by day: entry d is read on day d at age 0, 0 is no read. */
export interface Series {
  readonly job: string
  readonly table: string
  readonly bytes: readonly number[]
  readonly project?: string
  readonly age?: number
}

/** Two projects, `west` (home a) owns the tables named, `east` (home b) reads them. All tables are written every day from `born` on. */
export function workloadOf(
  days: number,
  series: readonly Series[],
  tables: readonly {readonly table: string; readonly bytes?: number; readonly born?: number}[],
): Promise<Workload> {
  const runs: MemoryRun[] = []
  for (let d = 0; d < days; d++) {
    const day = firstDay + d
    const alive = tables.filter(({born = 0}) => d >= born)
    runs.push({job: 'load', project: 'west', day, writes: alive.map(({table}) => [table, day, 1])})
    for (const {job, table, bytes, project = 'east', age = 0} of series) {
      const read = bytes[d] ?? 0
      if (read > 0) runs.push({job, project, day, reads: [[table, day - age, read]]})
    }
  }
  return dailyWorkload({
    regions: ['a', 'b'],
    projects: [
      {project: 'west', region: 'a'},
      {project: 'east', region: 'b'},
    ],
    tables: tables.map(({table, bytes = 10}) => ({table, project: 'west', partitionBytes: bytes})),
    runs,
    fromDay: firstDay,
    toDay: firstDay + days - 1,
  })
}

/** The `days` days that follow a workload. */
export const following = (workload: Workload, days: number): ForecastTarget => ({
  fromDay: workload.toDay + 1,
  toDay: workload.toDay + days,
})

/** Demand per day by `job table@age`. */
export function demandPerDay({jobs, reads, tables, dayCount}: Workload): Record<string, number> {
  const demand: Record<string, number> = {}
  for (let j = 0; j < jobs.names.length; j++) {
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const key = `${jobs.names[j]} ${tables.names[reads.table[i]!]}@${reads.ageDays[i]}`
      demand[key] = reads.demandBytes[i]! / dayCount
    }
  }
  return demand
}

/** `days` entries, `bytes` on those that `when` holds for. */
export const on = (days: number, bytes: number, when: (day: number) => boolean): number[] =>
  Array.from({length: days}, (_, d) => (when(d) ? bytes : 0))
