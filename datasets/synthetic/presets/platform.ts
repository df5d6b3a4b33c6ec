import {type PresetParameters, region} from '../parameters.js'

/**
 * What the presets have in common: a company's data platform over six regions, where every link costs the same. The shape follows
 * Yugong (PVLDB 12(12), 2019; papers.md 1.1): sizes of projects and tables follow a power law, reads fall exponentially with
 * partition age, 60 % of the reads cross projects and 30 % cross regions, most jobs recur and drift slowly. The rates are ours.
 * A region's storage is 72 to 82 % full, so replicas and moves compete for room.
 */
export const platform: Omit<PresetParameters, 'name' | 'summary'> = {
  regions: [
    region('hangzhou', 'cn', {projectWeight: 3, hourlyCapacity: true}),
    region('shanghai', 'cn', {projectWeight: 2}),
    region('zhangjiakou', 'cn', {projectWeight: 2, hourlyCapacity: true}),
    region('shenzhen', 'cn', {projectWeight: 1.5}),
    region('beijing', 'cn', {projectWeight: 1.5}),
    region('singapore', 'sg'),
  ],
  links: [],
  defaultPricePerGB: 1,
  replicaBudgetRatio: 0.03,
  storageSlack: [1.22, 1.38],
  projects: 50,
  tables: 1500,
  jobs: 1000,
  evenReports: false,
  inputFactor: 1,
  projectExponent: 1,
  sizeExponent: 0.9,
  alignment: 0.6,
  crossProjectShare: 0.6,
  crossRegionShare: 0.3,
  lookBack: {today: 0.62, prefix: 0.24, weekOnWeek: 0.07, monthOnMonth: 0.04, isolated: 0.03, decayDays: 5},
  adhocShare: 0.12,
  prunedShare: 0.45,
  driftShare: 0.06,
  unevenShare: 0.2,
  failedShare: 0.01,
  pinnedShare: 0.06,
}
