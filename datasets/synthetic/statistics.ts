import type {SyntheticHistory} from './synthetic-history.js'
import {storedPartitions} from './tables.js'

/** part / whole, and 0 where there is nothing. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/** Least-squares line through ln(reads) by age, without the ages that weekly look-backs add to (6, 7, 13, 14) and empty ones. */
export function fitDecay(readsByAge: Float64Array): {slope: number; fit: number} {
  const ages = Array.from(readsByAge.keys()).filter(age => ![6, 7, 13, 14].includes(age) && readsByAge[age]! > 0)
  const logs = ages.map(age => Math.log(readsByAge[age]!))
  const meanAge = ages.reduce((a, b) => a + b, 0) / ages.length
  const meanLog = logs.reduce((a, b) => a + b, 0) / logs.length
  let covariance = 0
  let ageVariance = 0
  let logVariance = 0
  ages.forEach((age, i) => {
    covariance += (age - meanAge) * (logs[i]! - meanLog)
    ageVariance += (age - meanAge) ** 2
    logVariance += (logs[i]! - meanLog) ** 2
  })
  return {slope: shareOf(covariance, ageVariance), fit: shareOf(covariance ** 2, ageVariance * logVariance)}
}

/** Share of the sum that the largest `share` of the values has, at least one value. */
export function topShare(values: Float64Array, share: number): number {
  const sorted = values.slice().sort().reverse()
  const top = Math.max(1, Math.round(sorted.length * share))
  const sum = (part: Float64Array): number => part.reduce((a, b) => a + b, 0)
  return shareOf(sum(sorted.subarray(0, top)), sum(sorted))
}

/** Share of the inputs with an age above 0 whose ages are no prefix [0, n). */
export function loneAgeShare({jobs}: SyntheticHistory): number {
  const {inputs} = jobs
  let older = 0
  let lone = 0
  for (let i = 0; i < inputs.table.length; i++) {
    const count = inputs.ageTo[i]! - inputs.ageFrom[i]!
    const oldest = inputs.ages[inputs.ageTo[i]! - 1]!
    if (oldest === 0) continue
    older++
    if (oldest !== count - 1) lone++
  }
  return shareOf(lone, older)
}

/** Share of the edges of the most-read tables that hold at most 0.2 % of the stored bytes together. */
export function hubEdgeShare({tables, jobs, dayCount}: SyntheticHistory, storedBytes: number): number {
  const edges = new Float64Array(tables.names.length)
  for (let i = 0; i < jobs.inputs.table.length; i++) edges[jobs.inputs.table[i]!]!++
  const order = Array.from(edges.keys()).sort((a, b) => edges[b]! - edges[a]! || a - b)
  let left = 0.002 * storedBytes
  let removed = 0
  for (const t of order) {
    const stored = tables.typicalBytes[t]! * storedPartitions(tables, t, dayCount)
    if (stored > left) break
    left -= stored
    removed += edges[t]!
  }
  return shareOf(removed, jobs.inputs.table.length)
}
