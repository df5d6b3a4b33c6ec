import {describe, expect, test} from 'vitest'
import type {Region} from '../../../model/topology.js'
import {type VerifyOptions, verify} from '../../../model/verifier/index.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

/** p at a with t (100 bytes × 10 days = 1000 at home), q at b with s (10 × 10 = 100 at home); jobs of 6 CPU-hours. */
const world = (b: Partial<Region> = {}, rest: Partial<MemoryHistorySpec> = {}) =>
  memoryHistory({
    regions: ['a', {name: 'b', ...b}],
    projects: [
      {project: 'p', region: 'a'},
      {project: 'q', region: 'b'},
    ],
    tables: [
      {table: 't', project: 'p', partitionBytes: 100, retentionDays: 10},
      {table: 's', project: 'q', partitionBytes: 10, retentionDays: 10},
    ],
    runs: [
      {job: 'jp', project: 'p', day: 98, hour: 3, cpu: 6, reads: [['s', 98, 4]]},
      {job: 'jq', project: 'q', day: 99, hour: 5, cpu: 2, reads: [['t', 99, 50]]},
    ],
    ...rest,
  })

const broken = async (
  history: ReturnType<typeof world>,
  decisions: Parameters<typeof planOf>[0],
  options?: VerifyOptions,
) =>
  (await verify(history, planOf(decisions), options)).violations.map(({limit, subject, actual, allowed}) => [
    limit,
    subject,
    actual,
    allowed,
  ])

describe('replica budgets', () => {
  test('the bytes of a region may be used up, and not exceeded', async () => {
    const replicas = [['t', 'b', 0, 3]] as const // 300 bytes
    expect(await broken(world({replicaBudgetBytes: 300}), {replicas})).toEqual([])
    expect(await broken(world({replicaBudgetBytes: 299}), {replicas})).toEqual([['replica-budget', 'b', 300, 299]])
  })

  test('the ratio of a region is of the bytes at home there', async () => {
    expect(await broken(world({replicaBudgetRatio: 3}), {replicas: [['t', 'b', 0, 3]]})).toEqual([])
    expect(await broken(world({replicaBudgetRatio: 2.5}), {replicas: [['t', 'b', 0, 3]]})).toEqual([
      ['replica-budget', 'b', 300, 250],
    ])
  })

  test('the ratio of a region is of the bytes at home there after the moves', async () => {
    const decisions = {moves: {q: 'b>a'}, replicas: [['t', 'b', 0, 1]]} as const
    expect(await broken(world({replicaBudgetRatio: 3}), decisions)).toEqual([['replica-budget', 'b', 100, 0]])
  })

  test('the ratio over all is of all bytes at home, and an option replaces it', async () => {
    const history = world({}, {replicaBudgetRatio: 0.2}) // 0.2 × 1100 = 220
    expect(await broken(history, {replicas: [['t', 'b', 0, 2]]})).toEqual([])
    expect(await broken(history, {replicas: [['t', 'b', 0, 3]]})).toEqual([['replica-budget', 'all regions', 300, 220]])
    expect(await broken(history, {replicas: [['t', 'b', 0, 3]]}, {replicaBudgetRatio: 0.5})).toEqual([])
    expect(await broken(history, {replicas: [['s', 'a', 0, 1]]}, {replicaBudgetRatio: 0})).toEqual([
      ['replica-budget', 'all regions', 10, 0],
    ])
  })
})

