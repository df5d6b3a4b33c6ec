import {scaleLinear} from 'd3'
import type {ComparisonData} from '../comparison-data.js'
import {dotsFinding} from '../comparison-findings.js'
import {isOverBudget, type Side, type Standing, savedShare, standingsAt} from '../comparison-standings.js'
import {escapeText, nameSvg, shorten, textColumns} from '../escape.js'
import {formatPercent} from '../format.js'
import {color} from '../theme.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'
import {policyMarker, policyStyle} from './policy-style.js'

/** Losses beyond this share are drawn at the left edge, with their number beside them. */
const largestLoss = 0.5
const pitch = 24
const top = 58
/** Pixels that the words at the hindsight line take. */
const textRoom = 200

interface Row {
  readonly standing: Standing
  readonly inSample: number
  readonly outOfSample: number
}

/** One row a policy at one budget: its saving in-sample as a tick, out-of-sample as its marker; best out-of-sample first. */
export function savingDotsChart(data: ComparisonData, budget: number, size: ChartSize): string {
  const rows = rowsAt(data, budget)
  const refused = data.results.filter(r => r.budget === budget && r.refused !== undefined)
  const letters = size.name === 'wide' ? 22 : 13
  const labels = data.policies.map(p => Math.min(textColumns(p.label), letters))
  const left = 14 + 7.4 * Math.max(3, ...labels)
  const right = size.widthPx - (size.name === 'wide' ? 150 : 64)
  const bottom = top + pitch * Math.max(1, rows.length)
  const values = rows.flatMap(r => [r.inSample, r.outOfSample])
  const low = Math.max(-largestLoss, Math.min(0, ...values))
  const x = scaleLinear([low, Math.max(0.05, ...values, hindsightShare(data, budget) ?? 0)], [left, right])
  const xOf = (share: number): number => x(Math.max(low, share))
  const nameText = (label: string, y: number): string =>
    `<text x="${cut(left - 10)}" y="${cut(y + 4)}" text-anchor="end" fill="${color('ink')}">${nameSvg(label, letters)}</text>`
  const rowMarks = rows.map((row, k) => {
    const y = top + pitch * (k + 0.5)
    const {policy, index} = row.standing
    const style = policyStyle(index, policy)
    const [a, b] = [xOf(row.inSample), xOf(row.outOfSample)]
    const name = shorten(policy.label, 40)
    const aside = asideOf(data, row.standing)
    const note =
      aside !== '' && size.name === 'wide' ? `<tspan fill="${color('muted')}" font-weight="400"> ${aside}</tspan>` : ''
    return [
      nameText(policy.label, y),
      `<path d="M${cut(a)},${cut(y)}H${cut(b)}" stroke="${style.color}" stroke-width="2" stroke-opacity=".5"/>`,
      mark(
        `<rect x="${cut(a - 1.5)}" y="${cut(y - 7)}" width="3" height="14" fill="${color('muted')}"`,
        `${name}, in-sample: ${formatPercent(row.inSample)} saved`,
      ),
      mark(
        policyMarker(style, b, y, 5.5),
        `${name}, out-of-sample: ${formatPercent(row.outOfSample)} saved${aside === '' ? '' : `, ${aside}`}`,
      ),
      `<text x="${cut(right + 14)}" y="${cut(y + 4)}" font-weight="600" fill="${color(row.outOfSample < 0 ? 'bad' : 'ink')}">${escapeText(formatPercent(row.outOfSample))}${note}</text>`,
    ].join('')
  })
  const gone = refused.map((r, k) => {
    const y = bottom + 46 + pitch * (k + 0.5)
    const label = data.policies.find(p => p.name === r.policy)?.label ?? r.policy
    const why = nameSvg(r.refused ?? '', Math.floor((size.widthPx - left - 70) / 7.4))
    return `${nameText(label, y)}<text x="${cut(left)}" y="${cut(y + 4)}" fill="${color('muted')}">no plan: ${why}</text>`
  })
  return svgFrame(
    {
      widthPx: size.widthPx,
      heightPx: bottom + 50 + pitch * gone.length,
      title: dotsFinding(data, budget),
      description: `Share of the WAN cost that each of ${rows.length} policies saves, in-sample (tick) and out-of-sample (marker), best out-of-sample first.`,
    },
    [dotsKey(size), axisMarks(x, bottom), hindsightLine(data, budget, xOf, bottom), ...rowMarks, ...gone].join('\n'),
  )
}

