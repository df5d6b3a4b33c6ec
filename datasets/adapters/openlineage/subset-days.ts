import type {Day} from '../../../model/days.js'
import {listAt, objectAt, textAt} from '../../ingest/json-fields.js'
import {daysOfFilter, partitionDayOf} from '../../ingest/partition-days.js'

/** What a condition of the facet `subset` leaves of a dataset. */
export interface Subset {
  /** Days, in order; undefined where the condition does not pin them down. */
  readonly days: readonly Day[] | undefined
  /** Whether it lists locations: what is said of the size is of these alone. */
  readonly isLocations: boolean
}

/** Most days that are told apart in one condition, as in a filter. */
const mostDays = 4000
/** Most conditions within one another. */
const deepest = 50

/** Reads `inputCondition` or `outputCondition`: of type location, partition, compare or binary. */
export function subsetOf(condition: Record<string, unknown>): Subset {
  switch (textAt(condition, 'type')) {
    case 'location': {
      const locations = listAt(condition, 'locations') ?? []
      return {
        days: allDays(locations.map(each => (typeof each === 'string' ? partitionDayOf(each) : undefined))),
        isLocations: true,
      }
    }
    case 'partition':
      return {days: allDays((listAt(condition, 'partitions') ?? []).map(dayOfPartition)), isLocations: false}
    default: {
      const filter = filterOf(condition, 0)
      return {days: filter === undefined ? undefined : daysOfFilter(filter), isLocations: false}
    }
  }
}

/** Undefined where any of them is: the days would not be all. */
function allDays(days: readonly (Day | undefined)[]): readonly Day[] | undefined {
  const found = new Set<Day>()
  for (const day of days) {
    if (day === undefined) return undefined
    found.add(day)
  }
  return found.size === 0 || found.size > mostDays ? undefined : [...found].sort((a, b) => a - b)
}

function dayOfPartition(partition: unknown): Day | undefined {
  const dimensions = Object.entries(objectAt(partition, 'dimensions') ?? {})
  const keys = dimensions.map(([key, value]) => `${key}='${String(value).replaceAll("'", '')}'`).join('/')
  const identifier = textAt(partition, 'identifier')
  return partitionDayOf(keys) ?? (identifier === undefined ? undefined : partitionDayOf(identifier))
}

const operators: Readonly<Record<string, string>> = {
  EQUAL: '=',
  GREATER_THAN: '>',
  GREATER_EQUAL_THAN: '>=',
  LESS_THAN: '<',
  LESS_EQUAL_THAN: '<=',
}

/** The condition as a filter; undefined where it is too deep or no condition. A comparison of an unknown kind holds always. */
function filterOf(condition: Record<string, unknown> | undefined, depth: number): string | undefined {
  if (condition === undefined || depth > deepest) return undefined
  if (textAt(condition, 'type') === 'binary') {
    const left = filterOf(objectAt(condition, 'left'), depth + 1)
    const right = filterOf(objectAt(condition, 'right'), depth + 1)
    const operator = textAt(condition, 'operator')
    const isKnown = operator === 'AND' || operator === 'OR'
    return left === undefined || right === undefined || !isKnown ? undefined : `(${left} ${operator} ${right})`
  }
  if (textAt(condition, 'type') !== 'compare') return undefined
  const operator = operators[textAt(condition, 'comparison') ?? '']
  const left = operandOf(objectAt(condition, 'left'))
  const right = operandOf(objectAt(condition, 'right'))
  return operator === undefined || left === undefined || right === undefined ? 'true' : `${left} ${operator} ${right}`
}

function operandOf(operand: Record<string, unknown> | undefined): string | undefined {
  const field = textAt(operand, 'field')
  if (field !== undefined) return `\`${field.replaceAll('`', '')}\``
  const value = operand?.value
  return typeof value === 'string' || typeof value === 'number' ? `'${String(value).replaceAll("'", '')}'` : undefined
}
