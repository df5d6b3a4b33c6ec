import {IsthmusError} from '../../model/errors.js'

const dayMs = 86_400_000
/** Days that are kept of a zone: those of a century. */
const mostKept = 40_000

interface Zone {
  readonly format: Intl.DateTimeFormat
  /** Offsets at the starts of days in UTC. */
  readonly offsets: Map<number, number>
}

const zones = new Map<string, Zone>()

/** What local time is ahead of UTC at that instant, milliseconds. */
function offsetAt(utcMs: number, {format}: Zone): number {
  const part: Record<string, number> = {}
  for (const {type, value} of format.formatToParts(utcMs)) part[type] = Number(value)
  const {year, month, day, hour, minute, second} = part
  const wholeSecondMs = Math.floor(utcMs / 1000) * 1000
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - wholeSecondMs
}

/** The offset at the start of a day in UTC, given in days since 1970. */
function offsetAtDay(day: number, zone: Zone): number {
  const kept = zone.offsets.get(day)
  if (kept !== undefined) return kept
  const offset = offsetAt(day * dayMs, zone)
  if (zone.offsets.size >= mostKept) zone.offsets.clear()
  zone.offsets.set(day, offset)
  return offset
}

/**
 * The instant of a local time, given as the milliseconds that it would be in UTC. As java.time has it: a local time that occurs twice is
 * the earlier instant, one that is skipped is moved on by the length of the gap.
 * @throws IsthmusError (usage) where there is no such zone
 */
export function instantOfLocal(localMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return localMs
  const zone = zoneOf(timeZone)
  const day = Math.floor(localMs / dayMs)
  const before = offsetAtDay(day - 1, zone)
  const after = offsetAtDay(day + 2, zone)
  const earlier = localMs - before
  if (before === after || offsetAt(earlier, zone) === before) return earlier
  const later = localMs - after
  return offsetAt(later, zone) === after ? later : earlier
}

/** True where there is such a zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneOf(timeZone)
    return true
  } catch {
    return false
  }
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const zone = {format: formatOf(timeZone), offsets: new Map<number, number>()}
  zones.set(timeZone, zone)
  return zone
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric'
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
  } catch {
    throw new IsthmusError('usage', `there is no time zone '${timeZone}'`, 'Give an IANA name such as Asia/Shanghai.')
  }
}