/** Why a policy is never called the best. */
function asideOf(data: ComparisonData, {policy, result}: Standing): string {
  return isOverBudget(data, result) ? 'over budget' : policy.kind === 'bound' ? 'bound only' : ''
}

/** Best out-of-sample first; ties go to the policy named first. */
function rowsAt(data: ComparisonData, budget: number): Row[] {
  const share = (s: Standing, side: Side): number => savedShare(data, side, s.result[side].wanCostPerDay) ?? 0
  return standingsAt(data, budget)
    .map(s => ({standing: s, inSample: share(s, 'inSample'), outOfSample: share(s, 'outOfSample')}))
    .sort((a, b) => b.outOfSample - a.outOfSample || a.standing.index - b.standing.index)
}

function hindsightShare(data: ComparisonData, budget: number): number | undefined {
  const cost = data.bounds.find(b => b.budget === budget)?.hindsightCostPerDay
  const share = cost === undefined ? undefined : savedShare(data, 'outOfSample', cost)
  return share !== undefined && Number.isFinite(share) ? share : undefined
}

function hindsightLine(data: ComparisonData, budget: number, xOf: (share: number) => number, bottom: number): string {
  const share = hindsightShare(data, budget)
  if (share === undefined) return ''
  const x = xOf(share)
  const leftwards = x > textRoom
  return `<path d="M${cut(x)},${cut(top - 6)}V${cut(bottom)}" stroke="${color('ink')}" stroke-dasharray="5 4"/><text x="${cut(leftwards ? x + 4 : x - 4)}" y="${cut(top - 11)}" text-anchor="${leftwards ? 'end' : 'start'}" fill="${color('muted')}">at most with hindsight, planned</text>`
}

function axisMarks(x: ReturnType<typeof scaleLinear<number, number>>, bottom: number): string {
  const [left, right] = x.range() as [number, number]
  const ticks = x.ticks(4).map(v => {
    const rule = `<path d="M${cut(x(v))},${cut(top)}V${cut(bottom)}" stroke="${color(v === 0 ? 'muted' : 'rule')}"/>`
    return `${rule}<text x="${cut(x(v))}" y="${cut(bottom + 17)}" text-anchor="middle">${escapeText(formatPercent(v))}</text>`
  })
  const title = `<text x="${cut((left + right) / 2)}" y="${cut(bottom + 36)}" text-anchor="middle">share saved</text>`
  return `<g fill="${color('muted')}">${ticks.join('')}${title}</g>`
}

function dotsKey({name}: ChartSize): string {
  const ink = color('ink')
  const gaps = name === 'wide' ? [0, 104, 286] : [0, 92, 214]
  const shapes = [
    `<rect x="4" y="4" width="3" height="14" fill="${color('muted')}"/>`,
    `<circle cx="${gaps[1]! + 6}" cy="11" r="5.5" fill="${ink}"/>`,
    `<circle cx="${gaps[2]! + 6}" cy="11" r="5" fill="${color('ground')}" stroke="${ink}" stroke-width="2"/>`,
  ]
  const later = name === 'wide' ? 'out-of-sample' : 'later'
  const texts = ['in-sample', `${later}, planned`, `${later}, online`].map(
    (word, i) => `<text x="${gaps[i]! + 17}" y="15">${word}</text>`,
  )
  return `<g fill="${ink}">${shapes.join('')}${texts.join('')}</g>`
}
