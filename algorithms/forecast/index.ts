import {ewma} from './ewma.js'
import type {Forecast} from './forecast.js'
import {mean} from './mean.js'
import {weekday} from './weekday.js'

/** The forecast family: one line a member, the simplest first. Command line, config check, docs, tests and benches read it. */
export const forecasts = {
  mean,
  ewma,
  weekday,
} as const satisfies Record<string, Forecast>

export type ForecastName = keyof typeof forecasts
