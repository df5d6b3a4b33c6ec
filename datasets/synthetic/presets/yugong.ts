import {type PresetParameters, region} from '../parameters.js'

/**
 * The founding workload: a company's data platform over six regions, as far as Yugong (PVLDB 12(12), 2019) and its reading
 * notes describe it (papers.md 1.1). Calibrated to published numbers:
 * - crossProjectShare 0.60, crossRegionShare 0.30: "~60 % of reads are cross-project, ~30 % are cross-DC".
 * - projectExponent, sizeExponent: sizes of projects and tables follow a power law; few hot tables make most of the bytes.
 * - lookBack.decayDays: reads fall exponentially with partition age (the rate is ours: 5 days for multi-day readers).
 * - replicaBudgetRatio 0.03: 3 % redundant storage; every link costs the same (their assumption), so cost is bytes.
 * - most jobs recur and drift slowly: adhocShare and driftShare are ours.
 * Ours too: alignment (how far projects already live with their business unit), which is what migration can mend.
 */
export const yugong: PresetParameters = {
  name: 'yugong',
  summary: 'six regions, 60 % of read bytes cross-project and 30 % cross-region, as published for Yugong',
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
