import {describe, expect, test} from 'vitest'
import {cachingBound} from '../../../algorithms/caching/bound.js'
import {deriveProblem} from '../../../algorithms/caching/derive-problem.js'
import {choiceOf, holderChoices, holdingOf, windowsOfHolding} from '../../../algorithms/caching/holder-choices.js'
import {holders} from '../../../algorithms/caching/holders.js'
import type {CachingOutcome, CachingProblem} from '../../../algorithms/caching/problem.js'
import {tableWalks} from '../../../algorithms/caching/table-walks.js'
import {windows} from '../../../algorithms/caching/windows.js'
import {withWindows} from '../../../algorithms/caching/with-windows.js'
import {wanCost} from '../../../model/account.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import type {Workload} from '../../../model/workload.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, seededDraw} from '../../support/random-history.js'

const run = {seed: 1}
const free = Number.POSITIVE_INFINITY

/** A history without failed runs: then what is planned for is what is paid for. */
async function world(spec: MemoryHistorySpec): Promise<{workload: Workload; home: Placement; costBefore: number}> {
  const runs = spec.runs.map(row => ({...row, failed: false}))
  const workload = await naiveWorkload(memoryHistory({...spec, runs}))
  const home = homePlacement(workload)
  return {workload, home, costBefore: costOf(workload, home)}
}

const costOf = (workload: Workload, placement: Placement) =>
  wanCost(objective(workload, placement, workload.toDay + 1).traffic) / workload.dayCount

function rows(problem: CachingProblem, home: Placement, outcome: CachingOutcome): number[][] {
  const {windows: chosen} = withWindows(home, problem, outcome)
  const found = Array.from({length: chosen.count}, (_, w) => [chosen.region[w]!, chosen.fromAge[w]!, chosen.toAge[w]!])
  return found.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
}

/** Home h; h → a and h → b dear, a ↔ b cheap. The reads name region, bytes. */
function behindDearLink(reads: readonly [string, number][]): MemoryHistorySpec {
  return {
    regions: ['h', 'a', 'b', 'c'],
    prices: {'h>a': 10, 'h>b': 10, 'h>c': 10, 'a>b': 1, 'b>a': 1, 'a>c': 1, 'c>a': 1, 'b>c': 5, 'c>b': 5},
    projects: [{project: 'home', region: 'h'}, ...reads.map(([region], i) => ({project: `p${i}`, region}))],
    tables: [{table: 't', project: 'home', partitionBytes: 10}],
    runs: reads.map(([, bytes], i) => ({
      job: `j${i}`,
      project: `p${i}`,
      day: 100,
      reads: [['t', 100, bytes] as const],
    })),
  }
}

async function planned(spec: MemoryHistorySpec, totalBytes: number) {
  const {workload, home} = await world(spec)
  const problem = deriveProblem(workload, home, {regionBytes: new Float64Array(4).fill(free), totalBytes})
  const outcome = await holders.plan(problem, {}, run)
  const cost = costOf(workload, withWindows(home, problem, outcome))
  return {outcome, cost, windows: rows(problem, home, outcome)}
}

