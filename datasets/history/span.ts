import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Database} from './database.js'

/** The days that are planned from, both included. */
export interface Span {
  readonly fromDay: number
  readonly toDay: number
}

/**
 * The span asked for, or else from the first to the last day of any run.
 * @throws IsthmusError where it ends before it begins or holds no run.
 */
export async function chooseSpan(database: Database, fromDay?: number, toDay?: number): Promise<Span> {
  const [row] = await database.rows('SELECT min(day), max(day) FROM run_day')
  const [first, last] = [Number(row![0]), Number(row![1])]
  const span = {fromDay: fromDay ?? first, toDay: toDay ?? last}
  const text = `${formatDay(span.fromDay)} … ${formatDay(span.toDay)}`
  const inHistory = `The history has runs from ${formatDay(first)} to ${formatDay(last)}.`
  if (fromDay !== undefined && toDay !== undefined && fromDay > toDay) {
    throw new IsthmusError('usage', `the span of days ${text} ends before it begins`, `Swap the two days. ${inHistory}`)
  }
  const runs = await database.number(`SELECT count(*) FROM run_day WHERE day BETWEEN ${span.fromDay} AND ${span.toDay}`)
  if (runs === 0) {
    throw new IsthmusError('usage', `no run started in the span of days ${text}`, `${inHistory} Choose days of it.`)
  }
  return span
}
