import {describe, expect, it} from 'vitest'
import type {Account} from '../../../model/account.js'
import {parseDay} from '../../../model/days.js'
import {decodePlan} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import {verify} from '../../../model/verifier/index.js'
import {changedWorkload} from '../../../planner/what-if/changed-workload.js'
import {makeChanges} from '../../../planner/what-if/make-changes.js'
import type {Platform} from '../../../planner/what-if/platform.js'
import type {Change} from '../../../planner/what-if/scenario-schema.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomPlan} from '../../support/random-history.js'
import {changed, changes} from './changed-platform.js'
import {specOf} from './small-platform.js'

const seeds = [1, 2, 3, 4, 5, 6]
/** Nine figures of every number of an account. */
function figures({
  traffic,
  replicaBytes,
  homeBytes,
  moveBytes,
  fillBytes,
  snapshotFillBytes,
  windows,
}: Account): unknown {
  const rounded = (value: unknown): unknown =>
    typeof value === 'number'
      ? Number(value.toPrecision(9))
      : ArrayBuffer.isView(value)
        ? Array.from(value as Float64Array, v => Number(v.toPrecision(9)))
        : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, rounded(inner)]))
  return rounded({traffic, replicaBytes, homeBytes, moveBytes, fillBytes, snapshotFillBytes, windows})
}

const figuresOf = (column: ArrayLike<number>): number[] => Array.from(column, value => Number(value.toPrecision(9)))

/** The changed platform and the platform of a history that was edited by hand: the same under any plan, by objective and verifier. */
async function expectTwins(
  list: Change[],
  edit: (spec: MemoryHistorySpec, platform: Platform) => MemoryHistorySpec,
): Promise<void> {
  for (const seed of seeds) {
    const spec = specOf(seed)
    const {platform, workload, history} = await changed(spec, list)
    const edited = edit(spec, platform)
    const byHand = memoryHistory(edited)
    const expected = await naiveWorkload(byHand)
    for (const round of [1, 2]) {
      const plan = randomPlan(seed * 10 + round, edited)
      const asOfDay = workload.toDay + 1
      const verified = await verify(byHand, plan)
      const replayed = await verify(history, plan)
      expect(figures(objective(workload, decodePlan(plan, workload), asOfDay))).toEqual(
        figures(objective(expected, decodePlan(plan, expected), asOfDay)),
      )
      expect(figures(replayed.after)).toEqual(figures(verified.after))
      expect(figures(replayed.before)).toEqual(figures(verified.before))
      expect(replayed.violations.map(({limit, subject}) => [limit, subject])).toEqual(
        verified.violations.map(({limit, subject}) => [limit, subject]),
      )
    }
  }
}

const mapTables = (spec: MemoryHistorySpec, f: (name: string) => number): MemoryHistorySpec => ({
  ...spec,
  tables: spec.tables.map(row =>
    row.partitionBytes === undefined ? row : {...row, partitionBytes: row.partitionBytes * f(row.table)},
  ),
  partitions: spec.partitions!.map(([table, day, bytes]) => [table, day, bytes * f(table)] as const),
  runs: spec.runs.map(run => ({
    ...run,
    reads: (run.reads ?? []).map(([table, day, bytes]) => [table, day, bytes * f(table)] as const),
    writes: (run.writes ?? []).map(([table, day, bytes]) => [table, day, bytes * f(table)] as const),
  })),
})

