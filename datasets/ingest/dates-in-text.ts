import {type Day, parseDay} from '../../model/days.js'

/** Dates as they are written in names, paths and filters. Days of the calendar between 1990 and 2100 count, nothing else. */

const firstYear = 1990
const lastYear = 2100

/** Day of year, month and day of the month as text; undefined where the calendar has no such day between 1990 and 2100. */
export function dayOfParts(year: string, month: string, date: string): Day | undefined {
  const number = Number(year)
  if (number < firstYear || number > lastYear) return undefined
  const day = parseDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  return Number.isNaN(day) ? undefined : day
}

/**
 * A whole date: 2026-11-18, 2026_11_18, 2026.11.18 or 20261118, perhaps with a time behind it (2026-11-18T05:00:00Z, 2026-11-18-05,
 * 2026111805, 20261118051500). Letters and digits on either side make it part of something else.
 */
const hour = '(?:[01]\\d|2[0-3])'
const dateForm =
  `(\\d{4})([-_.])(\\d{2})\\2(\\d{2})(?:[-_]${hour}|[T ]${hour}(?::?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d+)?)?)?(?:Z|[-+]\\d{2}:?\\d{2})?)?` +
  `|(\\d{4})(\\d{2})(\\d{2})(?:T?${hour}(?:[0-5]\\d(?:[0-5]\\d(?:\\d{3})?)?)?Z?)?`
const wholeDate = new RegExp(`^(?:${dateForm})$`)
const anyDate = new RegExp(`(?<![A-Za-z0-9])(?:${dateForm})(?![A-Za-z0-9])`, 'g')

function dayOfMatch(match: RegExpMatchArray): Day | undefined {
  return match[1] === undefined
    ? dayOfParts(match[5]!, match[6]!, match[7]!)
    : dayOfParts(match[1], match[3]!, match[4]!)
}

/** Day of a text that is a date and nothing else, a time behind it allowed: the day as written, whatever the zone. */
export function dayOfDate(text: string): Day | undefined {
  const match = wholeDate.exec(text.trim())
  return match === null ? undefined : dayOfMatch(match)
}

/** Where a date stands in a text. */
export interface DateSpan {
  readonly start: number
  readonly end: number
  readonly day: Day
}

/** All dates that stand alone in a text, in order. */
export function datesIn(text: string): DateSpan[] {
  const spans: DateSpan[] = []
  if (!/\d{4}/.test(text)) return spans
  for (const match of text.matchAll(anyDate)) {
    const day = dayOfMatch(match)
    if (day !== undefined) spans.push({start: match.index, end: match.index + match[0].length, day})
  }
  return spans
}

/** The text with %20 and the like resolved, as Hive and Spark escape partition values in paths; unchanged where it is not escaped. */
export function unescaped(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
