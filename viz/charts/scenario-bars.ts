import {shorten} from '../escape.js'
import {costNoun, formatCost, formatPercent, perDay} from '../format.js'
import {color} from '../theme.js'
import type {ScenarioResult, WhatIfData} from '../what-if-data.js'
import {costAxis} from './cost-axis.js'
import type {ChartSize} from './frame.js'
import {stackedRowsChart} from './stacked-rows.js'

/** Base and scenarios that have a plan, in the order given. */
export const plannedScenarios = ({base, scenarios}: WhatIfData): ScenarioResult[] =>
  [base, ...scenarios].filter(({outcome}) => outcome !== undefined)

/** e.g. `“link down” costs most: 34 % more than the platform as it is`. */
export function scenariosFinding(data: WhatIfData): string {
  const cost = ({outcome}: ScenarioResult): number => outcome!.after.wanCostPerDay
  const own = data.base.outcome?.after.wanCostPerDay
  const others = plannedScenarios(data).filter(scenario => scenario !== data.base)
  if (own === undefined || others.length === 0) return `What each plan leaves of the ${costNoun(data.costUnit)}`
  const least = others.reduce((a, b) => (cost(b) < cost(a) ? b : a))
  const most = others.reduce((a, b) => (cost(b) > cost(a) ? b : a))
  const versus = (s: ScenarioResult): string => {
    if (own === 0) return `leaves ${perDay(formatCost(cost(s), data.costUnit))}`
    const share = cost(s) / own - 1
    return share === 0 ? 'leaves as much' : `leaves ${formatPercent(Math.abs(share))} ${share > 0 ? 'more' : 'less'}`
  }
  const first = `Against today’s plan, “${shorten(least.name, 30)}” ${versus(least)}`
  return most === least ? first : `${first}, “${shorten(most.name, 30)}” ${versus(most)}`
}

/** What crosses with each scenario's plan, and what its plan saves. */
export function scenarioBarsChart(data: WhatIfData, size: ChartSize): string {
  const scenarios = plannedScenarios(data)
  const largest = Math.max(0, ...scenarios.map(({outcome}) => outcome!.before.wanCostPerDay))
  const axis = costAxis(largest, data.costUnit)
  return stackedRowsChart(
    {
      title: scenariosFinding(data),
      description: `${costNoun(data.costUnit)} a day that the plan of each of ${scenarios.length} scenarios leaves, and what it saves.`,
      rows: scenarios.map(({name, outcome}, i) => {
        const {before, after} = outcome!
        const saved = before.wanCostPerDay - after.wanCostPerDay
        const share = before.wanCostPerDay === 0 ? 0 : saved / before.wanCostPerDay
        return {
          label: name,
          total: share > 0 ? `−${formatPercent(share)}` : share < 0 ? `+${formatPercent(-share)}` : '±0',
          rowId: `scenario-row-${i}`,
          parts: [
            {
              value: after.wanCostPerDay,
              color: color('accent'),
              tip: `${shorten(name, 60)}: ${perDay(formatCost(after.wanCostPerDay, data.costUnit))} left with its plan`,
            },
            {
              value: Math.max(0, saved),
              color: color('rule'),
              tip: `${shorten(name, 60)}: ${perDay(formatCost(saved, data.costUnit))} saved of ${perDay(formatCost(before.wanCostPerDay, data.costUnit))}`,
            },
          ],
        }
      }),
      xTitle: axis.title,
      perTick: axis.perTick,
      xText: axis.print,
      keys: [
        {label: 'left with the plan', color: color('accent')},
        {label: 'saved', color: color('rule')},
      ],
    },
    size,
  )
}
