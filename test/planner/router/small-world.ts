import type {Plan} from '../../../model/plan.js'
import type {Workload} from '../../../model/workload.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'

/** Days since 1970 of the first day of the plans below. */
export const today = 1003
export const todayText = '1972-09-30'

const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}

export function planWith(parts: Partial<Plan>): Plan {
  return {
    formatVersion: '1.0',
    planId: 'test',
    asOf: todayText,
    history: {from: '1972-09-27', to: '1972-09-29', fingerprint: 'x'},
    algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed: 1},
    moves: [],
    replicas: [],
    jobs: [],
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: false,
    ...parts,
  }
}

export function window(table: string, region: string, fromAge: number, toAge: number): Plan['replicas'][number] {
  return {table, region, fromAge, toAge, storedBytes: 0, refreshBytesPerDay: 0, savedBytesPerDay: 0}
}

/**
 * Regions a, b, c; project pa at a with job `reader` (reads `orders` and `rates`), pb at b with tables `orders` (100 bytes a
 * partition), `clicks`, and the snapshot `rates`; `orders` is made from `clicks` by `maker` in 2 CPU-hours.
 */
export const smallWorld: MemoryHistorySpec = {
  regions: [
    {name: 'a', computePricePerCpuHour: 1, computeCapacityCpuHours: [240]},
    {name: 'b', computePricePerCpuHour: 1, computeCapacityCpuHours: [240]},
    {name: 'c', computePricePerCpuHour: 1, computeCapacityCpuHours: [240]},
  ],
  prices: {'a>b': 1, 'a>c': 2, 'b>a': 1, 'b>c': 3, 'c>a': 2, 'c>b': 3},
  projects: [
    {project: 'pa', region: 'a'},
    {project: 'pb', region: 'b'},
    {project: 'penned', region: 'a', allowed: ['a', 'c']},
  ],
  tables: [
    {table: 'orders', project: 'pb', partitionBytes: 100},
    {table: 'clicks', project: 'pb', partitionBytes: 500},
    {table: 'rates', project: 'pb', partitionBytes: 10},
    {table: 'sales', project: 'pa', partitionBytes: 50},
    {table: 'unread', project: 'pb', partitionBytes: 70},
  ],
  runs: [1000, 1001].flatMap(day => [
    {
      job: 'maker',
      project: 'pb',
      day,
      cpu: 2,
      movable: false,
      reads: [['clicks', day, 500] as const],
      writes: [['orders', day, 100] as const],
    },
    {
      job: 'reader',
      project: 'pa',
      day,
      cpu: 1,
      reads: [['orders', day, 40] as const, ['orders', day - 1, 20] as const, ['rates', null, 10] as const],
      writes: [['sales', day, 5] as const],
    },
    {job: 'sweeper', project: 'pb', day, reads: [['orders', day - 3, 100] as const]},
  ]),
  fromDay: 1000,
  toDay: 1001,
}

export function smallWorkload(): Promise<Workload> {
  return naiveWorkload(memoryHistory(smallWorld))
}
