import type {ComparisonData} from './comparison-data.js'
import {
  cheapest,
  isEligible,
  middleBudget,
  type Side,
  type Standing,
  savedShare,
  standingsAt,
} from './comparison-standings.js'
import {escapeText, nameHtml, shorten} from './escape.js'
import {costNoun, formatPercent} from './format.js'

/** Yugong's caching policy (PVLDB 2019), which every other is measured against. */
const reference = 'k-probe'

/** Those that the headline is about, at the middle budget on the days that nobody planned from. */
export interface Leaders {
  readonly budget: number
  readonly best: Standing
  readonly reference?: Standing
  readonly planned?: Standing
  readonly online?: Standing
}

/** Undefined where no policy that can be run has a plan at the middle budget. */
export function leaders(data: ComparisonData): Leaders | undefined {
  const budget = middleBudget(data)
  if (budget === undefined) return undefined
  const eligible = standingsAt(data, budget).filter(s => isEligible(data, s))
  const best = cheapest(eligible, 'outOfSample')
  if (best === undefined) return undefined
  const found = {
    reference: eligible.find(s => s.policy.name === reference),
    planned: cheapest(
      eligible.filter(s => s.policy.family === 'planned'),
      'outOfSample',
    ),
    online: cheapest(
      eligible.filter(s => s.policy.family === 'online'),
      'outOfSample',
    ),
  }
  return {
    budget,
    best,
    ...(found.reference && {reference: found.reference}),
    ...(found.planned && {planned: found.planned}),
    ...(found.online && {online: found.online}),
  }
}

/**
 * The finding of the whole page, as HTML: the best policy out-of-sample at the middle budget, and by how much it beats k-probe and
 * the best of the other family.
 */
export function headlineHtml(data: ComparisonData): string {
  const noun = costNoun(data.costUnit)
  const lead = leaders(data)
  if (lead === undefined) return 'No policy gave a plan that could be compared.'
  const {best, budget} = lead
  const share = savedShare(data, 'outOfSample', best.result.outOfSample.wanCostPerDay)
  if (share === undefined) return 'On the test days nothing crosses the WAN, with or without replicas.'
  const where = `On days that no plan was made from, with a replica budget of ${nameHtml(data.budgets[budget]!.label)},`
  if (share <= 0) return `${where} no policy lowers the ${noun}.`
  const name = `<strong>${nameHtml(best.policy.label)}</strong>`
  const versus = comparisons(data, lead)
  const tail = versus.length === 0 ? '' : `: it leaves ${versus.join(', and ')}`
  return `${where} ${name} takes away the most of the ${noun}, <strong>${escapeText(formatPercent(share))}</strong>${tail}.`
}

function comparisons(data: ComparisonData, {best, reference: yugong, planned, online}: Leaders): string[] {
  const other = best.policy.family === 'planned' ? online : planned
  const rivals: {readonly rival: Standing; readonly what: string}[] = []
  if (yugong !== undefined && yugong !== best) {
    rivals.push({rival: yugong, what: yugong === other ? ', the best planned policy' : ''})
  }
  if (other !== undefined && other !== best && other !== yugong) {
    rivals.push({rival: other, what: `, the best ${other.policy.family} policy`})
  }
  return rivals.map(({rival, what}) => {
    const cost = rival.result.outOfSample.wanCostPerDay
    const less = cost > 0 ? 1 - best.result.outOfSample.wanCostPerDay / cost : 0
    const amount = less > 0 ? `${escapeText(formatPercent(less))} less than` : 'as much as'
    const saved = escapeText(formatPercent(savedShare(data, 'outOfSample', cost) ?? Number.NaN))
    return `${amount} ${nameHtml(rival.policy.label)}${what} (${saved})`
  })
}

/** What the storage–bandwidth chart of one side shows, in plain text. */
export function curvesFinding(data: ComparisonData, side: Side): string {
  const days = side === 'inSample' ? 'In-sample' : 'Out-of-sample'
  const budget = middleBudget(data)
  const eligible = budget === undefined ? [] : standingsAt(data, budget).filter(s => isEligible(data, s))
  const best = cheapest(eligible, side)
  if (budget === undefined || best === undefined) return `${days}: no policy gave a plan`
  const cost = best.result[side].wanCostPerDay
  const bounds = data.bounds.find(b => b.budget === budget)
  const bound = side === 'inSample' ? bounds?.inSampleCostPerDay : bounds?.hindsightCostPerDay
  const limit = side === 'inSample' ? 'the bound' : 'the bound of planning with hindsight'
  const above =
    bound === undefined || bound <= 0 || cost < bound || best.policy.family === 'online'
      ? ''
      : `, ${formatPercent(cost / bound - 1)} above ${limit}`
  const label = shorten(data.budgets[budget]!.label, 16)
  return `${days}: at ${label}, ${shorten(best.policy.label, 24)} leaves the least${above}`
}

/** What the dots of one budget show, in plain text. */
export function dotsFinding(data: ComparisonData, budget: number): string {
  const best = cheapest(
    standingsAt(data, budget).filter(s => isEligible(data, s)),
    'outOfSample',
  )
  const label = shorten(data.budgets[budget]!.label, 16)
  const {inSample, outOfSample} = best?.result ?? {}
  const later = outOfSample && savedShare(data, 'outOfSample', outOfSample.wanCostPerDay)
  const planned = inSample && savedShare(data, 'inSample', inSample.wanCostPerDay)
  if (best === undefined || later === undefined || planned === undefined) return `Budget ${label}: nothing to compare`
  return `Budget ${label}: ${shorten(best.policy.label, 24)} saves ${formatPercent(later)} out-of-sample, ${formatPercent(planned)} in-sample`
}