describe('capacities', () => {
  test('home and replica bytes stay within the storage of a region', async () => {
    const replicas = [['t', 'b', 0, 3]] as const // 100 at home + 300
    expect(await broken(world({storageCapacityBytes: 400}), {replicas})).toEqual([])
    expect(await broken(world({storageCapacityBytes: 399}), {replicas})).toEqual([['storage-capacity', 'b', 400, 399]])
  })

  test('a region that is over its storage before may stay, and not rise', async () => {
    expect(await broken(world({storageCapacityBytes: 50}), {})).toEqual([])
    expect(await broken(world({storageCapacityBytes: 50}), {replicas: [['t', 'b', 0, 1]]})).toEqual([
      ['storage-capacity', 'b', 200, 100],
    ])
  })

  test('CPU-hours are averaged over the days, and follow the runs', async () => {
    // b has 2 / 2 days = 1 before, and (6 + 2) / 2 = 4 with jp.
    expect(await broken(world({computeCapacityCpuHours: [4]}), {jobs: {jp: 'b'}})).toEqual([])
    expect(await broken(world({computeCapacityCpuHours: [3]}), {jobs: {jp: 'b'}})).toEqual([
      ['compute-capacity', 'b', 4, 3],
    ])
    expect(await broken(world({computeCapacityCpuHours: [3]}), {moves: {p: 'a>b'}})).toEqual([
      ['compute-capacity', 'b', 4, 3],
    ])
  })

  test('a region that is over its compute before may stay, and not rise', async () => {
    expect(await broken(world({computeCapacityCpuHours: [0.5]}), {})).toEqual([])
    expect(await broken(world({computeCapacityCpuHours: [0.5]}), {jobs: {jp: 'b'}})).toEqual([
      ['compute-capacity', 'b', 4, 1],
    ])
  })

  test('24 numbers limit each hour of the day, by the hour of the start', async () => {
    const hours = new Array<number>(24).fill(100)
    hours[3] = 2 // jp starts at 3 with 6 / 2 days = 3 CPU-hours a day
    expect(await broken(world({computeCapacityCpuHours: hours}), {jobs: {jp: 'b'}})).toEqual([
      ['compute-capacity', 'b at hour 3', 3, 2],
    ])
    hours[3] = 3
    hours[5] = 0 // over before, and not risen
    expect(await broken(world({computeCapacityCpuHours: hours}), {jobs: {jp: 'b'}})).toEqual([])
  })

  test('bytes on a link are averaged over the days; one that is over before may stay, and not rise', async () => {
    // a → b carries 50 / 2 = 25 a day before, and 100 + 50 / 2 with a window of age 1 that makes nothing local.
    const plan = {replicas: [['t', 'b', 1, 2]]} as const
    expect(await broken(world({}, {capacities: {'a>b': 125}}), plan)).toEqual([])
    expect(await broken(world({}, {capacities: {'a>b': 124}}), plan)).toEqual([['link-capacity', 'a → b', 125, 124]])
    expect(await broken(world({}, {capacities: {'a>b': 20}}), {})).toEqual([])
    expect(await broken(world({}, {capacities: {'a>b': 20}}), plan)).toEqual([['link-capacity', 'a → b', 125, 25]])
  })

  test('what differs by rounding only is within the limit', async () => {
    const history = world({replicaBudgetBytes: 300 * (1 - 5e-10)})
    expect(await broken(history, {replicas: [['t', 'b', 0, 3]]})).toEqual([])
    const less = world({replicaBudgetBytes: 300 * (1 - 5e-9)})
    expect(await broken(less, {replicas: [['t', 'b', 0, 3]]})).toHaveLength(1)
  })
})

describe('permissions', () => {
  const projects = [
    {project: 'p', region: 'a', pinned: true},
    {project: 'q', region: 'b', allowed: ['b']},
  ]

  test('a pinned project does not move, nor do its tables', async () => {
    expect(await broken(world({}, {projects}), {moves: {p: 'a>b'}})).toEqual([['pinned', 'p', 1, 0]])
    expect(await broken(world({}, {projects, unit: 'table'}), {moves: {'table:t': 'a>b'}})).toEqual([
      ['pinned', 't', 1, 0],
    ])
  })

  test('a project moves to allowed regions only', async () => {
    expect(await broken(world({}, {projects}), {moves: {q: 'b>a'}})).toEqual([['allowed-regions', 'q', 1, 0]])
    expect(await broken(world(), {moves: {q: 'b>a'}})).toEqual([])
  })

  test('a move begins at the home', async () => {
    expect(await broken(world(), {moves: {q: 'a>a'}})).toEqual([['move-from', 'q', 1, 0]])
  })

  test('a job with a run that is not movable stays where that ran', async () => {
    const runs: MemoryHistorySpec['runs'] = [
      {job: 'jp', project: 'p', day: 97, movable: false},
      {job: 'jp', project: 'p', day: 98},
      {job: 'jp', project: 'p', day: 99, movable: false},
    ]
    expect(await broken(world({}, {runs}), {jobs: {jp: 'b'}})).toEqual([['movable', 'jp', 2, 0]])
    expect(await broken(world({}, {runs}), {jobs: {jp: 'a'}})).toEqual([])
    // Days before the scored ones forbid nothing.
    expect(await broken(world({}, {runs: runs.slice(0, 2), fromDay: 98}), {jobs: {jp: 'b'}})).toEqual([])
  })

  test('a table that may not be replicated is not', async () => {
    const tables = [
      {table: 't', project: 'p', partitionBytes: 100, replicable: false},
      {table: 's', project: 'q', partitionBytes: 10},
    ]
    expect(
      await broken(world({}, {tables}), {
        replicas: [
          ['t', 'b', 0, 2],
          ['s', 'a', 0, 2],
        ],
      }),
    ).toEqual([['replicable', 't', 200, 0]])
  })
})
