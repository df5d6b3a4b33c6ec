import type {ForecastCandidate} from './choose-forecast.js'

/** What little is known about new tables and rare reads is used by all but the first. */
const corrected = {shrinkage: 2, lifeTime: true, newTableDays: 3} as const

/** The candidates that a backtest chooses from unless told otherwise, simplest first. */
export const usualCandidates = [
  {name: 'mean', options: {}},
  {name: 'mean', options: corrected},
  {name: 'weekday', options: corrected},
  {name: 'ewma', options: {...corrected, halfLifeDays: 7}},
  {name: 'ewma', options: {...corrected, halfLifeDays: 3}},
] as const satisfies readonly ForecastCandidate[]
