import type {ComparedPolicy, ComparisonData, ComparisonResult, Sample} from './comparison-data.js'

/** The days that a figure is scored on. */
export type Side = 'inSample' | 'outOfSample'

/** A policy with what it left at one budget. `index` is the policy's place in the data, which gives it its colour. */
export interface Standing {
  readonly policy: ComparedPolicy
  readonly index: number
  readonly result: ComparisonResult
}

/** Indices of the budgets by rising replica bytes. */
export function budgetOrder({budgets}: ComparisonData): number[] {
  return budgets.map((_, i) => i).sort((a, b) => budgets[a]!.replicaBytes - budgets[b]!.replicaBytes || a - b)
}

/** Index of the budget in the middle by bytes (of two, the smaller); undefined where there is none. */
export function middleBudget(data: ComparisonData): number | undefined {
  const order = budgetOrder(data)
  return order[Math.floor((order.length - 1) / 2)]
}

export function isMeasured({refused, inSample, outOfSample}: ComparisonResult): boolean {
  const isKnown = (s: Sample): boolean => Number.isFinite(s.wanCostPerDay) && Number.isFinite(s.replicaBytes)
  return refused === undefined && isKnown(inSample) && isKnown(outOfSample)
}

/** What gave a plan at this budget, in the order of the policies. */
export function standingsAt(data: ComparisonData, budget: number): Standing[] {
  return data.policies.flatMap((policy, index) => {
    const result = data.results.find(r => r.policy === policy.name && r.budget === budget)
    return result !== undefined && isMeasured(result) ? [{policy, index, result}] : []
  })
}

/** Whether a result stores more than its budget on the days that it was planned from, as a policy without a budget does. */
export function isOverBudget({budgets}: ComparisonData, {budget, inSample}: ComparisonResult): boolean {
  const allowed = budgets[budget]
  return allowed !== undefined && inSample.replicaBytes > allowed.replicaBytes * (1 + 1e-9)
}

/** What can be run as it stands: keeps its budget, and does not know the future. */
export function isEligible(data: ComparisonData, {policy, result}: Standing): boolean {
  return policy.kind !== 'bound' && !isOverBudget(data, result)
}

/** The cheapest; ties go to the policy named first. */
export function cheapest(standings: readonly Standing[], side: Side): Standing | undefined {
  let best: Standing | undefined
  for (const s of standings) {
    if (best === undefined || s.result[side].wanCostPerDay < best.result[side].wanCostPerDay) best = s
  }
  return best
}

export function costBefore({before}: ComparisonData, side: Side): number {
  return side === 'inSample' ? before.inSampleCostPerDay : before.outOfSampleCostPerDay
}

/** Share of the cost before that is gone (negative: added); undefined where nothing crossed before. */
export function savedShare(data: ComparisonData, side: Side, costPerDay: number): number | undefined {
  const before = costBefore(data, side)
  return before > 0 ? 1 - costPerDay / before : undefined
}
