import {scriptOver} from './page-script.js'

/** JavaScript for the rows that `copy as CSV` copies: one a result, with the names and sizes that its indices stand for. */
export const comparisonRows = `data.results.map(r => {
  const policy = data.policies.find(p => p.name === r.policy) || {};
  const budget = data.budgets[r.budget] || {};
  const saved = (before, sample) => before > 0 && r.refused === undefined ? 1 - sample.wanCostPerDay / before : undefined;
  return {
    policy: r.policy, family: policy.family, kind: policy.kind,
    budget: budget.label, budgetRatio: budget.ratio, budgetBytes: budget.replicaBytes,
    savedShareInSample: saved(data.before.inSampleCostPerDay, r.inSample),
    savedShareOutOfSample: saved(data.before.outOfSampleCostPerDay, r.outOfSample),
    ...Object.fromEntries(['inSample', 'outOfSample'].flatMap(side => r.refused === undefined
      ? Object.entries(r[side]).map(([key, value]) => [side + '.' + key, value])
      : [])),
    gap: r.gap, milliseconds: r.milliseconds, peakMemoryBytes: r.peakMemoryBytes, refused: r.refused,
  };
})`

/** The script of the comparison page. */
export const comparisonScript = scriptOver('isthmus-comparison', comparisonRows)
