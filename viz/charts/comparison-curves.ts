import {line} from 'd3'
import type {ComparedPolicy, ComparisonData, ComparisonResult} from '../comparison-data.js'
import {curvesFinding, leaders} from '../comparison-findings.js'
import {budgetOrder, costBefore, isMeasured, type Side, savedShare} from '../comparison-standings.js'
import {nameSvg, shorten} from '../escape.js'
import {costNoun, formatBytes, formatCost, formatPercent, perDay} from '../format.js'
import {color} from '../theme.js'
import {bottomAxis, leftAxis} from './axes.js'
import {type ComparisonPlane, comparisonPlane} from './comparison-plane.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'
import {dashAttribute, policyMarker, policyStyle} from './policy-style.js'

/** Storage–bandwidth chart of one side: every policy at every budget, above the bounds. Online policies lie below planned ones. */
export function comparisonCurvesChart(data: ComparisonData, side: Side, size: ChartSize): string {
  const plane = comparisonPlane(data, size)
  const days = side === 'inSample' ? 'the days planned from' : 'later days'
  return svgFrame(
    {
      widthPx: size.widthPx,
      heightPx: size.heightPx,
      title: curvesFinding(data, side),
      description: `${costNoun(data.costUnit)} per day on ${days} against replica storage, for ${data.policies.length} caching policies at ${data.budgets.length} budgets, with the bounds.`,
    },
    [
      boundArea(data, side, plane),
      leftAxis(plane.yTicks, plane.left, plane.right, plane.yTitle, 14),
      bottomAxis(plane.xTicks, plane.left, plane.right, plane.bottom, plane.xTitle),
      budgetTicks(data, plane),
      boundLines(data, side, plane),
      beforeLine(data, side, plane),
      ...(['online', 'planned'] as const).map(family => familyMarks(data, side, plane, family)),
    ].join('\n'),
  )
}

interface Corner {
  readonly bytes: number
  readonly cost: number
}

type BoundKind = 'inSampleCostPerDay' | 'hindsightCostPerDay' | 'onlineCostPerDay'

function corners(data: ComparisonData, kind: BoundKind): Corner[] {
  return budgetOrder(data).flatMap(i => {
    const cost = data.bounds.find(b => b.budget === i)?.[kind]
    return cost === undefined || !Number.isFinite(cost) ? [] : [{bytes: data.budgets[i]!.replicaBytes, cost}]
  })
}

/**
 * A bound as stairs: it is known at the budgets, and what stores less than a budget is held by the bound of that budget. Right of the
 * largest budget nothing is claimed.
 */
function stairs(plane: ComparisonPlane, points: readonly Corner[]): string {
  const steps = points.map((p, i) => {
    const [x, y] = [cut(plane.xOfBytes(p.bytes)), cut(plane.yOfCost(p.cost))]
    return `${i === 0 ? `M${cut(plane.left)},${y}` : `V${y}`}H${x}`
  })
  return steps.join('')
}

const plannedBound = (side: Side): BoundKind => (side === 'inSample' ? 'inSampleCostPerDay' : 'hindsightCostPerDay')

function boundArea(data: ComparisonData, side: Side, plane: ComparisonPlane): string {
  const points = corners(data, plannedBound(side))
  return points.length === 0
    ? ''
    : `<path d="${stairs(plane, points)}V${cut(plane.bottom)}H${cut(plane.left)}Z" fill="${color('faint')}"/>`
}

/** Looks of the bounds, the same in the chart and in its key. */
export const boundDashes = {planned: '5 4', online: '1.5 4'} as const

function boundLines(data: ComparisonData, side: Side, plane: ComparisonPlane): string {
  const stroke = (kind: BoundKind, dash: string): string => {
    const path = stairs(plane, corners(data, kind))
    return path === ''
      ? ''
      : `<path d="${path}" fill="none" stroke="${color('ink')}" stroke-width="1.5" stroke-dasharray="${dash}"/>`
  }
  const planned = stroke(plannedBound(side), boundDashes.planned)
  const text =
    planned === ''
      ? ''
      : `<text x="${cut(plane.left + 8)}" y="${cut(plane.bottom - 9)}" fill="${color('muted')}">${side === 'inSample' ? 'grey: out of reach of any plan' : 'grey: out of reach, even in hindsight'}</text>`
  return planned + (side === 'outOfSample' ? stroke('onlineCostPerDay', boundDashes.online) : '') + text
}

