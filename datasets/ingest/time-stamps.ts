import {instantOfLocal, isTimeZone} from './time-zones.js'

/** Seconds since 1970 of 1990 and 2100: the same numbers times 10³, 10⁶ and 10⁹ do not overlap. */
const firstSecond = 631_152_000
const lastSecond = 4_102_444_800

const date = String.raw`(\d{4})-?(\d{2})-?(\d{2})`
const time = String.raw`(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?`
const zone = String.raw`Z|[A-Za-z]{3,4}|[+-]\d{2}(?::?\d{2})?|[A-Za-z_]+/[A-Za-z0-9_+/-]+`
const stamp = new RegExp(`^${date}(?:(?:T| |(?<=^\\d{8}))${time}\\s*(${zone})?)?$`)

/** Names that stand for UTC; other abbreviations (EST, CST, IST) mean several zones and are not read. */
const utcNames = new Set(['Z', 'UTC', 'GMT'])
/** Farthest that a zone is from UTC, as java.time has it. */
const mostOffsetMinutes = 18 * 60

/**
 * Milliseconds since 1970 UTC of a time stamp: ISO 8601, with `T` or a space, with or without zone (`Z`, `UTC`, `+0100`, `+01:00`, `-08`,
 * `Europe/Berlin`), date alone (its first instant), `20261119030000`, or a number (or its text) of seconds, milliseconds, microseconds
 * or nanoseconds since 1970, told apart by its size for the years 1990 to 2100. Without zone it is local time of `timeZone`, an
 * IANA name. Parts of a millisecond are cut off. Undefined where the value is nothing of that.
 * @throws IsthmusError (usage) where there is no zone `timeZone`
 */
export function instantOf(value: unknown, timeZone: string): number | undefined {
  if (typeof value === 'number') return instantOfNumber(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const number = /^\d+(\.\d+)?(e\d+)?$/i.test(text) ? instantOfNumber(Number(text)) : undefined
  if (number !== undefined) return number
  const parts = stamp.exec(text)
  const localMs = parts === null ? undefined : millisecondsOf(parts.slice(1, 8))
  return localMs === undefined ? undefined : instantIn(localMs, parts![8], timeZone)
}

function instantOfNumber(value: number): number | undefined {
  const isTime = (unitsPerSecond: number) =>
    value >= firstSecond * unitsPerSecond && value < lastSecond * unitsPerSecond
  // a fraction of a second has no exact binary form: the thousandth keeps .388 from becoming 387 ms
  if (isTime(1)) return Math.floor(value * 1000 + 1e-3)
  if (isTime(1e3)) return Math.floor(value)
  if (isTime(1e6)) return Math.floor(value / 1e3)
  return isTime(1e9) ? Math.floor(value / 1e6) : undefined
}

/** Date and time as milliseconds, as if they were UTC; undefined where there is no such date or time. A leap second is the next second. */
function millisecondsOf(parts: readonly (string | undefined)[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(part => Number(part ?? 0))
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return undefined
  const milliseconds = Number((parts[6] ?? '').slice(0, 3).padEnd(3, '0'))
  const dayMs = Date.UTC(year, month - 1, day)
  if (year < 100 || new Date(dayMs).getUTCDate() !== day) return undefined
  return dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
}

function instantIn(localMs: number, zoneText: string | undefined, timeZone: string): number | undefined {
  if (zoneText === undefined) return instantOfLocal(localMs, timeZone)
  if (utcNames.has(zoneText)) return localMs
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zoneText)
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0)
    if (minutes > mostOffsetMinutes) return undefined
    return localMs - (offset[1] === '-' ? -minutes : minutes) * 60_000
  }
  return zoneText.includes('/') && isTimeZone(zoneText) ? instantOfLocal(localMs, zoneText) : undefined
}
