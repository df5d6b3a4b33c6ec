import type {PresetParameters} from '../parameters.js'
import {platform} from './platform.js'

/**
 * The founding workload: a company's data platform over six regions, as far as Yugong (PVLDB 12(12), 2019) and its reading
 * notes describe it (papers.md 1.1).
 *
 * Published:
 * - crossProjectShare 0.60, crossRegionShare 0.30: "~60 % of reads are cross-project, ~30 % are cross-DC".
 * - tables to jobs as 5 to 7: about 5 M new tables (partitions) and up to 7 M jobs a day.
 * - replicaBudgetRatio 0.03: 3 % redundant storage; every link costs the same (their assumption), so cost is bytes.
 * - sizes of projects and tables follow a power law, reads fall exponentially with partition age, most jobs recur and drift
 *   slowly: the kinds are theirs, the rates are ours.
 *
 * Ours, chosen so that the two-stage method on its own gives about what Yugong reports (76 to 80 % of the WAN bytes gone, 90 % of
 * the remote reads local, at 3 % storage):
 * - adhocShare 0.03: "most jobs recur"; an ad-hoc read of a table that no recurring job of the region reads stays remote.
 * - inputFactor 0.75: keeps the number of reads where more jobs share fewer tables. What stays remote is mostly a lone reader
 *   of at most one partition's bytes, for which a copy saves nothing.
 * - sizeExponent 1.2: at 0.9 the most-read 1 % of the tables had 63 to 80 % of the read bytes, so a handful decided the figure.
 * - storageSlack 1.5 to 2: Yugong limits replicas (eq. 9) apart from what projects store (eq. 8), while here one capacity holds
 *   both. With regions nearly full, moves take the room and the replica budget stays unspent.
 * - alignment 0.6 (how far projects already live with their business unit) is what migration can mend.
 *
 * Measured (planned on 21 days, scored on them / on the 7 after, 100 kicks): WAN bytes taken away 0.80 / 0.79 and 0.88 of the remote
 * reads local on the later days, on average over seeds 1 to 5, for which the values were chosen (single seeds: 0.74 to 0.84, and
 * 0.86 to 0.92); 0.80 / 0.80 and 0.86 over seeds 6 to 10, which had no say in them (0.72 to 0.88, and 0.82 to 0.89).
 */
export const yugong: PresetParameters = {
  ...platform,
  name: 'yugong',
  summary: 'six regions, 60 % of read bytes cross-project and 30 % cross-region, as published for Yugong',
  tables: 1000,
  jobs: 1400,
  inputFactor: 0.75,
  sizeExponent: 1.2,
  adhocShare: 0.03,
  storageSlack: [1.5, 2],
}
