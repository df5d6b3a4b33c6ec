import type {CachingProblem} from '../../algorithms/caching/problem.js'
import type {Workload} from '../../model/workload.js'

/**
 * How much a report may draw without letting its reader wait: all of it on a usual workload; curves of three policies at few budgets
 * on a large one; on a huge one (a million tables) one point each.
 */
export type ReportSize = 'usual' | 'large' | 'huge'

/** Read facts (job, table, age) up to which a workload is usual, and large. */
const usualReadFacts = 1_000_000
const largeReadFacts = 3_000_000
/** Saving curves (table, region) up to which a workload is usual. */
const usualCurves = 200_000

export function reportSize({reads}: Workload): ReportSize {
  const facts = reads.bytes.length
  if (facts <= usualReadFacts) return 'usual'
  return facts <= largeReadFacts ? 'large' : 'huge'
}

/** The size with the saving curves counted too. */
export function largerSize(size: ReportSize, {curveCount}: CachingProblem): ReportSize {
  return size === 'usual' && curveCount > usualCurves ? 'large' : size
}
