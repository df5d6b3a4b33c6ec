import {dataTable, type TableColumn} from './data-table.js'
import {nameHtml} from './escape.js'
import {costNoun, formatBytes, formatCost, formatCount, formatPercent} from './format.js'
import type {ScenarioOutcome, ScenarioResult, WhatIfData} from './what-if-data.js'

const none = '–'
/** Sorts what has no plan below all that have one. */
const last = Number.MIN_SAFE_INTEGER

/** Every scenario in numbers, sortable, and to copy as CSV. Those with a plan come first, in the order given. */
export function scenarioTable(data: WhatIfData): string {
  const {costUnit} = data
  const all = [data.base, ...data.scenarios]
  const rows = [...all.filter(s => s.outcome !== undefined), ...all.filter(s => s.outcome === undefined)]
  const number = (
    heading: string,
    value: (outcome: ScenarioOutcome) => number | undefined,
    print: (value: number) => string,
  ): TableColumn<ScenarioResult> => {
    const of = ({outcome}: ScenarioResult) => (outcome === undefined ? undefined : value(outcome))
    return {
      heading,
      numeric: true,
      text: row => {
        const v = of(row)
        return v === undefined ? none : print(v)
      },
      sort: row => of(row) ?? last,
    }
  }
  const cost = (v: number): string => formatCost(v, costUnit)
  const saved = ({before, after}: ScenarioOutcome): number =>
    before.wanCostPerDay === 0 ? 0 : 1 - after.wanCostPerDay / before.wanCostPerDay
  const own = data.base.outcome?.after.wanCostPerDay
  return dataTable(
    {id: 'scenarios', caption: 'All scenarios', search: true, csvOf: 'scenarios', rowId: i => `scenario-row-${i}`},
    [
      {heading: 'Scenario', html: s => nameHtml(s.name), sort: s => s.name},
      number(`${costNoun(costUnit)} before, a day`, o => o.before.wanCostPerDay, cost),
      number('Left, a day', o => o.after.wanCostPerDay, cost),
      number('Saved', saved, formatPercent),
      number(
        'Against today’s plan',
        o => (own === undefined || own === 0 ? undefined : o.after.wanCostPerDay / own - 1),
        v => (v > 0 ? `+${formatPercent(v)}` : formatPercent(v)),
      ),
      number('Replicas', o => o.replicaCount, formatCount),
      number('Stored', o => o.replicaBytes, formatBytes),
      number('Moves', o => o.moveCount, formatCount),
      number('Jobs placed', o => o.placedJobCount, formatCount),
      number('Once', o => o.fillBytes + o.moveBytes, formatBytes),
      number('Gap to the bound', o => o.bound?.gap, formatPercent),
      {
        heading: 'What changes',
        text: s => (s.refused === undefined ? s.changes.join(' ') : `no plan: ${s.refused}`),
        sort: s => s.changes.join(' '),
      },
    ],
    rows,
  )
}
