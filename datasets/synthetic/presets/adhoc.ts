import type {PresetParameters} from '../parameters.js'
import {platform} from './platform.js'

/**
 * Half of the read bytes come from ad-hoc runs whose job never recurs: what a nightly plan cannot foresee and the router must
 * place. No published share exists (Yugong says only that most jobs recur; Moirai routes "unseen jobs", papers.md 2): 0.5 is a
 * stress value. Fewer recurring jobs with fewer inputs, everything else as in `platform`.
 */
export const adhoc: PresetParameters = {
  ...platform,
  name: 'adhoc',
  summary: 'half of the read bytes come from ad-hoc runs that never recur: work for the router',
  tables: 1300,
  jobs: 850,
  inputFactor: 0.6,
  adhocShare: 0.5,
}
