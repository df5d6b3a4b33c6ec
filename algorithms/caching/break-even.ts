/**
 * Break-even: keep an age as long as storing it costs less than fetching it.
 *
 * Idea: rent or buy. A copy that waits longer than T_even = transfer price / storage price (26.5 days at 0.02 a GB and
 * 0.023 a GB and month) costs more than fetching again. With the reads known, the offline optimum of each curve is at hand:
 * Formula: L = argmax over points of net(L) = savedCostPerDay(L) − storagePricePerByte(region)·storedBytes(L), nothing if that is
 * not positive; ties to the shorter. The link price is in savedCostPerDay. Where storage is free it keeps everything that saves.
 * With `ttlDays` > 0 the life span is that TTL instead (cut back to the last age that is read), wherever it saves any traffic.
 * If a budget binds, whole curves are dropped, those with the least net saving per stored byte first (ties: the higher curve goes
 * first), until each region fits its own budget and all fit the one over all; those of them that still fit then are taken back,
 * best first (otherwise one good curve larger than the budget would empty it).
 * Source: SkyStore (2025), TTL from the price ratio; Macaron (SOSP 2024), its per-object oracle; ski rental (folklore).
 *
 * Cost: O(points + curves · log curves). Guarantee: within the budgets; where none binds and `ttlDays` is 0, no choice of prefixes
 * has a higher saving net of storage. Prices do not know the budget: none on the saving once one binds.
 * Loses: under tight budgets to everything that weighs curves against each other before choosing life spans: it cuts whole curves,
 * never shortens one, and leaves room unused that a shorter life span would fill. Without storage prices it is `all`, cut to fit.
 */
import {completeOptions} from '../options.js'
import {type Choice, emptyChoice, NOTHING, outcomeOfChoice, storedBytesByRegion} from './choice.js'
import type {CachingPolicy} from './policy.js'
import type {CachingProblem} from './problem.js'

const options = {
  ttlDays: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 100_000,
    unit: 'days',
    meaning: 'fixed life span of everything that saves; 0 = where the prices of link and storage break even',
  },
} as const

export const breakEven = {
  name: 'break-even',
  summary: 'Keeps each table for as long as storing it costs less than fetching it, then drops the worst to fit.',
  source: 'SkyStore (2025); Macaron (SOSP 2024)',
  kind: 'heuristic',
  keepsBudgets: true,
  options,
  plan(problem, given) {
    const ttlDays = completeOptions('break-even', options, given).ttlDays as number
    const choice = emptyChoice(problem)
    let kept = 0
    for (let c = 0; c < problem.curveCount; c++) {
      choice[c] = ttlDays === 0 ? breakEvenPoint(problem, c) : pointWithin(problem, c, ttlDays)
      if (choice[c] !== NOTHING) kept++
    }
    const dropped = dropToFit(problem, choice)
    return outcomeOfChoice(problem, choice, {status: 'feasible', work: {kept: kept - dropped, dropped}})
  },
} as const satisfies CachingPolicy

/** Saving per day of a point after the storage that it pays, in currency. */
function netSavedCostPerDay(problem: CachingProblem, curve: number, point: number): number {
  const price = problem.storagePricePerByte[problem.curveRegion[curve]]
  return problem.savedCostPerDay[point] - price * problem.storedBytes[point]
}

function breakEvenPoint(problem: CachingProblem, curve: number): number {
  let best = 0
  let at = NOTHING
  for (let p = problem.pointStart[curve]; p < problem.pointStart[curve + 1]; p++) {
    const net = netSavedCostPerDay(problem, curve, p)
    if (net <= best) continue
    best = net
    at = p
  }
  return at
}

function pointWithin(problem: CachingProblem, curve: number, ttlDays: number): number {
  let best = 0
  let at = NOTHING
  for (let p = problem.pointStart[curve]; p < problem.pointStart[curve + 1]; p++) {
    if (problem.lifeSpanDays[p] > ttlDays) break
    if (problem.savedCostPerDay[p] <= best) continue
    best = problem.savedCostPerDay[p]
    at = p
  }
  return at
}

/** Drops curves in place until all budgets hold, then takes back what still fits; gives how many stay dropped. */
function dropToFit(problem: CachingProblem, choice: Choice): number {
  const wanted = choice.slice()
  const netPerByte = new Float64Array(problem.curveCount)
  const worstFirst: number[] = []
  for (let c = 0; c < problem.curveCount; c++) {
    if (choice[c] === NOTHING) continue
    netPerByte[c] = netSavedCostPerDay(problem, c, choice[c]) / problem.storedBytes[choice[c]]
    worstFirst.push(c)
  }
  worstFirst.sort((a, b) => (netPerByte[a] === netPerByte[b] ? b - a : netPerByte[a] - netPerByte[b]))
  const stored = storedBytesByRegion(problem, choice)
  for (const c of worstFirst) {
    const region = problem.curveRegion[c]
    if (stored[region] <= problem.regionBudgetBytes[region]) continue
    stored[region] -= problem.storedBytes[choice[c]]
    choice[c] = NOTHING
  }
  let total = stored.reduce((sum, bytes) => sum + bytes, 0)
  for (const c of worstFirst) {
    if (total <= problem.totalBudgetBytes) break
    if (choice[c] === NOTHING) continue
    stored[problem.curveRegion[c]] -= problem.storedBytes[choice[c]]
    total -= problem.storedBytes[choice[c]]
    choice[c] = NOTHING
  }
  let dropped = 0
  for (const c of worstFirst.reverse()) {
    if (choice[c] !== NOTHING) continue
    const region = problem.curveRegion[c]
    const bytes = problem.storedBytes[wanted[c]]
    if (stored[region] + bytes <= problem.regionBudgetBytes[region] && total + bytes <= problem.totalBudgetBytes) {
      stored[region] += bytes
      total += bytes
      choice[c] = wanted[c]
    } else {
      dropped++
    }
  }
  return dropped
}
