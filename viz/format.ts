import type {CostUnit} from './report-data.js'

/** No-break space between a number and its unit. */
const gap = '\u00a0'
const missing = '–'
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const
const symbols: Readonly<Record<string, string>> = {USD: '$', EUR: '€', GBP: '£', JPY: '¥', CNY: 'CN¥', INR: '₹'}

/** Three significant digits, never an exponent, thousands grouped: 1234.5 → `1,235`, 12.345 → `12.3`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return missing
  const size = Math.abs(value)
  const digits = size >= 99.95 || size === 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3
  return group(trimZeros(size.toFixed(digits)), value < 0)
}

/** A whole number with thousands grouped. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? group(Math.abs(value).toFixed(0), value < 0) : missing
}

/** The decimal unit (1 kB = 1000 B) in which a number of bytes reads best: its name and how many bytes it holds. */
export function byteUnit(bytes: number): {readonly name: string; readonly bytes: number} {
  const size = Math.abs(bytes)
  let power = 0
  while (power < byteUnits.length - 1 && size >= 999.5 * 1000 ** power) power++
  return {name: byteUnits[power]!, bytes: 1000 ** power}
}

/** 12_345_678_901 → `12.3 GB`. Decimal units. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return missing
  const unit = byteUnit(bytes)
  return `${formatNumber(unit.bytes === 1 ? Math.round(bytes) : bytes / unit.bytes)}${gap}${unit.name}`
}

/** Bytes to the last digit, for tooltips: `12,345,678,901 B`. */
export function formatExactBytes(bytes: number): string {
  return `${formatCount(bytes)}${gap}B`
}

/** `$1,235`, `$12.30`, `$1.23 M`; a currency without a known symbol is named: `CHF 12.30`. */
export function formatMoney(amount: number, currency: string): string {
  if (!Number.isFinite(amount)) return missing
  const size = Math.abs(amount)
  const symbol = symbols[currency] ?? `${currency}${gap}`
  const sign = amount < 0 ? '−' : ''
  if (size >= 999_999.5) {
    const [scale, letter] = size >= 999_500_000 ? [1e9, 'bn'] : [1e6, 'M']
    return `${sign}${symbol}${formatNumber(size / scale)}${gap}${letter}`
  }
  if (size > 0 && size < 0.005) return `${sign}<${symbol}0.01`.replace('−<', '>−')
  return `${sign}${symbol}${group(size.toFixed(size >= 999.5 || size === 0 ? 0 : 2), false)}`
}

/** A cost in the unit of the report: money, or bytes where every link costs 1 per GB. */
export function formatCost(cost: number, unit: CostUnit): string {
  return unit.kind === 'money' ? formatMoney(cost, unit.currency) : formatBytes(cost * 1e9)
}

/** What a cost per day measures, for axes and sentences: `WAN cost` or `WAN traffic`. */
export function costNoun(unit: CostUnit): string {
  return unit.kind === 'money' ? 'WAN cost' : 'WAN traffic'
}

/** 0.617 → `61.7 %`. Something is never printed as nothing, nor almost all as all. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return missing
  const percent = Math.abs(share) * 100
  const sign = share < 0 ? '−' : ''
  if (percent === 0) return `0${gap}%`
  if (percent < 0.005) return `${sign === '' ? '<' : '>−'}0.01${gap}%`
  if (percent < 100 && percent > 99.9) return `${sign}${(Math.floor(percent * 100) / 100).toFixed(2)}${gap}%`
  const digits = percent >= 100 ? 0 : percent >= 0.9995 ? 1 : 2
  return `${sign}${group(trimZeros(percent.toFixed(digits)), false)}${gap}%`
}

/** A time that was measured: `0.45 ms`, `820 ms`, `12.3 s`, `4.5 min`. */
export function formatMilliseconds(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return missing
  const [size, unit] = milliseconds < 999.5 ? [1, 'ms'] : milliseconds < 119_500 ? [1e3, 's'] : [60e3, 'min']
  return `${formatNumber(milliseconds / size)}${gap}${unit}`
}

/** 1 → `1 day`, 2.54 → `2.5 days`. */
export function formatDays(days: number): string {
  if (!Number.isFinite(days)) return missing
  if (days > 0 && days < 0.05) return `<0.1${gap}days`
  const text = days >= 99.95 ? formatCount(days) : trimZeros(days.toFixed(1))
  return `${text}${gap}${text === '1' ? 'day' : 'days'}`
}

/** Ages [from, to) in words: `age 0` for a single day, `ages 0 to 6`. */
export function formatAges(fromAge: number, toAge: number): string {
  return toAge - fromAge === 1 ? `age${gap}${fromAge}` : `ages${gap}${fromAge} to${gap}${toAge - 1}`
}

/** A rate per day in words: `12.3 GB a day`. */
export const perDay = (amount: string): string => `${amount}${gap}a${gap}day`

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function group(digits: string, negative: boolean): string {
  const [whole = '', fraction] = digits.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return negative && /[1-9]/.test(text) ? `−${text}` : text
}
