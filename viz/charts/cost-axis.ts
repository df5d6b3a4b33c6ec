import {byteUnit, costNoun, formatMoney, formatNumber} from '../format.js'
import type {CostUnit} from '../report-data.js'

/** How an axis shows costs: a title with the unit, and a divisor and printer for its ticks. */
export interface CostAxis {
  readonly title: string
  readonly perTick: number
  readonly print: (ticks: number) => string
}

/** The axis for costs per day up to `largest`: money as it is, gigabyte-equivalents in the byte unit that reads best. */
export function costAxis(largest: number, unit: CostUnit): CostAxis {
  if (unit.kind === 'money') {
    return {title: `${costNoun(unit)}, ${unit.currency} a day`, perTick: 1, print: v => formatMoney(v, unit.currency)}
  }
  const bytes = byteUnit(largest * 1e9)
  return {title: `${costNoun(unit)}, ${bytes.name} a day`, perTick: bytes.bytes / 1e9, print: formatNumber}
}
