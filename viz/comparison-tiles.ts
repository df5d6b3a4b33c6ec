import type {ComparisonData} from './comparison-data.js'
import {leaders} from './comparison-findings.js'
import {type Standing, savedShare} from './comparison-standings.js'
import {shorten} from './escape.js'
import {formatCost, formatPercent, perDay} from './format.js'
import {type Tile, tileList} from './headline-tiles.js'

/** Out-of-sample savings at the middle budget: the best, what it is measured against, and the most that hindsight could save. */
export function comparisonTiles(data: ComparisonData): string {
  const lead = leaders(data)
  if (lead === undefined) return ''
  const tiles = [standingTile(data, `Best: ${shorten(lead.best.policy.label, 24)}`, lead.best)]
  if (lead.reference !== undefined && lead.reference !== lead.best) {
    tiles.push(standingTile(data, shorten(lead.reference.policy.label, 24), lead.reference))
  }
  const other = lead.best.policy.family === 'planned' ? lead.online : lead.planned
  if (other !== undefined && other !== lead.reference) {
    const label = `Best ${other.policy.family}: ${shorten(other.policy.label, 24)}`
    tiles.push(standingTile(data, label, other))
  }
  const bound = data.bounds.find(b => b.budget === lead.budget)?.hindsightCostPerDay
  const share = bound === undefined ? undefined : savedShare(data, 'outOfSample', bound)
  if (bound !== undefined && share !== undefined) {
    tiles.push({
      label: 'Planned, with hindsight',
      figure: `≤ ${formatPercent(share)}`,
      detail: `no plan gets below ${perDay(formatCost(bound, data.costUnit))}, even one that knows the test days`,
    })
  }
  return tileList(tiles)
}

function standingTile(data: ComparisonData, label: string, {result}: Standing): Tile {
  const {outOfSample, inSample} = result
  const share = savedShare(data, 'outOfSample', outOfSample.wanCostPerDay)
  const planned = savedShare(data, 'inSample', inSample.wanCostPerDay)
  const before = formatCost(data.before.outOfSampleCostPerDay, data.costUnit)
  const after = formatCost(outOfSample.wanCostPerDay, data.costUnit)
  const figure = share === undefined ? 'none' : share < 0 ? `+${formatPercent(-share)}` : `−${formatPercent(share)}`
  const tone = share === undefined || share === 0 ? {} : ({tone: share > 0 ? 'good' : 'bad'} as const)
  const held = planned === undefined ? '' : `; saves ${formatPercent(planned)} in-sample`
  return {label, figure, ...tone, detail: `${before} → ${perDay(after)}${held}`}
}
