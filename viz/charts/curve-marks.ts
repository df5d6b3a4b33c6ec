import {area, line} from 'd3'
import {escapeText, nameSvg, shorten} from '../escape.js'
import {formatBytes, formatPercent} from '../format.js'
import type {CurvePoint, Headline, PolicyCurve} from '../report-data.js'
import type {BudgetPoint} from '../report-sections.js'
import {color, seriesStyle} from '../theme.js'
import {clipLine} from './curve-domain.js'
import type {CurvePlane} from './curve-plane.js'
import {cut, mark} from './frame.js'
import {markerShape} from './marker.js'
import {spreadLabels} from './spread-labels.js'

/** At most about so many points of one line answer to the pointer. */
const hoverPoints = 24

const pathOf = (plane: CurvePlane, points: readonly CurvePoint[]): string =>
  line<CurvePoint>(plane.x, plane.y).digits(2)(points) ?? ''

/** Every policy: a line where its whole frontier is known, else a marker for each measured plan; named at its right end where there is room. */
export function policyMarks(plane: CurvePlane, policies: readonly PolicyCurve[], chosenPolicy: string): string {
  const ends = policies.map(p => (p.isLine ? clipLine(p.points, plane.endBytes) : plane.visible(p.points)).at(-1))
  const labelled = ends.flatMap((p, i) => (p === undefined ? [] : [i]))
  const anchors = labelled.map(i => plane.y(ends[i]!))
  const spots = spreadLabels(anchors, 17, plane.top, plane.bottom - 4)
  const label = (i: number): string => {
    const k = labelled.indexOf(i)
    if (k < 0) return ''
    const stroke = seriesStyle(policies[i]!.series ?? i).color
    const from = `M${cut(plane.x(ends[i]!) + 6)},${cut(anchors[k]!)}`
    const isNear = plane.x(ends[i]!) > plane.right - (plane.right - plane.left) / 5
    const leader = !isNear
      ? ''
      : `<path d="${from}L${cut(plane.right + 14)},${cut(spots[k]!)}h5" fill="none" stroke="${stroke}" stroke-opacity=".45"/>`
    const name = nameSvg(policies[i]!.label, 20)
    return `${leader}<text x="${cut(plane.right + 23)}" y="${cut(spots[k]! + 4)}" fill="${stroke}">${name}</text>`
  }
  return policies
    .map((policy, i) => {
      const stroke = policy.isLine ? lineMark(plane, policy, i, policy.name === chosenPolicy) : ''
      return `<g data-series="${i}">${stroke}${pointMarks(plane, policy, i)}${plane.isWide ? label(i) : ''}</g>`
    })
    .join('\n')
}

function lineMark(plane: CurvePlane, policy: PolicyCurve, i: number, isChosen: boolean): string {
  const style = seriesStyle(policy.series ?? i)
  const dash = style.dash === '' ? '' : ` stroke-dasharray="${style.dash}"`
  const path = pathOf(plane, clipLine(policy.points, plane.endBytes))
  return `<path d="${path}" fill="none" stroke="${style.color}" stroke-width="${isChosen ? 3.5 : 2}"${dash} stroke-linejoin="round"/>`
}

function pointMarks(plane: CurvePlane, policy: PolicyCurve, i: number): string {
  const style = seriesStyle(policy.series ?? i)
  const points = plane.visible(policy.points)
  const every = policy.isLine ? Math.ceil(points.length / hoverPoints) : 1
  const name = shorten(policy.label, 40)
  return points
    .filter((_, k) => k % every === 0 || k === points.length - 1)
    .map(p => {
      const look = policy.isLine
        ? `${markerShape('circle', plane.x(p), plane.y(p), 6)} fill="${style.color}" fill-opacity="0"`
        : `${markerShape(style.marker, plane.x(p), plane.y(p), 5)} fill="${style.color}" stroke="${color('ground')}"`
      return mark(look, plane.tip(name, p))
    })
    .join('')
}

