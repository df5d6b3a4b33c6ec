import {boundDashes, measuredResults} from './charts/comparison-curves.js'
import {dashAttribute, policyMarker, policyStyle} from './charts/policy-style.js'
import type {ComparedPolicy, ComparisonData} from './comparison-data.js'
import {nameHtml} from './escape.js'
import {swatchSvg} from './swatch.js'
import {color} from './theme.js'

/** Key of both storage–bandwidth charts: a switch for each family and each policy that has a plan, and the bounds. */
export function comparisonLegend(data: ComparisonData): string {
  return familyKeys(data, 'planned', 'Planned') + familyKeys(data, 'online', 'Online') + boundKeys(data)
}

function familyKeys(data: ComparisonData, family: ComparedPolicy['family'], title: string): string {
  const keys = data.policies.flatMap((policy, i) => {
    if (policy.family !== family || measuredResults(data, policy).length === 0) return []
    const style = policyStyle(i, policy)
    const swatch = `<path d="M1,7H25" stroke="${style.color}" stroke-width="2"${dashAttribute(style.dash)}/>${policyMarker(style, 13, 7, 5)}/>`
    return [toggle(String(i), swatchSvg(swatch) + nameHtml(policy.label))]
  })
  if (keys.length === 0) return ''
  const all = toggle(family, `<strong>${title}</strong>`)
  return `<div class="keys" role="group" aria-label="${title} policies shown">${all}${keys.join('')}</div>`
}

const toggle = (series: string, html: string): string =>
  `<button type="button" class="key" data-toggle="${series}" aria-pressed="true">${html}</button>`

function boundKeys({bounds}: ComparisonData): string {
  const key = (dash: string, text: string): string =>
    `<span class="key">${swatchSvg(`<path d="M1,7H25" stroke="${color('ink')}" stroke-width="1.5" stroke-dasharray="${dash}"/>`)}<span>${text}</span></span>`
  if (bounds.length === 0) return ''
  const online = bounds.some(b => b.onlineCostPerDay !== undefined)
    ? key(boundDashes.online, 'bound of caching on demand, out-of-sample (PFOO)')
    : ''
  return `<div class="keys">${key(boundDashes.planned, 'bound of planned caching; out-of-sample: with hindsight')}${online}</div>`
}
