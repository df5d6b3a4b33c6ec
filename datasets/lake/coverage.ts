import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Day} from '../../model/days.js'
import {parseDay} from '../../model/days.js'
import {type Coverage, sumCoverages} from '../ingest/coverage.js'
import {dayFile, listDays, NO_DAY} from './layout.js'

/**
 * The coverage of a lake over a span of days, both included, all sources together; what has no day counts in any span.
 * Also of what was
 * aggregated of a lake. Undefined where nothing is known of the span.
 */
export function readCoverage(folder: string, fromDay: Day, toDay: Day): Coverage | undefined {
  const files = listDays(folder, 'coverage').filter(
    ({day}) => day === NO_DAY || (parseDay(day) >= fromDay && parseDay(day) <= toDay),
  )
  if (files.length === 0) return undefined
  return sumCoverages(
    files.map(file => JSON.parse(readFileSync(join(folder, dayFile('coverage', file)), 'utf8')) as Coverage),
  )
}