/** The bound as a dashed line; what lies below it is grey: out of reach within the scope of the bound. Empty text where no bound is known. */
export function boundMarks(plane: CurvePlane, boundPoints: readonly CurvePoint[]): string {
  const points = clipLine(boundPoints, plane.endBytes)
  if (points.length === 0) return ''
  const isRoomy = points.every(p => plane.x(p) > plane.left + 160 || plane.bottom - plane.y(p) > 40)
  const below = area<CurvePoint>(plane.x, () => plane.bottom, plane.y).digits(2)(points) ?? ''
  return `<path d="${below}" fill="${color('faint')}"/><path d="${pathOf(plane, points)}" fill="none" stroke="${color('ink')}" stroke-dasharray="4 4"/>${isRoomy ? `<text x="${cut(plane.left + 8)}" y="${cut(plane.bottom - 9)}" fill="${color('muted')}">grey: below the bound</text>` : ''}`
}

/** Today's budget as an upright line. Empty text where there is none. */
export function budgetMarks(plane: CurvePlane, {budgetBytes, homeBytes}: Headline): string {
  if (budgetBytes === undefined) return ''
  const share = homeBytes > 0 ? formatPercent(budgetBytes / homeBytes) : formatBytes(budgetBytes)
  const text = plane.isWide && homeBytes > 0 ? `budget ${formatBytes(budgetBytes)} = ${share}` : `budget ${share}`
  if (budgetBytes > plane.endBytes) {
    return `<text x="${cut(plane.right)}" y="${cut(plane.top - 3)}" text-anchor="end" font-weight="600" fill="${color('ink')}">${escapeText(`${text}, far right of this →`)}</text>`
  }
  const x = plane.xOfBytes(budgetBytes)
  const leftwards = x > (plane.left + plane.right) / 2
  return `<path d="M${cut(x)},${cut(plane.top - 12)}V${cut(plane.bottom)}" stroke="${color('ink')}" stroke-width="1.5"/><text x="${cut(x + (leftwards ? -6 : 6))}" y="${cut(plane.top - 3)}" text-anchor="${leftwards ? 'end' : 'start'}" font-weight="600" fill="${color('ink')}">${escapeText(text)}</text>`
}

/** The plan of the report: a ring, named below the curve, where nothing else is drawn. */
export function chosenMarks(plane: CurvePlane, chosen: CurvePoint): string {
  const [x, y] = [plane.x(chosen), plane.y(chosen)]
  const leftwards = x > (plane.left + plane.right) / 2
  const dy = y + 30 < plane.bottom ? 22 : -14
  const ring = `<circle cx="${cut(x)}" cy="${cut(y)}" r="7" fill="${color('ground')}" stroke="${color('ink')}" stroke-width="3"`
  return `${mark(ring, plane.tip('This plan', chosen))}<text x="${cut(x + (leftwards ? -10 : 10))}" y="${cut(y + dy)}" text-anchor="${leftwards ? 'end' : 'start'}" font-weight="700" fill="${color('ink')}">this plan</text>`
}

/** Where the plan would stand at each other budget: a ring that the page shows while its budget is chosen. */
export function budgetPointMarks(plane: CurvePlane, points: readonly BudgetPoint[]): string {
  const rings = points.map(({isPlan, replicaBytes, after}, i) => {
    if (isPlan || replicaBytes > plane.endBytes) return ''
    const p = {replicaBytes, wanBytesPerDay: after.wanBytesPerDay, wanCostPerDay: after.wanCostPerDay}
    const ring = `<circle cx="${cut(plane.x(p))}" cy="${cut(plane.y(p))}" r="7" fill="${color('ground')}" stroke="${color('accent')}" stroke-width="3"`
    return `<g class="off" data-budget-point="${i}">${mark(ring, plane.tip('This budget', p))}</g>`
  })
  return rings.join('')
}
