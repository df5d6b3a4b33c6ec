import type {ComparisonData, ComparisonResult} from './comparison-data.js'
import {isMeasured, isOverBudget, type Side, savedShare} from './comparison-standings.js'
import {dataTable, type TableColumn} from './data-table.js'
import {nameHtml} from './escape.js'
import {formatBytes, formatMilliseconds, formatPercent} from './format.js'

const none = '–'
/** Sorts what has no number below all that have one. */
const last = Number.MIN_SAFE_INTEGER

/** Every result, sortable, and to copy as CSV. */
export function comparisonTable(data: ComparisonData): string {
  const policyOf = (r: ComparisonResult) => data.policies.find(p => p.name === r.policy)
  const budgetOf = (r: ComparisonResult) => data.budgets[r.budget]
  const saved = (r: ComparisonResult, side: Side): number | undefined =>
    isMeasured(r) ? savedShare(data, side, r[side].wanCostPerDay) : undefined
  const number = (
    heading: string,
    value: (r: ComparisonResult) => number | undefined,
    print: (value: number) => string,
  ): TableColumn<ComparisonResult> => ({
    heading,
    numeric: true,
    text: r => {
      const v = value(r)
      return v === undefined ? none : print(v)
    },
    sort: r => {
      const v = value(r)
      return v === undefined || !Number.isFinite(v) ? last : v
    },
  })
  return dataTable(
    {id: 'results', caption: 'Every policy at every budget', csvOf: 'results'},
    [
      {
        heading: 'Policy',
        html: r => nameHtml(policyOf(r)?.label ?? r.policy),
        sort: r => policyOf(r)?.label ?? r.policy,
      },
      {heading: 'Family', text: r => policyOf(r)?.family ?? none, sort: r => policyOf(r)?.family ?? ''},
      {
        heading: 'Budget',
        numeric: true,
        text: r => budgetOf(r)?.label ?? none,
        sort: r => budgetOf(r)?.replicaBytes ?? last,
      },
      number('Saved in-sample', r => saved(r, 'inSample'), formatPercent),
      number('Saved out-of-sample', r => saved(r, 'outOfSample'), formatPercent),
      number('Stored', r => (isMeasured(r) ? r.inSample.replicaBytes : undefined), formatBytes),
      number('Gap to the bound', r => r.gap, formatPercent),
      number('Time', r => r.milliseconds, formatMilliseconds),
      number('Memory at peak', r => r.peakMemoryBytes, formatBytes),
      {
        heading: 'Remark',
        html: r => (r.refused === undefined ? remark(data, r) : `no plan: ${nameHtml(r.refused)}`),
        sort: r => r.refused ?? remark(data, r),
      },
    ],
    data.results,
  )
}

function remark(data: ComparisonData, result: ComparisonResult): string {
  return isMeasured(result) && isOverBudget(data, result) ? 'stores more than the budget' : ''
}
