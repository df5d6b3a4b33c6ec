import type {Day} from '../../model/days.js'
import {datesIn, dayOfDate, dayOfParts, unescaped} from './dates-in-text.js'
import {type Conjunction, partKeys, type Range, rangesOfFilter} from './filter-ranges.js'
import {datePartOf, partitionKeyRank} from './partition-keys.js'

const keyValue = /(?:^|[/,;&\s([{])["'`]?([A-Za-z_][\w.]*)["'`]?\s*=\s*(?:'([^']*)'|"([^"]*)"|([^/,;&\s)\]}]+))/g

/** Day of partition keys with values: year=2026/month=11/day=18 or the likeliest of the keys that hold a whole date. */
function dayOfKeys(text: string): Day | undefined {
  const parts: {year?: string; month?: string; day?: string} = {}
  let best: {rank: number; day: Day} | undefined
  for (const [, name, single, double, bare] of text.matchAll(keyValue)) {
    const value = (single ?? double ?? bare!).trim()
    const column = name!.slice(name!.lastIndexOf('.') + 1)
    const day = dayOfDate(value)
    if (day !== undefined) {
      const rank = partitionKeyRank(column)
      if (best === undefined || rank > best.rank) best = {rank, day}
      continue
    }
    const part = datePartOf(column)
    if (part !== undefined && /^\d{1,4}$/.test(value)) parts[part] ??= value
    const month = /^(\d{4})-?(\d{2})$/.exec(value)
    if (part === 'month' && month !== null) {
      parts.year = month[1]!
      parts.month = month[2]!
    }
  }
  if (best !== undefined) return best.day
  const {year, month, day} = parts
  if (year?.length !== 4 || month === undefined || day === undefined || month.length > 2 || day.length > 2) {
    return undefined
  }
  return dayOfParts(year, month, day)
}

const pathDate = /(?:^|\/)(\d{4})\/(\d{1,2})\/(\d{1,2})(?=\/|$)/g

function dayOfPath(text: string): Day | undefined {
  let found: Day | undefined
  for (const [, year, month, date] of text.matchAll(pathDate)) found = dayOfParts(year!, month!, date!) ?? found
  return found
}

/** Day of the last path segment with dates in it; undefined where that segment has several, as `orders_20261101_20261130`. */
function dayOfSegment(text: string): Day | undefined {
  const segments = text.split('/')
  for (let i = segments.length - 1; i >= 0; i--) {
    const days = new Set(datesIn(segments[i]!).map(span => span.day))
    if (days.size > 1) return undefined
    for (const day of days) return day
  }
  return undefined
}

/** Longest name that is looked at, characters: paths are shorter than 4096 everywhere. */
const longestName = 1 << 14

/**
 * The day that a partition, a path or a table is of, by its name: `ds=20261118`, `dt=2026-11-18/region=eu`, `ds='20261118'`,
 * `year=2026/month=11/day=18/hour=05` and `2026/11/18/05` (hours belong to their day), `orders_20261118`, `orders$20261118`.
 * Keys with values go before path segments, those before dates inside a name. The day is the one written: no time zone is applied.
 * Undefined where the name has no whole date, or several without a key.
 */
export function partitionDayOf(text: string): Day | undefined {
  if (text.length > longestName) return undefined
  const name = unescaped(text)
  return dayOfKeys(name) ?? dayOfPath(name) ?? dayOfSegment(name)
}

/** Most days of a filter: beyond eleven years it does not pin a partition down. */
const mostDays = 4000

/**
 * The days that a filter leaves, in order: `ds = 20261118`, `dt IN (…)`, `BETWEEN`, `>=` with `<`, OR of such, year with month and day; as
 * SQL or as Spark prints it (filter-syntax.ts). Conditions on other columns and `isnotnull` do not matter. Where several columns are
 * pinned down, the one that looks most like a partition key counts, then the one named first. Empty where the filter contradicts
 * itself; undefined where it cannot be read, leaves a side open or leaves more than 4000 days.
 */
export function daysOfFilter(text: string): readonly Day[] | undefined {
  const alternatives = rangesOfFilter(text)
  if (alternatives === undefined) return undefined
  const [first] = alternatives
  if (first === undefined) return []
  const keys = [...first.keys()].filter(key => key === partKeys.day || !key.startsWith('#'))
  const rankOf = (key: string) => (key === partKeys.day ? 2 : partitionKeyRank(key))
  for (const key of keys.sort((a, b) => rankOf(b) - rankOf(a))) {
    const days = daysOfAll(alternatives, conjunction =>
      key === partKeys.day ? daysOfParts(conjunction) : daysOfRanges(conjunction.get(key)),
    )
    if (days !== undefined) return days
  }
  return undefined
}

/** Days of all the alternatives together, in order; undefined where one of them has none, or they are too many. */
function daysOfAll(
  alternatives: readonly Conjunction[],
  daysOf: (conjunction: Conjunction) => readonly Day[] | undefined,
): readonly Day[] | undefined {
  const found = new Set<Day>()
  for (const conjunction of alternatives) {
    const days = daysOf(conjunction)
    if (days === undefined) return undefined
    for (const day of days) found.add(day)
    if (found.size > mostDays) return undefined
  }
  return [...found].sort((a, b) => a - b)
}

function daysOfRanges(ranges: readonly Range[] | undefined): readonly Day[] | undefined {
  if (ranges === undefined) return undefined
  const days: Day[] = []
  for (const {from, to} of ranges) {
    if (days.length + to - from >= mostDays || !Number.isFinite(from + to)) return undefined
    for (let day = from; day <= to; day++) days.push(day)
  }
  return days
}

/** Days by the numbers of year, month and day, all three of which must be pinned down. */
function daysOfParts(conjunction: Conjunction): readonly Day[] | undefined {
  const years = daysOfRanges(conjunction.get(partKeys.year))
  const months = daysOfRanges(conjunction.get(partKeys.month))
  const dates = daysOfRanges(conjunction.get(partKeys.day))
  if (years === undefined || months === undefined || dates === undefined) return undefined
  if (years.length * months.length * dates.length > mostDays) return undefined
  return years.flatMap(year =>
    months.flatMap(month => dates.flatMap(date => dayOfParts(`${year}`, `${month}`, `${date}`) ?? [])),
  )
}
