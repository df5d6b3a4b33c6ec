/**
 * Caching: homes and jobs stay where they are; a caching policy chooses the replicas. The baseline of the family.
 *
 * Source: Yugong (PVLDB 2019) without migration. Guarantee: that of the caching policy. Loses wherever a project or job reads
 * mostly elsewhere.
 */
import {homePlacement} from '../../model/decode-plan.js'
import type {JointPolicy} from './policy.js'

export const caching = {
  name: 'caching',
  summary: 'Homes and jobs stay; --caching chooses the replicas.',
  source: 'Yugong (PVLDB 2019) without migration',
  options: {},
  async plan(workload, settings) {
    return {
      placement: homePlacement(workload),
      replicas: {policy: settings.caching, options: {}},
      migration: 'stay',
      placing: 'home',
      work: {},
    }
  },
} as const satisfies JointPolicy
