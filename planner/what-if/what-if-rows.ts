import {formatBytes, formatCost, formatPercent} from '../../viz/format.js'
import type {ScenarioOutcome, ScenarioResult, WhatIfData} from '../../viz/what-if-data.js'

type Cell = (outcome: ScenarioOutcome, base: ScenarioOutcome | undefined) => string

/** All scenarios side by side, one row a figure, for a terminal. The first column names the figure. */
export function whatIfRows({base, scenarios, costUnit}: WhatIfData): {
  readonly head: string[]
  readonly rows: string[][]
} {
  const results = [base, ...scenarios]
  const cost = (value: number) => formatCost(value, costUnit)
  const figures: readonly (readonly [string, Cell])[] = [
    ['WAN bytes a day, no plan', ({before}) => formatBytes(before.wanBytesPerDay)],
    ['WAN bytes a day', ({after}) => formatBytes(after.wanBytesPerDay)],
    ['WAN cost a day, no plan', ({before}) => cost(before.wanCostPerDay)],
    ['WAN cost a day', ({after}) => cost(after.wanCostPerDay)],
    ['Reduction of cost', ({before, after}) => share(1 - after.wanCostPerDay / before.wanCostPerDay)],
    [
      'Cost against base',
      ({after}, platform) =>
        platform === undefined ? '' : signed(after.wanCostPerDay / platform.after.wanCostPerDay - 1),
    ],
    ['Reads across the WAN', ({before, after}) => signed(after.remoteReads / before.remoteReads - 1)],
    ['Replica bytes', ({replicaBytes}) => formatBytes(replicaBytes)],
    ['Replicas', ({replicaCount}) => String(replicaCount)],
    ['Homes that move', ({moveCount}) => String(moveCount)],
    ['Jobs placed', ({placedJobCount}) => String(placedJobCount)],
    ['One-off: fill', ({fillBytes}) => formatBytes(fillBytes)],
    ['One-off: moves', ({moveBytes}) => formatBytes(moveBytes)],
    ['One-off: by the scenario', ({forcedMoveBytes = 0}) => formatBytes(forcedMoveBytes)],
    ['Detours a day', ({detourBytesPerDay = 0}) => formatBytes(detourBytesPerDay)],
    [
      'Bound, cost a day',
      ({bound}) => (bound === undefined ? '' : `${cost(bound.wanCostPerDay)} (gap ${formatPercent(bound.gap)})`),
    ],
  ]
  const regions = [...new Set(results.flatMap(({outcome}) => outcome?.regions.map(({name}) => name) ?? []))]
  const incoming = regions.map((name): readonly [string, Cell] => [
    `Into ${name} a day`,
    outcome => {
      const region = outcome.regions.find(region => region.name === name)
      return region === undefined ? 'not there' : formatBytes(region.incomingBytesPerDayAfter)
    },
  ])
  const isIdle = (label: string) =>
    (label === 'One-off: by the scenario' && results.every(({outcome}) => outcome?.forcedMoveBytes === undefined)) ||
    (label === 'Detours a day' && results.every(({outcome}) => outcome?.detourBytesPerDay === undefined))
  return {
    head: ['', ...results.map(({name}) => name)],
    rows: [...figures, ...incoming]
      .filter(([label]) => !isIdle(label))
      .map(([label, cell]) => [label, ...results.map(result => cellText(result, cell, base))]),
  }
}

/** Why scenarios have no plan, a line each. */
export function refusals({base, scenarios}: WhatIfData): string[] {
  return [base, ...scenarios].flatMap(({name, refused}) => (refused === undefined ? [] : [`${name}: ${refused}`]))
}

function cellText({outcome}: ScenarioResult, cell: Cell, base: ScenarioResult): string {
  return outcome === undefined ? 'no plan' : cell(outcome, base.outcome)
}

const share = (value: number): string => (Number.isFinite(value) ? formatPercent(value) : '')
const signed = (value: number): string =>
  Number.isFinite(value) ? `${value > 0 ? '+' : ''}${formatPercent(value)}` : ''
