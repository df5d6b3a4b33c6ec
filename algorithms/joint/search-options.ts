import type {OptionTable} from '../options.js'

/** Options of the members that search homes and jobs. */
export const searchOptions = {
  sweeps: {
    type: 'integer',
    default: 5,
    min: 1,
    max: 1000,
    unit: '',
    meaning: 'how often local search may price all projects or jobs in a row',
  },
  kicks: {
    type: 'integer',
    default: 400,
    min: 0,
    max: 1e6,
    unit: '',
    meaning: 'random disturbances after which local search tries again',
  },
  rounds: {
    type: 'integer',
    default: 8,
    min: 1,
    max: 1000,
    unit: '',
    meaning: 'how often caching may be solved anew for its prices',
  },
  workBudget: {
    type: 'number',
    default: 2e9,
    min: 0,
    max: 1e15,
    unit: '',
    meaning: 'facts times regions that kicks may price: fewer kicks on large histories',
  },
} as const satisfies OptionTable
