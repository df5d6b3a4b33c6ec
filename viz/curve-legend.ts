import {markerShape} from './charts/marker.js'
import {nameHtml} from './escape.js'
import type {ReportData} from './report-data.js'
import {swatchSvg} from './swatch.js'
import {color, seriesStyle} from './theme.js'

/** Key of the storage–bandwidth chart; the page script makes its entries switches that hide and show their policy. */
export function curveLegend({storageCurve: {policies, boundPoints}, headline}: ReportData): string {
  const entries = policies.map((policy, i) => {
    const style = seriesStyle(policy.series ?? i)
    const dash = style.dash === '' ? '' : ` stroke-dasharray="${style.dash}"`
    const swatch = policy.isLine
      ? `<path d="M1,7H25" stroke="${style.color}" stroke-width="3"${dash}/>`
      : `${markerShape(style.marker, 13, 7, 5)} fill="${style.color}"/>`
    return `<button type="button" class="key" data-toggle="${i}" aria-pressed="true">${swatchSvg(swatch)}${nameHtml(policy.label)}</button>`
  })
  const scope = headline.bound === undefined ? '' : ` (scope: ${nameHtml(headline.bound.scope)})`
  const bound =
    boundPoints.length === 0
      ? ''
      : `<span class="key">${swatchSvg(`<path d="M1,7H25" stroke="${color('ink')}" stroke-dasharray="4 4"/>`)}<span>bound${scope}</span></span>`
  return `<div class="keys" role="group" aria-label="Policies shown">${entries.join('')}${bound}</div>`
}
