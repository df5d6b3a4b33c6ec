import {type Day, parseDay} from '../../model/days.js'

/** First and last day of `2026-12-20..2027-01-03`, or of one day; undefined where they are none. */
export function frozenSpan(text: string): {readonly fromDay: Day; readonly toDay: Day} | undefined {
  const [from, to = from] = text.split('..')
  const span = {fromDay: parseDay(from!), toDay: parseDay(to!)}
  return span.fromDay <= span.toDay ? span : undefined
}