describe('a changed platform is the one of a history edited by hand', () => {
  it('growth of all tables, of some by name and of those of a project', async () => {
    await expectTwins(changes({change: 'growth', factor: 1.5}), spec => mapTables(spec, () => 1.5))
    await expectTwins(changes({change: 'growth', factor: 3, tables: ['t1'], projects: ['p0']}), spec => {
      const ofP0 = new Set(spec.tables.filter(({project}) => project === 'p0').map(({table}) => table))
      return mapTables(spec, name => (name === 't1' || ofP0.has(name) ? 3 : 1))
    })
  })

  it('growth reaches every byte column, spread and days included', async () => {
    for (const seed of seeds) {
      const history = memoryHistory(specOf(seed))
      const daily = await naiveWorkload(history, {daily: true})
      const platform = makeChanges(daily, {name: 'x', source: 'x', changes: changes({change: 'growth', factor: 3})})
      const grown = changedWorkload(daily, platform)
      const expected = await naiveWorkload(memoryHistory(mapTables(specOf(seed), () => 3)), {daily: true})
      expect(grown.reads).toEqual(expected.reads)
      expect(grown.writes).toEqual(expected.writes)
      expect(figuresOf(grown.tables.sizeBytes)).toEqual(figuresOf(expected.tables.sizeBytes))
      expect(grown.fingerprint).not.toBe(daily.fingerprint)
    }
  })

  it('growth upon growth multiplies', async () => {
    await expectTwins(changes({change: 'growth', factor: 1.5}, {change: 'growth', factor: 2, tables: ['t*']}), spec =>
      mapTables(spec, () => 3),
    )
  })

  it('retention', async () => {
    await expectTwins(changes({change: 'retention', days: 11, tables: ['t1', 't3']}), spec => ({
      ...spec,
      tables: spec.tables.map(row => (['t1', 't3'].includes(row.table) ? {...row, retentionDays: 11} : row)),
    }))
  })

  it('price and capacity of a link, budgets, capacities and prices of a region', async () => {
    const list = changes(
      {change: 'link', from: 'r0', to: 'r1', pricePerGB: 7e9, capacityBytesPerDay: 3},
      {change: 'budget', ratio: 0.01},
      {change: 'region', region: 'r2', replicaBudgetBytes: 17, storageCapacityBytes: 100, computeCapacityCpuHours: [2]},
    )
    await expectTwins(list, spec => ({
      ...spec,
      prices: {...spec.prices, 'r0>r1': 7},
      capacities: {'r0>r1': 3},
      replicaBudgetRatio: 0.01,
      regions: [
        'r0',
        'r1',
        {name: 'r2', replicaBudgetBytes: 17, storageCapacityBytes: 100, computeCapacityCpuHours: [2]},
        'r3',
      ],
    }))
  })

  it('a link that is down costs the cheapest way round', async () => {
    await expectTwins(changes({change: 'link-down', from: 'r0', to: 'r1'}), spec => {
      const price = (from: string, to: string) => spec.prices![`${from}>${to}`]!
      const ways = [['r2'], ['r3'], ['r2', 'r3'], ['r3', 'r2']].map(via =>
        ['r0', ...via, 'r1'].reduce((sum, to, i, way) => (i === 0 ? 0 : sum + price(way[i - 1]!, to)), 0),
      )
      return {...spec, prices: {...spec.prices, 'r0>r1': Math.min(...ways)}}
    })
  })

  it('a region added, with its links', async () => {
    const list = changes({
      change: 'add-region',
      region: 'r9',
      replicaBudgetBytes: 50,
      defaultLink: {pricePerGB: 2e9},
      links: [{from: 'r1', to: 'r9', pricePerGB: 1e9, capacityBytesPerDay: 4}],
    })
    await expectTwins(list, spec => ({
      ...spec,
      regions: [...spec.regions, {name: 'r9', replicaBudgetBytes: 50}],
      prices: {
        ...spec.prices,
        ...Object.fromEntries(
          ['r0', 'r1', 'r2', 'r3'].flatMap(name => [
            [`${name}>r9`, 2],
            [`r9>${name}`, 2],
          ]),
        ),
        'r1>r9': 1,
      },
      capacities: {'r1>r9': 4},
    }))
  })

  it('a project moved takes its runs along and is pinned there; others are pinned and allowed as said', async () => {
    const list = (to: string) =>
      changes(
        {change: 'move', project: 'p1', to},
        {change: 'pin', projects: ['p2']},
        {change: 'allow', projects: ['p3'], regions: ['r0', 'r1']},
      )
    for (const seed of seeds) {
      const spec = specOf(seed)
      const to = spec.projects[1]!.region === 'r3' ? 'r2' : 'r3'
      const {workload, history, platform} = await changed(spec, list(to))
      const edited: MemoryHistorySpec = {
        ...spec,
        projects: spec.projects.map(row =>
          row.project === 'p1'
            ? {...row, region: to, pinned: true}
            : row.project === 'p2'
              ? {...row, pinned: true}
              : row.project === 'p3'
                ? {...row, allowed: ['r0', 'r1']}
                : row,
        ),
        runs: spec.runs.map(run => (run.project === 'p1' ? {...run, region: to} : run)),
      }
      const byHand = memoryHistory(edited)
      const plan = randomPlan(seed, edited)
      expect(history.projects).toEqual(byHand.projects)
      expect(history.runs).toEqual(byHand.runs)
      expect((await verify(history, plan)).violations).toEqual((await verify(byHand, plan)).violations)
      expect(figures(objective(workload, decodePlan(plan, workload), parseDay(plan.asOf)))).toEqual(
        figures((await verify(byHand, plan)).after),
      )
      const moved = workload.tables.names.filter((_, t) => workload.tables.project[t] === 1)
      expect(platform.forcedMoveBytes).toBeCloseTo(
        moved.reduce((sum, name) => sum + workload.tables.homeBytes[workload.tables.names.indexOf(name)]!, 0),
        6,
      )
    }
  })

  it('an evacuated region is no more: nothing lives, runs or can be kept there, whatever came before and comes after', async () => {
    const list = changes(
      {change: 'growth', factor: 2},
      {change: 'evacuate', region: 'r1'},
      {change: 'link', from: 'r0', to: 'r3', pricePerGB: 5e9},
    )
    const nameAt = (platform: Platform, region: number) => platform.topology.regions[region]!.name
    await expectTwins(list, (spec, platform) => {
      const kept = (pair: string) => !pair.split('>').includes('r1')
      const grown = mapTables(spec, () => 2)
      const byName = (project: string) =>
        nameAt(platform, platform.projects.region[spec.projects.findIndex(row => row.project === project)]!)
      return {
        ...grown,
        regions: ['r0', 'r2', 'r3'],
        prices: {...Object.fromEntries(Object.entries(spec.prices!).filter(([pair]) => kept(pair))), 'r0>r3': 5},
        projects: spec.projects.map(row => ({...row, region: byName(row.project)})),
        runs: grown.runs.map(run => ({...run, region: regionOfRun(spec, platform, run)})),
      }
    })
  })
})

/** Where the platform has the runs of a job of a project that were seen in a region; job rows are ordered by job, project and region. */
function regionOfRun(
  spec: MemoryHistorySpec,
  {rowRegion, topology}: Platform,
  run: MemoryHistorySpec['runs'][number],
): string {
  const key = (r: MemoryHistorySpec['runs'][number]) =>
    `${r.job} ${r.project} ${r.region ?? spec.projects.find(({project}) => project === r.project)!.region}`
  const rows = [...new Set(spec.runs.map(key))].sort()
  return topology.regions[rowRegion[rows.indexOf(key(run))]!]!.name
}
