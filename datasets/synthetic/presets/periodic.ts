import type {PresetParameters} from '../parameters.js'
import {platform} from './platform.js'

/**
 * Week-on-week and month-on-month reporting: most multi-day readers read lone ages (0 and 7; 6; 13; 27 to 29) and not all the
 * days between, so windows [a, b) of ages beat prefixes [0, L). The kinds of ages are those of the test in papers.md 4.3, there
 * with 35 to 90 % of multi-day readers on lone ages; here about 85 %. Everything else is as in `platform`.
 */
export const periodic: PresetParameters = {
  ...platform,
  name: 'periodic',
  summary: 'most multi-day readers read lone ages (week on week, month on month), so windows beat prefixes',
  lookBack: {today: 0.45, prefix: 0.08, weekOnWeek: 0.19, monthOnMonth: 0.1, isolated: 0.18, decayDays: 5},
}
