import {type PresetParameters, region} from '../parameters.js'
import {platform} from './platform.js'

/**
 * Few hub tables that nearly every job reads, in three regions, as Moirai (SOSP 2025) describes Uber's platform (papers.md 2).
 * Calibrated to published numbers:
 * - hubs: 0.2 % of the data removes 59 % of the edges of the job-table graph.
 * - crossProjectShare 0.90: "only 10 % of reads are owner-local".
 * Ours: crossRegionShare 0.45 and alignment 0.4 (owners say little about where data is used), three regions instead of
 * two sites, budget 2 %. The rest is as in `platform`.
 */
export const hub: PresetParameters = {
  ...platform,
  name: 'hub',
  summary:
    'three regions, a handful of hub tables read by most jobs and 10 % owner-local reads, as published for Moirai',
  regions: [
    region('onprem-a', 'us', {projectWeight: 2, hourlyCapacity: true}),
    region('onprem-b', 'us', {projectWeight: 2}),
    region('cloud', 'us'),
  ],
  defaultPricePerGB: 0.02,
  replicaBudgetRatio: 0.02,
  alignment: 0.4,
  crossProjectShare: 0.9,
  crossRegionShare: 0.45,
  hubs: {count: 8, edgeShare: 0.6, storedShare: 0.002},
  inputFactor: 0.5,
  adhocShare: 0.1,
}
