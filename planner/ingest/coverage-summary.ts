import type {Coverage} from '../../datasets/ingest/coverage.js'
import type {Plan} from '../../model/plan.js'
import {type CoverageOrigin, coverageOrigins, droppedShare, originShare} from '../../viz/index.js'
import {withPlanId} from '../plan-id.js'
import {coverageFigures} from './coverage-figures.js'

type Shares = Readonly<Partial<Record<CoverageOrigin, number>>>

/**
 * What a plan file says under `coverage` of the history that it was made from: shares of the bytes read, 0 to 1, by where numbers come
 * from; origins without bytes are left out.
 */
export interface CoverageSummary {
  readonly sources: readonly string[]
  readonly reads: number
  readonly readBytes: number
  /** Of all bytes that the sources show, the share that is not in the history. */
  readonly droppedShare: number
  readonly droppedRows: number
  readonly region: Shares
  readonly project: Shares
  readonly partitionDay: Shares
  readonly bytes: Shares
}

export function coverageSummary(coverage: Coverage): CoverageSummary {
  const figures = coverageFigures(coverage)
  const [region, project, partitionDay, bytes] = figures.aspects.map(aspect =>
    Object.fromEntries(
      coverageOrigins.flatMap(({origin}) => {
        const share = originShare(aspect, origin)
        return share === 0 ? [] : [[origin, share]]
      }),
    ),
  )
  return {
    sources: coverage.sources,
    reads: coverage.reads,
    readBytes: coverage.readBytes,
    droppedShare: droppedShare(figures),
    droppedRows: coverage.dropped.reduce((sum, {count}) => sum + count, 0),
    ...{region: region!, project: project!, partitionDay: partitionDay!, bytes: bytes!},
  }
}

/** A plan file that says what its history rests on, where that is known: an extra field of formats.md section 2. */
export type CoveredPlan = Plan & {readonly coverage?: CoverageSummary}

/** The plan with the coverage of its history, and the id that goes with it; the plan as it is where there is no coverage. */
export function withCoverage(plan: Plan, coverage: Coverage | undefined): CoveredPlan {
  return coverage === undefined ? plan : withPlanId({...plan, coverage: coverageSummary(coverage)} as CoveredPlan)
}
