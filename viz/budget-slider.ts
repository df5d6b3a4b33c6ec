import {escapeText} from './escape.js'
import {costNoun, formatBytes, formatCost, formatPercent, perDay} from './format.js'
import {headlineTiles} from './headline-tiles.js'
import type {ReportData} from './report-data.js'
import type {BudgetPoint} from './report-sections.js'

/**
 * The headline figures with a slider over replica budgets. Every position is a plan that was made and scored, and all tiles are in
 * the page, so that nothing is computed or guessed by the script, which only shows one of them. Without script, or with
 * fewer than two budgets, the plan's own figures stand alone.
 */
export function budgetHeadline(data: ReportData): string {
  const points = data.budgetPoints ?? []
  const own = points.findIndex(({isPlan}) => isPlan)
  if (points.length < 2 || own < 0) return headlineTiles(data)
  const panels = points.map(
    (point, i) =>
      `<div data-budget-tiles="${i}"${i === own ? '' : ' hidden'}>${point.isPlan ? headlineTiles(data) : headlineTiles(at(data, point), false)}</div>`,
  )
  const words = points.map((_, i) => sentence(data, points, i))
  const ticks = points.map((_, i) => `<option value="${i}"></option>`).join('')
  return `${panels.join('\n')}
<div class="slider" hidden><label for="budget">What if the replica budget were larger or smaller?</label>
<input type="range" id="budget" min="0" max="${points.length - 1}" step="1" value="${own}" list="budget-ticks" aria-describedby="budget-note" aria-valuetext="${escapeText(words[own]!)}">
<datalist id="budget-ticks">${ticks}</datalist>
<div class="ends" aria-hidden="true"><span>${escapeText(formatBytes(points[0]!.budgetBytes))}</span><span>${escapeText(formatBytes(points.at(-1)!.budgetBytes))}</span></div>
<p id="budget-words" role="status">${escapeText(words[own]!)}</p>
<p class="note" id="budget-note">Each of the ${points.length} positions is a plan that was made and scored: the homes and jobs of this plan, its replicas chosen anew for the budget. Nothing between two positions is guessed.</p>
<div hidden>${words.map((text, i) => `<span data-budget-words="${i}">${escapeText(text)}</span>`).join('')}</div></div>`
}

function at(data: ReportData, point: BudgetPoint): Pick<ReportData, 'headline' | 'costUnit'> {
  const {after, budgetBytes, replicaBytes, fillBytes} = point
  return {costUnit: data.costUnit, headline: {...data.headline, after, budgetBytes, replicaBytes, fillBytes}}
}

/** e.g. `Budget 12 TB (1.5 % of the data, 50 % of today’s): WAN cost $4,500 a day, 52 % less than without a plan. Between 6 TB and 24 TB.` */
function sentence({headline, costUnit}: ReportData, points: readonly BudgetPoint[], i: number): string {
  const {budgetBytes, timesToday, isPlan, after} = points[i]!
  const [smaller, larger] = [points[i - 1], points[i + 1]]
  const share = headline.homeBytes > 0 ? `${formatPercent(budgetBytes / headline.homeBytes)} of the data, ` : ''
  const times = isPlan ? 'today’s: the plan of this report' : `${formatPercent(timesToday)} of today’s`
  const before = headline.before.wanCostPerDay
  const less = before === 0 ? '' : `, ${formatPercent(1 - after.wanCostPerDay / before)} less than without a plan`
  const between =
    smaller === undefined
      ? `the smallest of ${points.length}; the next is ${formatBytes(larger!.budgetBytes)}`
      : larger === undefined
        ? `the largest of ${points.length}; the one before is ${formatBytes(smaller.budgetBytes)}`
        : `between ${formatBytes(smaller.budgetBytes)} and ${formatBytes(larger.budgetBytes)}`
  return `Budget ${formatBytes(budgetBytes)} (${share}${times}): ${costNoun(costUnit)} ${perDay(formatCost(after.wanCostPerDay, costUnit))}${less}. Position ${i + 1} of ${points.length}, ${between}.`
}
