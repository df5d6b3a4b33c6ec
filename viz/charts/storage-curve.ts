import {costNoun, formatBytes, formatCount, formatPercent} from '../format.js'
import type {ReportData} from '../report-data.js'
import {bottomAxis, leftAxis} from './axes.js'
import {boundMarks, budgetMarks, budgetPointMarks, chosenMarks, policyMarks} from './curve-marks.js'
import {curvePlane} from './curve-plane.js'
import {type ChartSize, svgFrame} from './frame.js'

/** e.g. `With replicas of 3 % of the data, the plan takes away 61 % of the WAN cost`. Says so where nothing is saved. */
export function storageCurveFinding({headline: h, costUnit, moves, otherMoves, jobs, otherJobs}: ReportData): string {
  const noun = costNoun(costUnit)
  if (h.before.wanCostPerDay === 0) return 'Nothing crosses the WAN, with or without replicas'
  const saved = 1 - h.after.wanCostPerDay / h.before.wanCostPerDay
  if (saved <= 0) return `This plan does not lower the ${noun}`
  const size =
    h.homeBytes > 0 ? `${formatPercent(h.replicaBytes / h.homeBytes)} of the data` : formatBytes(h.replicaBytes)
  const jobCount = (jobs?.length ?? 0) + (otherJobs?.jobCount ?? 0)
  const moveCount = moves.length + (otherMoves?.moveCount ?? 0)
  const means = [
    ...(moveCount > 0 ? [`${formatCount(moveCount)} ${moveCount === 1 ? 'move' : 'moves'}`] : []),
    ...(jobCount > 0 ? [`${formatCount(jobCount)} ${jobCount === 1 ? 'job' : 'jobs'} run elsewhere`] : []),
    ...(h.replicaBytes > 0 ? [`replicas of ${size}`] : []),
  ]
  const list = means.length > 1 ? `${means.slice(0, -1).join(', ')} and ${means.at(-1)}` : means[0]
  return `${list === undefined ? 'The' : `With ${list}, the`} plan takes away ${formatPercent(saved)} of the ${noun}`
}

/** Storage–bandwidth curve: WAN cost per day against replica bytes, for every policy, with bound, budget and plan. */
export function storageCurveChart(data: ReportData, size: ChartSize): string {
  const {policies, boundPoints, chosen} = data.storageCurve
  const plane = curvePlane(data, size)
  const bound = boundPoints.length > 0 ? ', with the bound below which no plan within its scope gets' : ''
  return svgFrame(
    {
      widthPx: size.widthPx,
      heightPx: size.heightPx,
      title: storageCurveFinding(data),
      description: `${costNoun(data.costUnit)} per day against replica storage, for ${policies.length} caching policies${bound}.`,
    },
    [
      boundMarks(plane, boundPoints),
      leftAxis(plane.yTicks, plane.left, plane.right, plane.yTitle, 14),
      bottomAxis(plane.xTicks, plane.left, plane.right, plane.bottom, plane.xTitle),
      budgetMarks(plane, data.headline),
      policyMarks(plane, policies, chosen.policy),
      budgetPointMarks(plane, data.budgetPoints ?? []),
      chosenMarks(plane, chosen),
    ].join('\n'),
  )
}
