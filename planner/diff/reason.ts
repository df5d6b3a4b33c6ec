import type {Plan} from '../../model/plan.js'
import {formatBytes, formatDays, formatNumber, perDay} from '../../viz/format.js'
import {type Change, keptBy} from './changes.js'

/** Least and most saving a day for a stored byte that a plan keeps in each region. */
export type LeastRates = ReadonlyMap<string, number>

/** The lowest saving a day per stored byte among the replicas of each region: what a dropped one is measured against. */
export function leastRates(plan: Plan): LeastRates {
  const rates = new Map<string, number>()
  for (const {region, storedBytes, savedBytesPerDay} of keptBy(plan).values()) {
    if (storedBytes > 0) rates.set(region, Math.min(rates.get(region) ?? Infinity, savedBytesPerDay / storedBytes))
  }
  return rates
}

/** Why, in one sentence of figures that the two plan files give; it holds no name. */
export function changeReason(change: Change, leastAfter: LeastRates): string {
  const {decision, kind, bytesBefore, bytesAfter, savedBytesPerDayBefore, savedBytesPerDayAfter} = change
  if (decision === 'move') {
    return kind === 'move'
      ? `moves ${formatBytes(bytesAfter)}, once; the plan file prices moves only all together`
      : `the move of ${formatBytes(bytesBefore)} is no longer proposed`
  }
  const more = savedBytesPerDayAfter - savedBytesPerDayBefore
  if (decision === 'job') {
    return kind === 'unplace'
      ? `was to save ${perDay(formatBytes(savedBytesPerDayBefore))}, and runs at home again`
      : `saves ${perDay(formatBytes(savedBytesPerDayAfter))}${kind === 'replace' ? `, ${signed(more)} a day` : ''}`
  }
  const moreBytes = bytesAfter - bytesBefore
  switch (kind) {
    case 'add':
      return `saves ${perDay(formatBytes(savedBytesPerDayAfter))} for ${formatBytes(bytesAfter)} stored${payback(bytesAfter, savedBytesPerDayAfter)}`
    case 'drop':
      return `saved ${perDay(formatBytes(savedBytesPerDayBefore))} for ${formatBytes(bytesBefore)} stored${against(change, leastAfter)}`
    default:
      return `saves ${signed(more)} a day for ${signed(moreBytes)} stored${moreBytes > 0 ? payback(moreBytes, more) : ''}`
  }
}

function payback(bytes: number, savedPerDay: number): string {
  return savedPerDay > 0 ? `: pays its copy back in ${formatDays(bytes / savedPerDay)}` : ''
}

/** Old saving per stored byte beside the least that the new plan keeps in the region. */
function against({region, bytesBefore, savedBytesPerDayBefore}: Change, leastAfter: LeastRates): string {
  const least = leastAfter.get(region)
  if (least === undefined || bytesBefore === 0) return least === undefined ? ': the new plan keeps nothing there' : ''
  const rate = savedBytesPerDayBefore / bytesBefore
  const figures = `${formatNumber(rate)} bytes a day for a byte, and the new plan keeps nothing there below ${formatNumber(least)}`
  return rate < least ? `: ${figures}` : `: ${figures}, so its demand, its size or the budget changed`
}

function signed(bytes: number): string {
  return bytes < 0 ? `${formatBytes(-bytes)} less` : `${formatBytes(bytes)} more`
}
