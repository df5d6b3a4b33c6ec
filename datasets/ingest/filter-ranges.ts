import type {Day} from '../../model/days.js'
import {dayOfDate} from './dates-in-text.js'
import {type FilterNode, filterTree} from './filter-syntax.js'
import {datePartOf} from './partition-keys.js'

/** Whole numbers from `from` to `to`, both included; infinite where that side is open. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** What the numbers of columns such as `year`, `month` and `day` are kept under: no name of a column. */
export const partKeys = {year: '#year', month: '#month', day: '#day'} as const

/**
 * What must hold at once: column → ranges of days, and partKeys → ranges of numbers, sorted. The filter may ask for more, of other
 * columns: the ranges are never too narrow.
 */
export type Conjunction = ReadonlyMap<string, readonly Range[]>

/** Most alternatives that are told apart, and most columns of one; beyond, a condition is left out, which only widens. */
const mostAlternatives = 4000
const mostColumns = 16

/** Any of these; one empty conjunction asks for nothing, none at all can hold nowhere. */
type Alternatives = readonly Conjunction[]
const anything: Alternatives = [new Map()]

/** Alternatives of a filter by day; undefined where it cannot be read. */
export function rangesOfFilter(text: string): Alternatives | undefined {
  const tree = filterTree(text)
  return tree === undefined ? undefined : alternativesOf(tree)
}

function alternativesOf(node: FilterNode): Alternatives {
  if (node.kind === 'list') return allOf(node.items)
  if (node.kind === 'column') return node.name.toLowerCase() === 'false' ? [] : anything
  if (node.kind !== 'call') return anything
  const [left, right, high] = node.items
  switch (node.name) {
    case 'and':
      return allOf(node.items)
    case 'or':
      return anyOf(node.items)
    case 'in': {
      if (left === undefined || right === undefined) return anything
      const values = right.kind === 'list' ? right.items : node.items.slice(1)
      const conditions = values.map(value => conditionOf('equalto', left, value))
      const key = conditions[0]?.key
      if (key === undefined || conditions.some(condition => condition?.key !== key)) return anything
      return [new Map([[key, merged(conditions.map(condition => condition!.range))]])]
    }
    case 'between': {
      const ends = [comparison('greaterthanorequal', left!, right!), comparison('lessthanorequal', left!, high!)]
      return both(ends[0]!, ends[1]!)
    }
    default:
      return left !== undefined && right !== undefined ? comparison(node.name, left, right) : anything
  }
}

function allOf(nodes: readonly FilterNode[]): Alternatives {
  return nodes.reduce<Alternatives>((found, node) => both(found, alternativesOf(node)), anything)
}

function anyOf(nodes: readonly FilterNode[]): Alternatives {
  const found: Conjunction[] = []
  const single = new Map<string, Range[]>()
  for (const node of nodes) {
    for (const conjunction of alternativesOf(node)) {
      const [entry] = conjunction
      if (entry === undefined) return anything
      if (conjunction.size > 1) found.push(conjunction)
      else {
        const ranges = single.get(entry[0])
        if (ranges === undefined) single.set(entry[0], [...entry[1]])
        else for (const range of entry[1]) ranges.push(range)
      }
    }
  }
  for (const [column, ranges] of single) found.push(new Map([[column, merged(ranges)]]))
  return found.length > mostAlternatives ? anything : found
}

function both(left: Alternatives, right: Alternatives): Alternatives {
  if (left.length * right.length > mostAlternatives) return left.length <= right.length ? left : right
  const found: Conjunction[] = []
  for (const a of left) {
    for (const b of right) {
      const joined = new Map(a)
      for (const [column, ranges] of b) {
        const known = joined.get(column)
        if (known !== undefined) joined.set(column, intersection(known, ranges))
        else if (joined.size < mostColumns) joined.set(column, ranges)
      }
      if ([...joined.values()].every(ranges => ranges.length > 0)) found.push(joined)
    }
  }
  return found
}

