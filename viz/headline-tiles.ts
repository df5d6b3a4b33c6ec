import {escapeText} from './escape.js'
import {formatBytes, formatCost, formatCount, formatDays, formatPercent, perDay} from './format.js'
import type {Headline, ReportData} from './report-data.js'

/** One figure with what it is and what it means. */
export interface Tile {
  readonly label: string
  /** The one figure to remember. */
  readonly figure: string
  readonly detail: string
  readonly tone?: 'good' | 'bad'
}

/** What the tiles are made from. */
export type HeadlineData = Pick<ReportData, 'headline' | 'costUnit'>

/**
 * The figures at the top of the page: what changes, what it takes, and how close to the best possible it is. `isPlan` is false
 * for the plan's like at another budget, which has no bound.
 */
export function headlineTiles(data: HeadlineData, isPlan = true): string {
  const {headline: h, costUnit} = data
  const change = (before: number, after: number): Pick<Tile, 'figure' | 'tone'> => {
    if (before === 0) return {figure: after === 0 ? 'none' : 'new'}
    const share = after / before - 1
    if (share === 0) return {figure: 'unchanged'}
    return share < 0
      ? {figure: `−${formatPercent(-share)}`, tone: 'good'}
      : {figure: `+${formatPercent(share)}`, tone: 'bad'}
  }
  const tiles: Tile[] = [
    {
      label: 'WAN traffic a day',
      ...change(h.before.wanBytesPerDay, h.after.wanBytesPerDay),
      detail: `${formatBytes(h.before.wanBytesPerDay)} → ${formatBytes(h.after.wanBytesPerDay)}`,
    },
  ]
  if (costUnit.kind === 'money') {
    tiles.push({
      label: 'WAN cost a day',
      ...change(h.before.wanCostPerDay, h.after.wanCostPerDay),
      detail: `${formatCost(h.before.wanCostPerDay, costUnit)} → ${formatCost(h.after.wanCostPerDay, costUnit)}`,
    })
  }
  tiles.push(
    {
      label: 'Reads across the WAN',
      ...change(h.before.remoteReads, h.after.remoteReads),
      detail: `${formatCount(h.before.remoteReads)} → ${formatCount(h.after.remoteReads)} of ${formatCount(h.before.reads)} reads${localised(h, isPlan)}`,
    },
    storageTile(h),
    boundTile(data, isPlan),
    oneOffTile(h),
  )
  return tileList(tiles)
}

/** The tiles side by side, as HTML. */
export const tileList = (tiles: readonly Tile[]): string => `<ul class="tiles">${tiles.map(tileHtml).join('')}</ul>`

function tileHtml({label, figure, detail, tone}: Tile): string {
  return `<li><span class="label">${escapeText(label)}</span> <strong${tone === undefined ? '' : ` class="${tone}"`}>${escapeText(figure)}</strong> <span class="detail">${escapeText(detail)}</span></li>`
}

function storageTile(h: Headline): Tile {
  const used =
    h.budgetBytes === undefined
      ? `${formatBytes(h.replicaBytes)}, no budget set`
      : `${formatBytes(h.replicaBytes)} of a budget of ${formatBytes(h.budgetBytes)}`
  const figure =
    h.replicaBytes === 0
      ? 'none'
      : h.homeBytes > 0
        ? `+${formatPercent(h.replicaBytes / h.homeBytes)}`.replace('+<', '<')
        : formatBytes(h.replicaBytes)
  return {label: 'Extra storage for replicas', figure, detail: used}
}

const localised = ({before, localisedShare}: Headline, isPlan: boolean): string =>
  isPlan && before.remoteReads > 0 ? `; ${formatPercent(localisedShare)} of the remote ones are made local` : ''

function boundTile({headline: {bound}, costUnit}: HeadlineData, isPlan: boolean): Tile {
  const ofReplicas = bound?.scope === 'caching'
  const label = ofReplicas ? 'Distance from the best replicas' : 'Distance from the best possible'
  if (!isPlan) return {label, figure: 'not computed', detail: 'the bound belongs to the plan of this report'}
  if (bound === undefined) return {label, figure: 'not known', detail: 'this algorithm gives no bound'}
  const least = perDay(formatCost(bound.wanCostPerDay, costUnit))
  const detail = ofReplicas
    ? `no replicas get below ${least} with these homes and jobs (scope: caching)`
    : `no plan gets below ${least} (scope: ${bound.scope})`
  return {label, figure: bound.gap === 0 ? formatPercent(0) : `≤ ${formatPercent(bound.gap)}`, detail}
}

function oneOffTile(h: Headline): Tile {
  const bytes = h.fillBytes + h.moveBytes
  const saved = h.before.wanBytesPerDay - h.after.wanBytesPerDay
  const fill = h.fillBytes > 0 ? [`${formatBytes(h.fillBytes)} to fill replicas`] : []
  const move = h.moveBytes > 0 ? [`${formatBytes(h.moveBytes)} to move projects`] : []
  const parts = [...fill, ...move].join(', ') || 'nothing to copy'
  const payback = bytes > 0 && saved > 0 ? `; paid back in ${formatDays(bytes / saved)}` : ''
  return {label: 'Once, to get there', figure: formatBytes(bytes), detail: `${parts}${payback}`}
}
