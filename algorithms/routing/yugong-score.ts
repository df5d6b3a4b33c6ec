/**
 * Yugong's score for job outsourcing.
 *
 * Idea: cheap to reach and idle is good; the two are added with weights tuned by hand.
 * Formula: Score(j, d) = alpha / Cost(j, d) + beta · Avail(d) / WaitT(j, d), highest first. Cost = bytes that move to d plus
 *   outputs that are shipped back. A job leaves home only for a region with free resources where it starts earlier than at
 *   home. Ours: Cost is at least 1 byte and WaitT at least 1 second (the article does not say what an empty queue scores),
 *   and unlimited free resources count as `availCap`.
 * Source: Yugong, Huang et al., PVLDB 12(12) 2019, job outsourcing.
 * Cost: O(rows). Guarantee: none.
 * Loses: a sum of two unlike quotients has no unit: next to a local input no load counts, next to an empty queue no bytes do.
 */
import {completeOptions} from '../options.js'
import type {RoutingPolicy} from './policy.js'

const options = {
  alpha: {type: 'number', default: 1e9, min: 0, unit: 'bytes', meaning: 'weight of few moved bytes'},
  beta: {type: 'number', default: 1, min: 0, unit: 'seconds per CPU-hour', meaning: 'weight of free and idle regions'},
  availCap: {
    type: 'number',
    default: 1e6,
    min: 0,
    unit: 'CPU-hours',
    meaning: 'free resources of a region without a capacity',
  },
} as const

export const yugongScore = {
  name: 'yugong-score',
  summary: 'Weighs few moved bytes against free resources, as Yugong outsources jobs.',
  source: 'Yugong (PVLDB 2019), job outsourcing',
  options,
  prepare(given) {
    const values = completeOptions('yugong-score', options, given)
    const alpha = values.alpha as number
    const beta = values.beta as number
    const availCap = values.availCap as number
    return (c, scores) => {
      let homeWaitSeconds = Infinity
      for (let row = 0; row < c.count; row++) {
        if (c.region[row] === c.home && c.priceClass[row] === 0) homeWaitSeconds = c.waitSeconds[row]
      }
      for (let row = 0; row < c.count; row++) {
        const away = c.region[row] !== c.home
        if (c.priceClass[row] !== 0 || (away && (c.freeCpuHours[row] <= 0 || c.waitSeconds[row] > homeWaitSeconds))) {
          scores[row] = Infinity
          continue
        }
        const bytes = Math.max(1, c.moveBytes[row] + c.writeBackBytes[row])
        const avail = Math.max(0, Math.min(availCap, c.freeCpuHours[row]))
        scores[row] = -(alpha / bytes + (beta * avail) / Math.max(1, c.waitSeconds[row]))
      }
    }
  },
} as const satisfies RoutingPolicy