function beforeLine(data: ComparisonData, side: Side, plane: ComparisonPlane): string {
  if (costBefore(data, side) <= 0) return ''
  const y = plane.yOfCost(costBefore(data, side))
  return `<path d="M${cut(plane.left)},${cut(y)}H${cut(plane.right)}" stroke="${color('before')}" stroke-width="2"/><text x="${cut(plane.right)}" y="${cut(y + 16)}" text-anchor="end" fill="${color('muted')}">nothing cached</text>`
}

/** Each budget as an upright hair line, named above where there is room. */
function budgetTicks(data: ComparisonData, plane: ComparisonPlane): string {
  let freeFrom = plane.left - 4
  const marks = budgetOrder(data).map(i => {
    const {label, replicaBytes} = data.budgets[i]!
    const x = plane.xOfBytes(replicaBytes)
    const halfWidth = 4 * Math.min(label.length, 10)
    const isNamed = x - halfWidth >= freeFrom && x + halfWidth <= plane.right + 12
    if (isNamed) freeFrom = x + halfWidth + 6
    const name = isNamed
      ? `<text x="${cut(x)}" y="${cut(plane.top - 10)}" text-anchor="middle">${nameSvg(label, 10)}</text>`
      : ''
    return `<path d="M${cut(x)},${cut(plane.top - 5)}V${cut(plane.bottom)}" stroke="${color('rule')}"/>${name}`
  })
  return `<g fill="${color('muted')}">${marks.join('')}</g>`
}

function familyMarks(
  data: ComparisonData,
  side: Side,
  plane: ComparisonPlane,
  family: ComparedPolicy['family'],
): string {
  const best = leaders(data)?.best.policy
  const marks = data.policies.map((policy, i) =>
    policy.family === family ? policyMarks(data, side, plane, i, policy === best) : '',
  )
  return `<g data-series="${family}">${marks.filter(m => m !== '').join('\n')}</g>`
}

function policyMarks(data: ComparisonData, side: Side, plane: ComparisonPlane, i: number, isBest: boolean): string {
  const policy = data.policies[i]!
  const style = policyStyle(i, policy)
  const results = measuredResults(data, policy)
  const isShown = (r: ComparisonResult): boolean => plane.isInSight(r[side])
  if (!results.some(isShown)) return ''
  const [x, y] = [
    (r: ComparisonResult): number => plane.xOfBytes(r[side].replicaBytes),
    (r: ComparisonResult): number => plane.yOfCost(r[side].wanCostPerDay),
  ]
  const path = line<ComparisonResult>(x, y).defined(isShown).digits(2)(results) ?? ''
  const stroke = `<path d="${path}" fill="none" stroke="${style.color}" stroke-width="${isBest ? 3.5 : 1.8}"${dashAttribute(style.dash)} stroke-linejoin="round"/>`
  const points = results
    .filter(isShown)
    .map(r => mark(policyMarker(style, x(r), y(r), isBest ? 5 : 4), tip(data, side, policy, r)))
  return `<g data-series="${i}">${stroke}${points.join('')}</g>`
}

/** Results of a policy by rising budget. */
export function measuredResults(data: ComparisonData, {name}: ComparedPolicy): ComparisonResult[] {
  return budgetOrder(data).flatMap(budget =>
    data.results.filter(r => r.policy === name && r.budget === budget && isMeasured(r)),
  )
}

function tip(data: ComparisonData, side: Side, {label}: ComparedPolicy, result: ComparisonResult): string {
  const {replicaBytes, wanBytesPerDay, wanCostPerDay} = result[side]
  const share = savedShare(data, side, wanCostPerDay)
  const saved = share === undefined ? '' : `, ${formatPercent(share)} saved`
  const bytes = data.costUnit.kind === 'money' ? ` (${perDay(formatBytes(wanBytesPerDay))})` : ''
  const cost = perDay(formatCost(wanCostPerDay, data.costUnit))
  return `${shorten(label, 40)}, budget ${shorten(data.budgets[result.budget]!.label, 16)}: ${formatBytes(replicaBytes)} of replicas, ${cost}${bytes} across the WAN${saved}`
}
