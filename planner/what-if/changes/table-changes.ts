import type {Platform} from '../platform.js'
import type {ChangeOf} from '../scenario-schema.js'
import {type Making, matchingTables} from './making.js'

/** Growth upon growth multiplies. The number of runs and reads, and CPU-hours, stay as they are. */
export function grow(platform: Platform, change: ChangeOf<'growth'>, making: Making): Platform {
  const growth = platform.growth.slice()
  for (const t of matchingTables(making, change)) growth[t]! *= change.factor
  return {...platform, growth}
}

export function retain(platform: Platform, change: ChangeOf<'retention'>, making: Making): Platform {
  const retentionDays = platform.retentionDays.slice()
  for (const t of matchingTables(making, change)) retentionDays[t] = change.days
  return {...platform, retentionDays}
}
