import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {deriveProblem} from '../algorithms/caching/derive-problem.js'
import {cachingPolicies} from '../algorithms/caching/index.js'
import {withWindows} from '../algorithms/caching/with-windows.js'
import {search} from '../algorithms/joint/search.js'
import {completeOptions} from '../algorithms/options.js'
import type {ServingProblem} from '../algorithms/serving/problem.js'
import {wanCost} from '../model/account.js'
import {replicaBudgets} from '../model/budgets.js'
import {homePlacement} from '../model/decode-plan.js'
import {objective} from '../model/objective.js'
import type {Placement} from '../model/placement.js'
import type {Workload} from '../model/workload.js'
import {millisecondsOf, peakMemoryBytes, printTable} from './measure.js'
import {servingWorld} from './serving-world.js'

/**
 * The full joint plan (design.md section 6) at 1/100, 1/10 and the whole size, each in a process of its own: homes, jobs, replicas and the
 * objective, on a workload drawn in memory. What loading a history takes comes on top.
 */
export async function run(): Promise<void> {
  for (const divisor of ['100', '10', '1']) {
    const child = spawnSync(process.execPath, ['--max-old-space-size=8000', fileURLToPath(import.meta.url), divisor], {
      stdio: 'inherit',
    })
    if (child.status !== 0)
      throw new Error(`the bench of the joint plan (1/${divisor}) ended with status ${child.status}`)
  }
}

async function atSize(divisor: number): Promise<void> {
  const size = {
    projects: 20_000 / divisor,
    tables: 1_000_000 / divisor,
    jobs: 1_000_000 / divisor,
    facts: 10_000_000 / divisor,
    regions: 16,
  }
  const workload = workloadOf(servingWorld({...size, unevenPrices: false}))
  const inputBytes = peakMemoryBytes()
  const asOfDay = workload.toDay + 1
  const settings = {
    caching: 'hull',
    mostMoves: 20,
    mostMoveBytes: Infinity,
    moveHorizonDays: 3650,
    leastGainPerDay: 0,
    placeGold: false,
    asOfDay,
  } as const
  let placement: Placement = homePlacement(workload)
  const before = objective(workload, placement, asOfDay)
  let work: Readonly<Record<string, number>> = {}
  const searching = await millisecondsOf(async () => {
    const outcome = await search.plan(workload, settings, {}, {seed: 1})
    placement = outcome.placement
    work = outcome.work
  })
  const caching = await millisecondsOf(async () => {
    const curves = deriveProblem(workload, placement, replicaBudgets(workload, placement.tableRegion))
    const policy = cachingPolicies.hull
    placement = withWindows(
      placement,
      curves,
      await policy.plan(curves, completeOptions('hull', policy.options, {}), {seed: 1}),
    )
  })
  let after = before
  const counting = await millisecondsOf(() => {
    after = objective(workload, placement, asOfDay)
  })
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2)
  printTable(
    `full joint plan, 1/${divisor} of 20 000 projects, 1 M tables, 1 M jobs, 10 M facts, 16 regions`,
    [
      'search s',
      'replicas s',
      'objective s',
      'peak GB',
      'input GB',
      'cost left',
      'moves',
      'jobs placed',
      'starts',
      'kicks',
    ],
    [
      [
        seconds(searching),
        seconds(caching),
        seconds(counting),
        gigabytes(peakMemoryBytes()),
        gigabytes(inputBytes),
        `${((100 * wanCost(after.traffic)) / wanCost(before.traffic)).toFixed(1)} %`,
        String(Array.from(placement.projectMoved).filter(moved => moved === 1).length),
        String(placement.jobRegion.size),
        String(work['starts']),
        String(work['kicks']),
      ],
    ],
  )
}

/** The same world as a workload: even partitions, three tenths of the bytes at home as replica budget, CPU for a third more than runs. */
export function workloadOf(problem: ServingProblem): Workload {
  const {regionCount, tableCount, rowCount, dayCount} = problem
  const names = (prefix: string, count: number) => Array.from({length: count}, (_, i) => `${prefix}${i}`)
  const cpu = new Float64Array(regionCount)
  for (let row = 0; row < rowCount; row++) {
    for (let i = problem.cpuStart[row]!; i < problem.cpuStart[row + 1]!; i++) {
      cpu[problem.rowRegion[row]!]! += problem.cpuHoursPerDay[i]!
    }
  }
  const ageOfFact = Int32Array.from({length: problem.readAge.length}, (_, i) => problem.ageDays[problem.readAge[i]!]!)
  const bytes = Float64Array.from(problem.readBytes as Float64Array)
  const none = new Float64Array(0)
  return {
    fingerprint: 'drawn',
    topology: {
      currency: 'USD',
      unit: 'project',
      regions: names('r', regionCount).map((name, e) => ({
        name,
        replicaBudgetBytes: Infinity,
        replicaBudgetRatio: Infinity,
        storageCapacityBytes: Infinity,
        computeCapacityCpuHours: [1.33 * cpu[e]!],
        storagePricePerGBMonth: 0,
        computePricePerCpuHour: 0,
        labels: {},
      })),
      linkPricePerByte: problem.linkPrice,
      linkCapacityBytesPerDay: new Float64Array(regionCount ** 2).fill(Infinity),
      replicaBudgetRatio: 0.03,
    },
    fromDay: 20_000,
    toDay: 20_000 + dayCount - 1,
    dayCount,
    projects: {
      names: names('p', problem.projectCount),
      region: problem.projectRegion,
      pinned: problem.projectPinned,
      allowed: problem.projectAllowed,
    },
    tables: {
      names: names('t', tableCount),
      project: problem.tableProject,
      replicable: problem.replicable,
      snapshot: new Uint8Array(tableCount),
      partitionBytes: problem.partitionBytes,
      homeBytes: problem.homeBytes,
      writtenDays: new Int32Array(tableCount).fill(dayCount),
      defaultPartitionBytes: problem.partitionBytes,
      sizeStart: new Int32Array(tableCount + 1),
      sizeDay: none,
      sizeBytes: none,
    },
    jobs: {
      names: problem.jobNames,
      project: problem.rowProject,
      region: problem.rowRegion,
      priority: problem.jobPriority,
      movable: problem.jobMovable,
      runs: problem.jobRuns,
      cpuStart: problem.cpuStart,
      cpuHour: problem.cpuHour,
      cpuHours: problem.cpuHoursPerDay.map(hours => hours * dayCount),
    },
    reads: {
      start: problem.readStart,
      table: problem.readTable,
      ageDays: ageOfFact,
      bytes,
      demandBytes: bytes,
      demandBytesSquared: bytes,
      count: new Int32Array(bytes.length).fill(dayCount),
    },
    writes: {start: problem.writeStart, table: problem.writeTable, bytes: problem.writeBytes},
    lineage: {start: new Int32Array(tableCount + 1), upstream: none, job: []},
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await atSize(Number(process.argv[2]))
