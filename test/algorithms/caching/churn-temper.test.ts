import {describe, expect, test} from 'vitest'
import {temper} from '../../../algorithms/caching/churn-temper.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import type {CachingProblem, Windows} from '../../../algorithms/caching/problem.js'
import {windows} from '../../../algorithms/caching/windows.js'
import {
  caseProblem,
  caseWorkload,
  columnsOf,
  naiveSavedCost,
  randomCase,
  rowsOfCurves,
  storedByRegion,
  sum,
  type WindowRow,
} from './churn-cases.js'

/** Windows of curve c for every row [c, fromAge, toAge]. */
function curveRows(...rows: (readonly [number, number, number])[]): {windows: Windows} {
  const column = (at: number) => Int32Array.from(rows, row => row[at]!)
  return {windows: {curve: column(0), fromAge: column(1), toAge: column(2)}}
}
const rowsOf = (problem: CachingProblem, kept: Windows): WindowRow[] => rowsOfCurves(problem, kept)

describe('temper', () => {
  // t0: 10 bytes, read 100 at age 0 and 4 at age 1. [0, 1) saves 100 − 10 = 90, [0, 2) saves 94: 4.4 % better.
  const growing = [{bytes: 10, reads: {b: {0: 100, 1: 4}}}]

  test('keeps yesterday where the new windows save less than the share more, and not where they save more', async () => {
    const workload = await caseWorkload(growing)
    const problem = caseProblem(workload)
    const previous = columnsOf([[0, 1, 0, 1]])
    const tempered = (hysteresis: number) =>
      rowsOf(problem, temper(problem, workload, curveRows([0, 0, 2]), previous, {hysteresis}))
    expect(tempered(0.05)).toEqual([[0, 1, 0, 1]])
    expect(tempered(0.04)).toEqual([[0, 1, 0, 2]])
    expect(tempered(0)).toEqual([[0, 1, 0, 2]])
  })

  test('with a share of 0 changes nothing, even where yesterday saves more', async () => {
    const workload = await caseWorkload(growing)
    const problem = caseProblem(workload)
    const kept = (hysteresis: number) =>
      rowsOf(problem, temper(problem, workload, curveRows([0, 0, 1]), columnsOf([[0, 1, 0, 2]]), {hysteresis}))
    expect(kept(0)).toEqual([[0, 1, 0, 1]])
    expect(kept(0.001)).toEqual([[0, 1, 0, 2]])
  })

  test('makes room under the budget over all in any region, and counts what it has given away', async () => {
    const turns = [
      {bytes: 10, reads: {b: {0: 100}}},
      {bytes: 10, reads: {c: {0: 104}}},
    ]
    const swap = await caseWorkload(turns, ['b', 'c'], {replicaBudgetRatio: 0.5})
    const swapProblem = caseProblem(swap)
    const swapped = temper(swapProblem, swap, curveRows([1, 0, 1]), columnsOf([[0, 1, 0, 1]]), {hysteresis: 0.05})
    expect(rowsOf(swapProblem, swapped)).toEqual([[0, 1, 0, 1]])

    // Both could go back to [0, 2), at 10 bytes more; there is room for one, and t1 gains 5 by it, t0 4.
    const longer = [
      {bytes: 10, reads: {b: {0: 100, 1: 4}}},
      {bytes: 10, reads: {c: {0: 100, 1: 5}}},
    ]
    const workload = await caseWorkload(longer, ['b', 'c'], {replicaBudgetRatio: 1.5})
    const problem = caseProblem(workload)
    const previous = columnsOf([
      [0, 1, 0, 2],
      [1, 2, 0, 2],
    ])
    const kept = temper(problem, workload, curveRows([0, 0, 1], [1, 0, 1]), previous, {hysteresis: 0.05})
    expect(rowsOf(problem, kept)).toEqual([
      [0, 1, 0, 1],
      [1, 2, 0, 2],
    ])
  })

  test('does not go back to windows that break a budget', async () => {
    const budget = {b: 15}
    const workload = await caseWorkload(growing, ['b'], {}, budget)
    const problem = caseProblem(workload)
    const kept = temper(problem, workload, curveRows([0, 0, 1]), columnsOf([[0, 1, 0, 2]]), {hysteresis: 0.5})
    expect(rowsOf(problem, kept)).toEqual([[0, 1, 0, 1]])
  })

  test('cuts yesterday to the ages that are read today, and drops what nobody reads', async () => {
    const unread = {bytes: 10, reads: {c: {0: 100}}}
    const weekly = {bytes: 10, reads: {b: {7: 100, 9: 5}}}
    const workload = await caseWorkload([...growing, unread, weekly], ['b', 'c'])
    const problem = caseProblem(workload)
    const previous = columnsOf([
      [0, 1, 0, 9],
      [1, 1, 0, 3],
      [2, 1, 5, 9],
    ])
    const kept = temper(problem, workload, curveRows([0, 0, 1], [1, 0, 10]), previous, {hysteresis: 1})
    expect(rowsOf(problem, kept)).toEqual([
      [0, 1, 0, 2],
      [2, 1, 7, 8],
    ])
  })

  test('keeps yesterday of two tables that take turns in a budget with room for one, unless the other is better enough', async () => {
    // Both store 10 and the budget is 10. t0 saves 90 in yesterday's place, t1 saves 94 in today's: 4.4 % better.
    const tables = [
      {bytes: 10, reads: {b: {0: 100}}},
      {bytes: 10, reads: {b: {0: 104}}},
    ]
    const workload = await caseWorkload(tables, ['b'], {}, {b: 10})
    const problem = caseProblem(workload)
    const kept = (hysteresis: number) =>
      rowsOf(problem, temper(problem, workload, curveRows([1, 0, 1]), columnsOf([[0, 1, 0, 1]]), {hysteresis}))
    expect(kept(0.05)).toEqual([[0, 1, 0, 1]])
    expect(kept(0.04)).toEqual([[1, 1, 0, 1]])
  })

  test('makes room only in the region that lacks it', async () => {
    const tables = [
      {bytes: 10, reads: {b: {0: 100}}},
      {bytes: 10, reads: {b: {0: 104}}},
      {bytes: 10, reads: {c: {0: 11}}},
    ]
    const workload = await caseWorkload(tables, ['b', 'c'], {}, {b: 10, c: 10})
    const problem = caseProblem(workload)
    const kept = temper(problem, workload, curveRows([1, 0, 1], [2, 0, 1]), columnsOf([[0, 1, 0, 1]]), {
      hysteresis: 0.05,
    })
    expect(rowsOf(problem, kept)).toEqual([
      [0, 1, 0, 1],
      [2, 2, 0, 1],
    ])
  })

  test('counts relays against the budgets', async () => {
    const workload = await caseWorkload(growing, ['b'], {}, {b: 25})
    const problem = caseProblem(workload)
    const previous = columnsOf([[0, 1, 0, 2]])
    const outcome = curveRows([0, 0, 1])
    const relay = {...outcome, extraWindows: columnsOf([[0, 1, 3, 4]])}
    expect(rowsOf(problem, temper(problem, workload, outcome, previous, {hysteresis: 0.1}))).toEqual([[0, 1, 0, 2]])
    expect(rowsOf(problem, temper(problem, workload, relay, previous, {hysteresis: 0.1}))).toEqual([[0, 1, 0, 1]])
  })

  test('leaves budgets kept, a saving of more than 1 / (1 + share) of the chosen one, and of each curve the old or the new', async () => {
    let changed = 0
    for (let seed = 0; seed < 60; seed++) {
      const {workload, placement, problem, draw} = await randomCase(seed)
      const share = [0.01, 0.1, 0.5, 2][draw(4)]!
      const outcome = await windows.plan(problem, {}, {seed: 1})
      const yesterday = {
        ...problem,
        savedCostPerDay: Float64Array.from(
          {length: problem.storedBytes.length},
          (_, p) => problem.savedCostPerDay[p] * (0.5 + draw(100) / 100),
        ),
      }
      const before = rowsOf(problem, kProbe.plan(yesterday, {}).windows)
      const kept = temper(problem, workload, outcome, columnsOf(before), {hysteresis: share})
      const after = rowsOf(problem, kept)
      const chosen = rowsOf(problem, outcome.windows)
      const stored = storedByRegion(workload, after)
      expect(stored.every((bytes, e) => bytes <= problem.regionBudgetBytes[e])).toBe(true)
      expect(sum([...stored])).toBeLessThanOrEqual(problem.totalBudgetBytes)
      const saving = (rows: WindowRow[]) => sum(rows.map(row => naiveSavedCost(workload, placement, row)))
      expect(saving(after)).toBeGreaterThanOrEqual(saving(chosen) / (1 + share) - 1e-9)
      for (let c = 0; c < problem.curveCount; c++) {
        const of = (rows: WindowRow[]) =>
          rows.filter(([t, e]) => t === problem.curveTable[c] && e === problem.curveRegion[c])
        expect([of(chosen), of(before)]).toContainEqual(of(after))
        if (String(of(after)) !== String(of(chosen))) changed++
      }
    }
    expect(changed).toBeGreaterThan(20)
  })

  test('changes nothing with a share of 0 or with nothing in force', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const {workload, problem, previous} = await randomCase(seed)
      const outcome = kProbe.plan(problem, {})
      expect(temper(problem, workload, outcome, previous, {hysteresis: 0})).toEqual(outcome.windows)
      expect(temper(problem, workload, outcome, columnsOf([]), {hysteresis: 3})).toEqual(outcome.windows)
    }
  })

  test('refuses a share below 0', async () => {
    const workload = await caseWorkload(growing)
    const problem = caseProblem(workload)
    expect(() => temper(problem, workload, curveRows([0, 0, 1]), columnsOf([]), {hysteresis: -1})).toThrow(
      'the hysteresis is -1',
    )
  })
})