const mirrored: Readonly<Record<string, string>> = {
  lessthan: 'greaterthan',
  lessthanorequal: 'greaterthanorequal',
  greaterthan: 'lessthan',
  greaterthanorequal: 'lessthanorequal',
}

function comparison(operator: string, left: FilterNode, right: FilterNode): Alternatives {
  const found = conditionOf(operator, left, right) ?? conditionOf(mirrored[operator] ?? operator, right, left)
  return found === undefined ? anything : [new Map([[found.key, [found.range]]])]
}

/** Functions that leave the day of a date as it is. */
const dayKeeping = /^(?:(?:try_|safe_)?cast|to_date|date|to_timestamp|timestamp|days)$/

function columnOf(node: FilterNode): string | undefined {
  if (node.kind === 'column') return node.name.toLowerCase()
  if (node.kind !== 'call' || node.items.length === 0) return undefined
  if (dayKeeping.test(node.name)) return columnOf(node.items[0]!)
  const part = /^(year|month|day)(?:ofmonth)?$/.exec(node.name)?.[1]
  return part !== undefined && columnOf(node.items[0]!) !== undefined ? part : undefined
}

function literalOf(node: FilterNode): string | undefined {
  if (node.kind === 'literal') return node.text
  if (node.kind !== 'call' || !dayKeeping.test(node.name)) return undefined
  const [value, format] = node.items
  const isUsual = format === undefined || (format.kind === 'literal' && /^(?:yyyy|%Y)\W?(?:MM|%m)/i.test(format.text))
  return value?.kind === 'literal' && isUsual ? value.text : undefined
}

function conditionOf(operator: string, left: FilterNode, right: FilterNode): {key: string; range: Range} | undefined {
  const column = columnOf(left)
  const text = literalOf(right)
  if (column === undefined || text === undefined) return undefined
  const day = dayOfDate(text)
  const part = day === undefined && /^\d{1,4}$/.test(text) ? datePartOf(column) : undefined
  const key = part === undefined ? column : partKeys[part]
  const range = day === undefined ? rangeFrom(operator, Number(text), 'none') : rangeFrom(operator, day, timeOf(text))
  return range === undefined || (day === undefined && part === undefined) ? undefined : {key, range}
}

/** What a date has behind it. */
function timeOf(date: string): 'none' | 'midnight' | 'later' {
  const time = date
    .trim()
    .replace(/^\d{4}\D?\d{2}\D?\d{2}/, '')
    .replace(/(?:Z|[-+]\d{2}:?\d{2})$/, '')
  if (!/\d/.test(time)) return 'none'
  return /[1-9]/.test(time) ? 'later' : 'midnight'
}

function rangeFrom(operator: string, value: Day, time: 'none' | 'midnight' | 'later'): Range | undefined {
  switch (operator) {
    case 'equalto':
    case 'equalnullsafe':
      return {from: value, to: value}
    case 'greaterthanorequal':
      return {from: value, to: Number.POSITIVE_INFINITY}
    case 'lessthanorequal':
      return {from: Number.NEGATIVE_INFINITY, to: value}
    case 'greaterthan':
      return {from: time === 'none' ? value + 1 : value, to: Number.POSITIVE_INFINITY}
    case 'lessthan':
      return {from: Number.NEGATIVE_INFINITY, to: time === 'later' ? value : value - 1}
    default:
      return undefined
  }
}

/** The same numbers as sorted ranges that do not touch. */
function merged(ranges: readonly Range[]): Range[] {
  const found: Range[] = []
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last === undefined || range.from > last.to + 1) found.push(range)
    else if (range.to > last.to) found[found.length - 1] = {from: last.from, to: range.to}
  }
  return found
}

function intersection(left: readonly Range[], right: readonly Range[]): Range[] {
  const found: Range[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const from = Math.max(left[i]!.from, right[j]!.from)
    const to = Math.min(left[i]!.to, right[j]!.to)
    if (from <= to) found.push({from, to})
    if (left[i]!.to < right[j]!.to) i++
    else j++
  }
  return found
}
