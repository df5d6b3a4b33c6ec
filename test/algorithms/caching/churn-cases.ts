import {gatherRemoteDemand} from '../../../algorithms/caching/demand.js'
import {deriveProblem} from '../../../algorithms/caching/derive-problem.js'
import type {CachingProblem, RelayWindows, Windows} from '../../../algorithms/caching/problem.js'
import {replicaBudgets} from '../../../model/budgets.js'
import {decodePlan, homePlacement} from '../../../model/decode-plan.js'
import {partitionBytesOn, windowRefreshBytes, windowStoredBytes} from '../../../model/partition-sizes.js'
import type {Placement} from '../../../model/placement.js'
import {linkPrice} from '../../../model/topology.js'
import type {Workload} from '../../../model/workload.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, randomPlan, seededDraw} from '../../support/random-history.js'

/** [table, region, fromAge, toAge] */
export type WindowRow = readonly [table: number, region: number, fromAge: number, toAge: number]

export function columnsOf(rows: readonly WindowRow[]): RelayWindows {
  const column = (at: number) => Int32Array.from(rows, row => row[at])
  return {table: column(0), region: column(1), fromAge: column(2), toAge: column(3)}
}

export function rowsOf({table, region, fromAge, toAge}: RelayWindows): WindowRow[] {
  return Array.from({length: table.length}, (_, w) => [table[w], region[w], fromAge[w], toAge[w]])
}

/** Windows of curves by table and region. */
export function rowsOfCurves(problem: CachingProblem, {curve, fromAge, toAge}: Windows): WindowRow[] {
  return Array.from({length: curve.length}, (_, w) => [
    problem.curveTable[curve[w]],
    problem.curveRegion[curve[w]],
    fromAge[w],
    toAge[w],
  ])
}

/** A table at home in `home`: what each other region reads by age, and partition sizes by age where they are not even. */
export interface CaseTable {
  readonly bytes: number
  /** Region → age → bytes read on the one day of the case. */
  readonly reads: Readonly<Record<string, Readonly<Record<number, number>>>>
  readonly bytesByAge?: Readonly<Record<number, number>>
  readonly isSnapshot?: boolean
}

/** One day, 1000, of reads of tables t0, t1, … at home in region `home` (index 0); other regions by name. */
export async function caseWorkload(
  tables: readonly CaseTable[],
  regions: readonly string[] = ['b'],
  spec: Partial<MemoryHistorySpec> = {},
  budgetBytes: Readonly<Record<string, number>> = {},
  day = 1000,
): Promise<Workload> {
  const runs = regions.map(region => ({
    job: `j-${region}`,
    project: 'p',
    region,
    day,
    reads: tables.flatMap(({reads, isSnapshot}, t) =>
      Object.entries(reads[region] ?? {}).map(
        ([age, bytes]) => [`t${t}`, isSnapshot === true ? null : day - Number(age), bytes] as const,
      ),
    ),
  }))
  return naiveWorkload(
    memoryHistory({
      regions: ['home', ...regions].map(name => ({
        name,
        replicaBudgetBytes: budgetBytes[name] ?? Number.POSITIVE_INFINITY,
      })),
      projects: [{project: 'p', region: 'home'}],
      tables: tables.map(({bytes}, t) => ({table: `t${t}`, project: 'p', partitionBytes: bytes})),
      partitions: tables.flatMap(({bytesByAge}, t) =>
        Object.entries(bytesByAge ?? {}).map(([age, bytes]) => [`t${t}`, day - Number(age), bytes] as const),
      ),
      runs,
      ...spec,
    }),
  )
}

export function caseProblem(workload: Workload): CachingProblem {
  const home = homePlacement(workload)
  return deriveProblem(workload, home, replicaBudgets(workload, home.tableRegion))
}

/** A random history with budgets, homes of a random plan, and the windows of that plan as yesterday's. */
export async function randomCase(seed: number) {
  const draw = seededDraw(seed + 3)
  const spec = randomHistorySpec(seed)
  const budgets = spec.regions.map(() => (draw(3) === 0 ? Number.POSITIVE_INFINITY : 20 + draw(300)))
  const workload = await naiveWorkload(
    memoryHistory({
      ...spec,
      regions: spec.regions.map((region, e) => ({name: region as string, replicaBudgetBytes: budgets[e]})),
      replicaBudgetRatio: draw(2) === 0 ? Number.POSITIVE_INFINITY : draw(100) / 100,
    }),
  )
  const placement = decodePlan(randomPlan(seed, spec), workload)
  const problem = deriveProblem(workload, placement, replicaBudgets(workload, placement.tableRegion))
  return {workload, placement, problem, previous: placement.windows, draw}
}

/** Ages that a region has of a table on a day when these windows were in force the day before: one by one. */
export function agesThere(previous: RelayWindows, table: number, region: number): Set<number> {
  const ages = new Set<number>()
  for (const [t, e, fromAge, toAge] of rowsOf(previous)) {
    if (t === table && e === region) for (let age = fromAge; age < toAge; age++) ages.add(age + 1)
  }
  return ages
}

/** Fill of one window age by age, the slow twin of `windowFillBytes`. */
export function naiveFillBytes(workload: Workload, previous: RelayWindows, row: WindowRow): number {
  const [table, region, fromAge, toAge] = row
  const {tables, toDay} = workload
  const there = agesThere(previous, table, region)
  if (tables.snapshot[table] === 1) return fromAge === 0 && !there.has(1) ? tables.partitionBytes[table] : 0
  let bytes = 0
  for (let age = fromAge + 1; age < toAge; age++) {
    if (!there.has(age)) bytes += partitionBytesOn(tables, table, toDay + 1 - age)
  }
  return bytes
}

/** Cost a day that one window fed from home saves: reads less refresh, from the facts. */
export function naiveSavedCost(workload: Workload, placement: Placement, row: WindowRow): number {
  const [table, region, fromAge, toAge] = row
  const {tables, dayCount, fromDay, toDay, reads} = workload
  let bytes = -windowRefreshBytes(tables, table, fromAge, fromDay, toDay)
  const own = gatherRemoteDemand(workload, placement, reads.demandBytes, 2, (e, t) =>
    e === region && t === table ? 1 : 0,
  )
  for (let i = own.start[1]; i < own.start[2]; i++) {
    if (fromAge <= own.ageDays[i] && own.ageDays[i] < toAge) bytes += own.bytes[i]
  }
  return (bytes * linkPrice(workload.topology, placement.tableRegion[table], region)) / dayCount
}

export function storedByRegion(workload: Workload, rows: readonly WindowRow[]): Float64Array {
  const stored = new Float64Array(workload.topology.regions.length)
  for (const [table, region, fromAge, toAge] of rows) {
    stored[region] += windowStoredBytes(workload.tables, table, fromAge, toAge, workload.toDay)
  }
  return stored
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