describe('holders', () => {
  test('feeds b from a, so that the dear link is crossed once', async () => {
    const both = behindDearLink([
      ['a', 30],
      ['b', 30],
    ])
    const {cost, windows: chosen} = await planned(both, 20)
    expect(chosen).toEqual([
      [1, 0, 1],
      [2, 0, 1],
    ])
    expect(cost).toBe(10 * 10 + 10 * 1)
  })

  test('lets a region that holds the table serve the reads of another that has no room', async () => {
    const both = behindDearLink([
      ['a', 30],
      ['b', 30],
    ])
    const {cost, windows: chosen} = await planned(both, 10)
    expect(chosen).toHaveLength(1)
    expect(cost).toBe(10 * 10 + 30 * 1)
  })

  test('keeps a relay that reads nothing itself, as an extra window', async () => {
    const outer = behindDearLink([
      ['b', 9],
      ['c', 9],
    ])
    const {cost, outcome, windows: chosen} = await planned(outer, 10)
    expect(chosen).toEqual([[1, 0, 1]])
    expect(outcome.windows.curve).toHaveLength(0)
    expect(outcome.extraWindows?.region).toEqual(Int32Array.of(1))
    expect(cost).toBe(10 * 10 + 9 + 9)
    expect(outcome.savedCostPerDay).toBe(180 - cost)
  })

  test('keeps the room of one region free for what saves most there', async () => {
    const spec = behindDearLink([
      ['a', 30],
      ['b', 30],
    ])
    const {workload, home} = await world(spec)
    const problem = deriveProblem(workload, home, {regionBytes: Float64Array.of(0, 0, 10, 0), totalBytes: free})
    const outcome = await holders.plan(problem, {}, run)
    expect(rows(problem, home, outcome)).toEqual([[2, 0, 1]])
    expect(outcome.savedCostPerDay).toBe(600 - (100 + 30))
  })

  test('is windows where every home is the nearest source', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const {workload, home} = await world(randomHistorySpec(seed, {unevenPrices: false}))
      const problem = deriveProblem(workload, home, {regionBytes: new Float64Array(4).fill(free), totalBytes: 200})
      expect(await holders.plan(problem, {}, run)).toEqual(await windows.plan(problem, {}, run))
    }
  })

  test('says what the objective says of 3 000 random holdings', async () => {
    let compared = 0
    for (let seed = 0; seed < 100; seed++) {
      const {workload, home, costBefore} = await world(randomHistorySpec(seed, {regions: 3 + (seed % 3), days: 3}))
      const {walks} = tableWalks(workload, home, workload.reads.bytes, false, 'home')
      const draw = seededDraw(seed)
      for (const walk of walks.filter(w => w.sourcing.regions.length > 1)) {
        const n = walk.sourcing.regions.length
        for (let round = 0; round < 12; round++) {
          const held = walk.profile.ageDays.map(() => draw(1 << n))
          const kept = held.map((h, k) => (k === 0 ? 0 : h & held[k - 1]! & draw(1 << n)))
          const holding = {holders: Int32Array.from(held), kept: Int32Array.from(kept)}
          const own = windowsOfHolding(walk, holding)
          const account = objective(workload, placed(home, walk.table, own), workload.toDay + 1)
          const choice = choiceOf(walk, holding)
          const cost = wanCost(account.traffic) / workload.dayCount
          expect(choice.savedCostPerDay, `seed ${seed}`).toBeCloseTo(costBefore - cost, 6)
          for (const [i, e] of walk.sourcing.regions.entries()) {
            expect(choice.storedBytes[i]).toBeCloseTo(account.replicaBytes[e]!, 6)
          }
          expect(holdingOf(walk, own)).toEqual(holding)
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(3000)
  })

  test('lists choices of which some is as good as the cheapest windows at any storage price', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const {workload, home} = await world(randomHistorySpec(seed, {regions: 4}))
      const {walks} = tableWalks(workload, home, workload.reads.bytes, false, 'home')
      for (const walk of walks.filter(w => w.sourcing.regions.length > 1)) {
        const even = new Float64Array(walk.sourcing.regions.length)
        const {choices} = holderChoices(walk, even)
        for (const price of [0, 0.01, 0.05, 0.2, 1]) {
          const listed = choices.reduce((best, c) => Math.max(best, c.savedCostPerDay - price * c.totalBytes), 0)
          for (const rival of holderChoices(
            walk,
            even.map((_, i) => price + i / 100),
          ).choices) {
            const worth = rival.savedCostPerDay - price * rival.totalBytes
            expect(worth, `seed ${seed}`).toBeLessThanOrEqual(listed + 1e-9)
          }
        }
      }
    }
  })

  test('never costs more than windows, keeps every budget and stays above the bound, on 80 histories', async () => {
    let better = 0
    for (let seed = 0; seed < 80; seed++) {
      const regions = 3 + (seed % 4)
      const {workload, home, costBefore} = await world(randomHistorySpec(seed, {regions, days: 3}))
      const draw = seededDraw(seed)
      const totalBytes = seed % 3 === 0 ? free : 20 + draw(500)
      const regionBytes = Float64Array.from({length: regions}, () => (seed % 2 === 0 ? free : draw(200)))
      const problem = deriveProblem(workload, home, {regionBytes, totalBytes})
      const outcome = await holders.plan(problem, {}, run)
      const account = objective(workload, withWindows(home, problem, outcome), workload.toDay + 1)
      const cost = wanCost(account.traffic) / workload.dayCount
      const rival = costOf(workload, withWindows(home, problem, await windows.plan(problem, {}, run)))
      const label = `seed ${seed}`
      expect(cost, label).toBeLessThanOrEqual(rival + 1e-9)
      if (cost < rival - 1e-9) better++
      expect(outcome.storedBytes, label).toBeCloseTo(
        account.replicaBytes.reduce((sum, bytes) => sum + bytes, 0),
        6,
      )
      expect(outcome.storedBytes, label).toBeLessThanOrEqual(totalBytes)
      for (const [e, bytes] of account.replicaBytes.entries()) expect(bytes, label).toBeLessThanOrEqual(regionBytes[e]!)
      const bound = cachingBound(workload, home, {regionBytes, totalBytes}, [], 20)
      expect(cost, label).toBeGreaterThanOrEqual(
        (costBefore - bound.unreplicatedCostPerDay + bound.remoteCostPerDay) * (1 - 1e-9),
      )
      if (seed % 5 === 0) expect(JSON.stringify(await holders.plan(problem, {}, run))).toBe(JSON.stringify(outcome))
    }
    expect(better).toBeGreaterThan(15)
  })
})

function placed(home: Placement, table: number, own: readonly {region: number; fromAge: number; toAge: number}[]) {
  return {
    ...home,
    windows: {
      count: own.length,
      table: Int32Array.from(own, () => table),
      region: Int32Array.from(own, w => w.region),
      fromAge: Int32Array.from(own, w => w.fromAge),
      toAge: Int32Array.from(own, w => w.toAge),
    },
  }
}
