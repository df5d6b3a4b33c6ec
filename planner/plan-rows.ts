import {resolve} from 'node:path'
import type {CoverageFigures} from '../viz/coverage-data.js'
import {coverageSentence} from '../viz/coverage-words.js'
import {formatBytes, formatCost, formatPercent} from '../viz/format.js'
import {costUnitOf} from './cost-unit.js'
import type {JointPlan} from './joint-plan.js'

/** A plan as label and text, for people. `coverage`: what its history rests on, where that is known. */
export function planRows(
  planned: JointPlan,
  planPath: string,
  reportPath: string,
  coverage?: CoverageFigures,
): string[][] {
  const {plan, workload, verified} = planned
  const {before, after, oneOff, bound} = plan.claims
  const unit = costUnitOf(workload.topology)
  const less = (a: number, b: number) => (a === 0 ? '' : ` (${formatPercent(1 - b / a)} less)`)
  const stored = verified.after.replicaBytes.reduce((sum, bytes) => sum + bytes, 0)
  const atHome = verified.after.homeBytes.reduce((sum, bytes) => sum + bytes, 0)
  const decidesReplicasOnly = plan.algorithm.options.strategy === 'caching'
  return [
    ['Plan', plan.planId],
    ['History', `${plan.history.from} … ${plan.history.to} (${workload.dayCount} days)`],
    ...(coverage === undefined ? [] : [['Rests on', coverageSentence(coverage)]]),
    ['Strategy', String(plan.algorithm.options.strategy)],
    ['Caching', plan.algorithm.caching],
    [
      'WAN bytes a day, in-sample',
      `${formatBytes(before.wanBytesPerDay)} → ${formatBytes(after.wanBytesPerDay)}${less(before.wanBytesPerDay, after.wanBytesPerDay)}`,
    ],
    [
      'WAN cost a day, in-sample',
      `${formatCost(before.wanCostPerDay, unit)} → ${formatCost(after.wanCostPerDay, unit)}${less(before.wanCostPerDay, after.wanCostPerDay)}`,
    ],
    ['Remote reads', `${before.remoteReads} → ${after.remoteReads}${less(before.remoteReads, after.remoteReads)}`],
    ...(decidesReplicasOnly
      ? []
      : [
          ['Moves', `${plan.moves.length}, ${formatBytes(oneOff.moveBytes)}`],
          ['Jobs placed', String(plan.jobs.length)],
        ]),
    [
      'Replicas',
      `${plan.replicas.length}, ${formatBytes(stored)} (${formatPercent(atHome === 0 ? 0 : stored / atHome)} of what is at home)`,
    ],
    ...(planned.forecast.name === 'history'
      ? []
      : [['Demand', `${planned.forecast.name}: ${planned.forecast.reason}`]]),
    ...(planned.shedCount === 0 ? [] : [['Given up for link capacity', `${planned.shedCount} replicas`]]),
    ...(planned.tonight === undefined
      ? []
      : [
          [
            'Fill tonight',
            `${formatBytes(planned.tonight.fillBytes)}, ${formatBytes(planned.tonight.deferredBytes)} put off by the cap`,
          ],
        ]),
    ['Fill from nothing', formatBytes(oneOff.fillBytes + verified.after.snapshotFillBytes)],
    ...(bound === undefined
      ? []
      : [
          [
            'Bound',
            `no ${decidesReplicasOnly ? 'caching plan costs' : 'replicas at these homes and jobs cost'} less than ${formatCost(bound.wanCostPerDay, unit)} a day; gap ${formatPercent(bound.gap)}`,
          ],
        ]),
    ['Plan file', resolve(planPath)],
    ['Report', resolve(reportPath)],
  ]
}
