import {describe, expect, test} from 'vitest'
import {type CappedFill, capFill} from '../../../algorithms/caching/churn-fill-cap.js'
import type {RelayWindows} from '../../../algorithms/caching/problem.js'
import {windows} from '../../../algorithms/caching/windows.js'
import {homePlacement} from '../../../model/decode-plan.js'
import type {Workload} from '../../../model/workload.js'
import {
  agesThere,
  caseWorkload,
  columnsOf,
  naiveFillBytes,
  randomCase,
  rowsOf,
  rowsOfCurves,
  storedByRegion,
  sum,
  type WindowRow,
} from './churn-cases.js'

const cap = (workload: Workload, chosen: WindowRow[], before: WindowRow[], bytes: number): CappedFill =>
  capFill(workload, homePlacement(workload), columnsOf(chosen), columnsOf(before), {fillBytesPerLink: bytes})

describe('capFill', () => {
  // 10 bytes a day, 20 bytes read at every age from 0 to 5.
  const even = {bytes: 10, reads: {b: {0: 20, 1: 20, 2: 20, 3: 20, 4: 20, 5: 20}}}

  test('shortens a new window to the longest prefix whose fill fits: age 0 is free, each further age costs 10', async () => {
    const workload = await caseWorkload([even])
    const capped = cap(workload, [[0, 1, 0, 6]], [], 29)
    expect(rowsOf(capped.windows)).toEqual([[0, 1, 0, 3]])
    expect(capped.deferred).toEqual([{table: 0, region: 1, fillBytes: 30}])
    expect([...capped.fillBytesByLink]).toEqual([0, 20, 0, 0])
  })

  test('lets a window in force age by a day for nothing, where the cap leaves no byte', async () => {
    const workload = await caseWorkload([even])
    const capped = cap(workload, [[0, 1, 0, 6]], [[0, 1, 0, 2]], 0)
    expect(rowsOf(capped.windows)).toEqual([[0, 1, 0, 3]])
    expect(capped.deferred).toEqual([{table: 0, region: 1, fillBytes: 30}])
  })

  test('admits first what saves most per byte of fill', async () => {
    // Beyond its free first age t0 saves 5 · 20 for 50 bytes, t1 5 · 30: t1 gets all it wants, t0 the 20 bytes that are left.
    const better = {bytes: 10, reads: {b: {0: 20, 1: 30, 2: 30, 3: 30, 4: 30, 5: 30}}}
    const workload = await caseWorkload([even, better])
    const chosen: WindowRow[] = [
      [0, 1, 0, 6],
      [1, 1, 0, 6],
    ]
    expect(rowsOf(cap(workload, chosen, [], 70).windows)).toEqual([
      [0, 1, 0, 3],
      [1, 1, 0, 6],
    ])
  })

  test('caps every link for itself', async () => {
    const workload = await caseWorkload([{bytes: 10, reads: {b: even.reads.b, c: even.reads.b}}], ['b', 'c'])
    const chosen = columnsOf([
      [0, 1, 0, 6],
      [0, 2, 0, 6],
    ])
    const fillBytesPerLink = new Float64Array(9).fill(Number.POSITIVE_INFINITY)
    fillBytesPerLink[2] = 10
    const capped = capFill(workload, homePlacement(workload), chosen, columnsOf([]), {fillBytesPerLink})
    expect(rowsOf(capped.windows)).toEqual([
      [0, 1, 0, 6],
      [0, 2, 0, 2],
    ])
    expect(() => capFill(workload, homePlacement(workload), chosen, chosen, {fillBytesPerLink: [1, 2]})).toThrow(
      'has 2 links where the topology has 9',
    )
  })

  test('leaves a new window out that saves nothing when it is shortened', async () => {
    const late = {bytes: 10, reads: {b: {4: 100}}}
    const workload = await caseWorkload([late])
    expect(rowsOf(cap(workload, [[0, 1, 0, 5]], [], 30).windows)).toEqual([])
    expect(rowsOf(cap(workload, [[0, 1, 0, 5]], [[0, 1, 0, 1]], 0).windows)).toEqual([[0, 1, 0, 2]])
  })

  test('keeps a relay, which saves nothing by itself, where it needs no fill, and no part of one that does', async () => {
    const workload = await caseWorkload([even], ['b', 'c'])
    const chosen: WindowRow[] = [
      [0, 2, 0, 1],
      [0, 2, 3, 6],
    ]
    expect(rowsOf(cap(workload, chosen, [], 19).windows)).toEqual([[0, 2, 0, 1]])
    expect(rowsOf(cap(workload, chosen, [], 20).windows)).toEqual(chosen)
  })

  test('keeps the older ages in force beside a prefix that does not reach them', async () => {
    const workload = await caseWorkload([even])
    // Yesterday's [3, 5) holds the ages 4 and 5 today; the ages 1, 2 and 3 are missing.
    const capped = cap(workload, [[0, 1, 0, 6]], [[0, 1, 3, 5]], 10)
    expect(rowsOf(capped.windows)).toEqual([
      [0, 1, 0, 2],
      [0, 1, 3, 6],
    ])
    expect(rowsOf(cap(workload, [[0, 1, 0, 6]], [[0, 1, 3, 5]], 30).windows)).toEqual([[0, 1, 0, 6]])
  })

  test("keeps yesterday's windows instead where they save more than what fits and store no more than was chosen", async () => {
    const shifted = {bytes: 10, reads: {b: {0: 50, 7: 20, 8: 20, 9: 50}}}
    const workload = await caseWorkload([shifted])
    const chosen: WindowRow[] = [[0, 1, 7, 10]]
    expect(rowsOf(cap(workload, chosen, [[0, 1, 0, 2]], 10).windows)).toEqual([[0, 1, 0, 2]])
    expect(rowsOf(cap(workload, chosen, [[0, 1, 0, 4]], 10).windows)).toEqual([[0, 1, 7, 9]])
  })

  test('takes the one version of a snapshot table whole or not at all', async () => {
    const workload = await caseWorkload([{bytes: 30, reads: {b: {0: 50}}, isSnapshot: true}])
    expect(rowsOf(cap(workload, [[0, 1, 0, 1]], [], 29).windows)).toEqual([])
    expect(rowsOf(cap(workload, [[0, 1, 0, 1]], [], 30).windows)).toEqual([[0, 1, 0, 1]])
    expect(rowsOf(cap(workload, [[0, 1, 0, 1]], [[0, 1, 0, 1]], 0).windows)).toEqual([[0, 1, 0, 1]])
  })

  test('keeps caps and budgets, drops nothing that is in force and chosen, and adds up', async () => {
    let deferrals = 0
    for (let seed = 0; seed < 60; seed++) {
      const {workload, placement, problem, previous, draw} = await randomCase(seed)
      const outcome = await windows.plan(problem, {}, {seed: 1})
      const chosen = rowsOfCurves(problem, outcome.windows)
      const bytes = draw(120)
      const capped = capFill(workload, placement, columnsOf(chosen), previous, {fillBytesPerLink: bytes})
      const after = rowsOf(capped.windows)
      const regions = problem.regionCount
      const linkFill = new Float64Array(regions * regions)
      const fillOf = (row: WindowRow) => naiveFillBytes(workload, previous, row)
      for (const row of after) linkFill[placement.tableRegion[row[0]] * regions + row[1]] += fillOf(row)
      expect([...capped.fillBytesByLink]).toEqual([...linkFill])
      expect(Math.max(...linkFill)).toBeLessThanOrEqual(bytes)
      expect(sum(capped.deferred.map(d => d.fillBytes)) + sum([...linkFill])).toBe(sum(chosen.map(fillOf)))
      deferrals += capped.deferred.length

      const stored = storedByRegion(workload, after)
      expect(stored.every((b, e) => b <= problem.regionBudgetBytes[e])).toBe(true)
      expect(sum([...stored])).toBeLessThanOrEqual(problem.totalBudgetBytes)
      expectInForce(previous, chosen, after)
    }
    expect(deferrals).toBeGreaterThan(20)
  })

  test('changes nothing without a cap, and fills nothing with a cap of 0', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const {workload, placement, problem, previous} = await randomCase(seed)
      const outcome = await windows.plan(problem, {}, {seed: 1})
      const chosen = rowsOfCurves(problem, outcome.windows).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
      const capped = (fillBytesPerLink: number) =>
        capFill(workload, placement, columnsOf(chosen), previous, {fillBytesPerLink})
      expect(rowsOf(capped(Number.POSITIVE_INFINITY).windows)).toEqual(chosen)
      expect(capped(Number.POSITIVE_INFINITY).deferred).toEqual([])
      expect(sum([...capped(0).fillBytesByLink])).toBe(0)
      expect(() => capped(-1)).toThrow('is -1 bytes on the link from region 0 to region 0')
    }
  })
})

/** Every age that was held yesterday and is chosen is held still, and no age is held by two windows. */
function expectInForce(previous: RelayWindows, chosen: WindowRow[], after: WindowRow[]): void {
  const agesOf = (rows: WindowRow[], table: number, region: number) =>
    rows
      .filter(([t, e]) => t === table && e === region)
      .flatMap(([, , from, to]) => Array.from({length: to - from}, (_, i) => from + i))
  for (const [table, region] of chosen) {
    const there = agesThere(previous, table, region)
    const kept = agesOf(after, table, region)
    const inForce = agesOf(chosen, table, region).filter(age => there.has(age + 1))
    expect(kept).toEqual(expect.arrayContaining(inForce))
    expect(new Set(kept).size).toBe(kept.length)
  }
}
