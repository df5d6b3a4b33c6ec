import type {BacktestDay, ReportData, ScenarioOutcome, WhatIfData} from '../../viz/index.js'
import {sampleReport, usual} from './report-sample.js'

const base = sampleReport(usual)
const money = (bytes: number): number => bytes * 20e-12
const {before, after} = base.headline

const causesOf = (bytes: number) => ({
  remoteReadBytesPerDay: Math.round(bytes * 0.6),
  refreshBytesPerDay: Math.round(bytes * 0.3),
  writeBackBytesPerDay: Math.round(bytes * 0.1),
})

const sources = (noun: string, count: number) =>
  Array.from({length: count}, (_, i) => ({
    name: `${noun}_${i + 1}`,
    region: base.regions[i % base.regions.length]!.name,
    bytesPerDay: causesOf((after.wanBytesPerDay * 0.2) / (i + 1)),
  }))

const backtestDays = (left: number): BacktestDay[] =>
  Array.from({length: 7}, (_, i) => ({
    day: `2026-11-${String(13 + i)}`,
    beforeCost: before.wanCostPerDay * (1 + 0.05 * Math.cos(i)),
    afterCost: before.wanCostPerDay * left * (1 + 0.1 * Math.cos(i)),
    hindsightCost: before.wanCostPerDay * 0.3,
  }))

/** The made-up platform with every optional part that a report can have. */
export const fullReport: ReportData = {
  ...base,
  moves: [
    {
      name: 'orders_ods',
      from: 'hangzhou',
      to: 'beijing',
      bytes: 3.2e14,
      readWithNewHomeBytesPerDay: 3.8e13,
      readWithOldHomeBytesPerDay: 2.1e12,
    },
    {
      name: 'clicks_dwd',
      from: 'beijing',
      to: 'shanghai',
      bytes: 1.1e13,
      readWithNewHomeBytesPerDay: 4.1e12,
      readWithOldHomeBytesPerDay: 8e11,
    },
  ],
  jobs: [
    {
      job: 'daily_gmv',
      project: 'orders_ods',
      from: 'hangzhou',
      to: 'beijing',
      runsPerDay: 1,
      savedBytesPerDay: 4.4e12,
      readBytesPerDay: 5e12,
      localBytesPerDay: 4.9e12,
      localBytesPerDayOtherwise: 5e11,
    },
    {
      job: 'audit',
      project: 'payments_dws',
      from: 'shanghai',
      to: 'shenzhen',
      runsPerDay: 0.5,
      savedBytesPerDay: -1e9,
      readBytesPerDay: 2e9,
      localBytesPerDay: 0,
      localBytesPerDayOtherwise: 1e9,
    },
  ],
  otherJobs: {jobCount: 12, savedBytesPerDay: 7e11},
  budgetPoints: [0, 0.5, 1, 2].map(times => {
    const left = times === 1 ? after.wanBytesPerDay : before.wanBytesPerDay * (1 - 0.6 * (1 - 0.25 ** times))
    return {
      budgetBytes: base.headline.budgetBytes! * times,
      timesToday: times,
      isPlan: times === 1,
      after:
        times === 1
          ? after
          : {
              wanBytesPerDay: left,
              wanCostPerDay: money(left),
              remoteReads: Math.round(before.remoteReads * (1 - 0.2 * times)),
              reads: before.reads,
            },
      replicaBytes: base.headline.replicaBytes * times,
      fillBytes: base.headline.fillBytes * times,
    }
  }),
  remaining: {tables: sources('ods_table', 12), projects: sources('project', 9), jobs: sources('job', 3)},
  hourLoad: {
    before: Array.from({length: 24}, (_, hour) => 2e12 * (1 + Math.cos((hour - 3) / 4))),
    after: Array.from({length: 24}, (_, hour) => 6e11 * (1 + Math.cos((hour - 3) / 4))),
  },
  backtest: {
    trainDays: 21,
    strategies: [
      {name: 'search', days: backtestDays(0.36)},
      {name: 'two-stage', days: backtestDays(0.47)},
    ],
  },
  churn: {
    previousPlanId: '2026-11-19-aa',
    keptReplicas: 1200,
    kinds: [
      {label: 'replicas added', count: 31, bytes: 4.1e12},
      {label: 'replicas dropped', count: 12, bytes: -2.2e12},
    ],
  },
  articleFigures: {
    reductionByMoves: [0, 10, 20, 50].map(moves => {
      const reduction = 0.55 + 0.3 * (1 - Math.exp(-moves / 20))
      return {
        moves,
        mostMoves: moves,
        wanBytesPerDay: before.wanBytesPerDay * (1 - reduction),
        wanCostPerDay: before.wanCostPerDay * (1 - reduction),
        reduction,
        moveBytes: moves * 1e13,
      }
    }),
    storageByMoves: [0, 20, 50].map(mostMoves => ({
      mostMoves,
      points: [0, 0.01, 0.02, 0.03, 0.04].map(share => {
        const left = before.wanBytesPerDay * (0.2 + 0.8 * Math.exp(-60 * share - mostMoves / 60))
        return {replicaBytes: share * base.headline.homeBytes, wanBytesPerDay: left, wanCostPerDay: money(left)}
      }),
    })),
  },
  coverage: {
    sources: ['openlineage', 'trino-eu'],
    runs: 1200,
    reads: 5400,
    readBytes: 1e15,
    droppedBytes: 4e13,
    aspects: [
      {name: 'region', label: 'Region', bytes: {exact: 9.7e14, assumed: 3e13}},
      {name: 'project', label: 'Project', bytes: {exact: 1e15}},
      {name: 'partitionDay', label: 'Partition day', bytes: {exact: 6e14, assumed: 1e14, none: 3e14}},
      {
        name: 'bytes',
        label: 'Bytes',
        bytes: {exact: 5e14, scannedFiles: 2e14, wholeTable: 1e14, apportioned: 1.5e14, assumed: 5e13},
      },
    ],
    dropped: [
      {reason: 'table without region', count: 88, bytes: 4e13, examples: ['s3://dc-c-lake/orders', 's3://dc-c-lake/x']},
      {reason: 'run that did not finish', count: 12, bytes: 0, examples: []},
    ],
    corrected: [{reason: 'partition from the future', count: 3, bytes: 1e9, examples: ['clicks 2026-11-30']}],
  },
  explanations: [
    {
      kind: 'table',
      name: 'ods_orders_day_1',
      sentences: ['Read in beijing by 3 jobs.', 'Kept there for 7 days.'],
      alternatives: [
        {what: 'no replica', costPerDay: 40, isChosen: false},
        {what: 'ages 0 to 6 in beijing', costPerDay: 12, isChosen: true},
      ],
    },
  ],
}

