import {describe, expect, it} from 'vitest'
import type {FoldResult, RefusedFold} from '../../planner/backtest/run-fold.js'
import {summarise} from '../../planner/backtest/summary.js'
import {remarks, strategyTable} from '../../planner/backtest/tables.js'

const spans = (fold: number) => ({
  train: {from: `2026-10-0${fold}`, to: `2026-10-0${fold}`},
  test: {from: `2026-11-0${fold}`, to: `2026-11-0${fold}`},
})

function result(strategy: string, fold: number, cost: number, hindsight?: number, limits: [number, number][] = []) {
  const traffic = (wanCostPerDay: number) => ({
    wanBytesPerDay: wanCostPerDay * 10,
    wanCostPerDay,
    remoteReads: 1,
    reads: 2,
  })
  const scored: FoldResult = {
    strategy,
    ...spans(fold),
    inSample: {wanBytesPerDay: 0, wanCostPerDay: 0},
    score: {
      planId: 'x',
      ...spans(fold).test,
      days: 1,
      sample: 'out-of-sample',
      before: traffic(100),
      after: {...traffic(cost), byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: fold, fillBytes: 2 * fold, snapshotFillBytes: 3 * fold},
      reduction: {wanBytes: 0, wanCost: 0, remoteReads: 0},
      localised: 0.5,
      bytesByDay: [cost * 10],
      costByDay: [cost],
      violations: limits.map(([actual, allowed]) => ({
        limit: 'link-capacity',
        subject: 'a → b',
        actual,
        allowed,
        message: `${actual} of ${allowed}`,
      })),
      unknownJobs: [],
    },
    replicaBytes: 30,
    homeBytes: 1000,
    moves: fold,
    jobs: 4,
    ...(hindsight === undefined
      ? {}
      : {
          hindsight: {wanBytesPerDay: hindsight * 10, wanCostPerDay: hindsight},
          regret: {wanBytesPerDay: (cost - hindsight) * 10, wanCostPerDay: cost - hindsight},
        }),
    seconds: 1,
  }
  return scored
}

const refused = (strategy: string, fold: number): RefusedFold => ({strategy, ...spans(fold), refused: 'over budget'})

describe('the summary of a backtest', () => {
  const summary = summarise([
    result('a', 1, 40, 30, [[12, 10]]),
    result('b', 1, 50, 25),
    result('a', 2, 20, 20, [
      [30, 20],
      [11, 10],
    ]),
    refused('b', 2),
  ])

  it('takes means over the folds with a plan', () => {
    expect(summary.strategies.map(({strategy, folds}) => [strategy, folds])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
    expect(summary.strategies[0]).toMatchObject({
      after: {wanBytesPerDay: 300, wanCostPerDay: 30},
      reduction: {wanBytes: 0.7, wanCost: 0.7},
      localised: 0.5,
      replicaShare: 0.03,
      moves: 1.5,
      jobs: 4,
      oneOff: {moveBytes: 1.5, fillBytes: 3, snapshotFillBytes: 4.5},
      hindsightCostPerDay: 25,
      regretCostPerDay: 5,
      // 40 − min(30, 25) and 20 − 20.
      regretToBestCostPerDay: 7.5,
    })
    expect(summary.strategies[1]!.refused).toEqual([{test: '2026-11-02', reason: 'over budget'}])
  })

  it('shows them in a row each', () => {
    const {head, rows} = strategyTable(summary, {kind: 'money', currency: 'USD'})
    const cell = (name: string) => rows[0]![head.indexOf(name)]
    expect(rows.every(row => row.length === head.length)).toBe(true)
    expect(['strategy', 'cost a day', 'hindsight', 'regret', 'to best', 'limits broken'].map(cell)).toEqual([
      'a',
      '$30.00',
      '$25.00',
      '$5.00',
      '$7.50',
      '3',
    ])
  })

  it('compares two strategies over the folds that both have a plan for', () => {
    expect(summary.costRatios).toEqual({a: {b: 40 / 50}, b: {a: 50 / 40}})
  })

  it('counts the limits broken and shows the worst by its share of what is allowed', () => {
    expect(summary.strategies[0]!.brokenLimits).toEqual([
      {limit: 'link-capacity', count: 3, folds: 2, worst: expect.objectContaining({actual: 30, allowed: 20})},
    ])
    expect(remarks(summary)).toEqual([
      'a breaks link-capacity on days it had not seen: 3 in 2 of its folds; worst: 30 of 20',
      'b has no plan for the days from 2026-11-02: over budget',
    ])
  })

  it('claims no hindsight and no ratio where there is none', () => {
    const alone = summarise([result('a', 1, 0), result('b', 1, 0), refused('c', 1)])
    expect(alone.costRatios).toEqual({a: {}, b: {}, c: {}})
    expect(alone.strategies[0]).not.toHaveProperty('regretCostPerDay')
    expect(
      strategyTable(alone, {kind: 'gigabytes'})
        .rows[2]!.slice(1)
        .every(cell => cell === '–'),
    ).toBe(true)
  })
})
