import type {Day} from '../../model/days.js'
import {hash32, noiseOf} from './random.js'
import type {SyntheticTables, SyntheticWorld} from './synthetic-history.js'

/** Day of the week, 0 = Sunday (1970-01-01 was a Thursday). */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7
}

/**
 * Bytes of the partition of `day` of table t (of a snapshot table: of its version on that day): typical bytes × weekday
 * pattern (mean 1 over a week) × growth (1 in the middle of the history) × noise. A function of its arguments alone, so that
 * a reader of an old partition sees the size that its writer wrote.
 */
export function partitionBytesOn(
  world: Pick<SyntheticWorld, 'firstDay' | 'dayCount' | 'seed'> & {readonly tables: SyntheticTables},
  t: number,
  day: Day,
): number {
  const {tables} = world
  const weekend = tables.weekendFactor[t]!
  const weekday = weekdayOf(day)
  const pattern = (7 / (5 + 2 * weekend)) * (weekday === 0 || weekday === 6 ? weekend : 1)
  const drift = tables.growth[t]! * (day - world.firstDay - world.dayCount / 2)
  const noise = tables.noise[t]! * noiseOf(hash32(hash32(world.seed, t), day))
  return Math.max(1, Math.round(tables.typicalBytes[t]! * pattern * Math.exp(drift + noise)))
}