function outcome(times: number): ScenarioOutcome {
  const scaled = {...after, wanBytesPerDay: after.wanBytesPerDay * times, wanCostPerDay: after.wanCostPerDay * times}
  const {localisedShare, replicaBytes, homeBytes, fillBytes, moveBytes, budgetBytes, bound} = base.headline
  return {
    planId: `plan-${times}`,
    before,
    after: scaled,
    byCause: {before: causesOf(before.wanBytesPerDay), after: causesOf(scaled.wanBytesPerDay)},
    ...{localisedShare, replicaBytes, homeBytes, fillBytes, moveBytes},
    ...(budgetBytes === undefined ? {} : {budgetBytes}),
    ...(bound === undefined ? {} : {bound}),
    replicaCount: 1000 * times,
    moveCount: 20,
    placedJobCount: 128,
    regions: base.regions.map(r => ({...r, incomingBytesPerDayAfter: r.incomingBytesPerDayAfter * times})),
  }
}

/** The made-up platform under three scenarios, one of which has no plan. */
export const sampleWhatIf: WhatIfData = {
  title: base.title,
  history: base.history,
  fingerprint: base.fingerprint,
  costUnit: base.costUnit,
  inSample: true,
  base: {name: 'as it is', changes: [], outcome: outcome(1)},
  scenarios: [
    {name: 'half the budget', changes: ['The replica budget is halved.'], outcome: outcome(1.25)},
    {name: 'a fast link', changes: ['hangzhou → beijing costs 0.005 per GB.'], outcome: outcome(0.75)},
    {name: 'beijing evacuated', changes: ['Nothing may live in beijing.'], refused: 'hangzhou has no room for 4 PB'},
  ],
  articleFigures: fullReport.articleFigures!,
}
