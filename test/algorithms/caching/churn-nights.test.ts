import {describe, expect, test} from 'vitest'
import {amortiseFill} from '../../../algorithms/caching/churn-amortise.js'
import {capFill} from '../../../algorithms/caching/churn-fill-cap.js'
import {temper} from '../../../algorithms/caching/churn-temper.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {seededDraw} from '../../support/random-history.js'
import {
  type CaseTable,
  caseProblem,
  caseWorkload,
  columnsOf,
  naiveFillBytes,
  naiveSavedCost,
  rowsOf,
  rowsOfCurves,
  storedByRegion,
  sum,
  type WindowRow,
} from './churn-cases.js'

const regions = ['b', 'c', 'd']
const nights = 14

interface Control {
  readonly horizonDays: number
  readonly hysteresis: number
  readonly fillBytesPerLink: number
}
const off: Control = {
  horizonDays: Number.POSITIVE_INFINITY,
  hysteresis: 0,
  fillBytesPerLink: Number.POSITIVE_INFINITY,
}

/** Forty tables with reads that fade with age, the same every night but for ±10 % on every (region, table, age). */
function tonight(night: number): CaseTable[] {
  const draw = seededDraw(5)
  const noise = seededDraw(100 + night)
  return Array.from({length: 40}, () => {
    const bytes = 10 + draw(90)
    const reads: Record<string, Record<number, number>> = {}
    for (const region of regions) {
      const ages = 1 + draw(8)
      const level = bytes * (0.5 + draw(100) / 40)
      reads[region] = {}
      for (let age = 0; age < ages; age++) {
        const usual = level / (1 + age / 2)
        reads[region][age] = Math.round(usual * (0.9 + noise(2001) / 10_000))
      }
    }
    return {bytes, reads}
  })
}

async function replay(control: Control) {
  let before: WindowRow[] = []
  const totals = {saved: 0, changed: 0, fillBytes: 0, mostFillOnLink: 0, keepsBudgets: true}
  for (let night = 0; night < nights; night++) {
    const tables = tonight(night)
    const room = Object.fromEntries(regions.map(region => [region, 3000]))
    const workload = await caseWorkload(tables, regions, {}, room, 1000 + night)
    const home = homePlacement(workload)
    const problem = caseProblem(workload)
    const previous = columnsOf(before)
    const priced = amortiseFill(problem, workload, home, previous, control.horizonDays)
    const outcome = kProbe.plan(priced, {})
    const kept = temper(priced, workload, outcome, previous, control)
    const capped = capFill(workload, home, columnsOf(rowsOfCurves(problem, kept)), previous, control)
    const rows = rowsOf(capped.windows)
    totals.saved += sum(rows.map(row => naiveSavedCost(workload, home, row)))
    totals.mostFillOnLink = Math.max(totals.mostFillOnLink, ...capped.fillBytesByLink)
    totals.keepsBudgets &&= storedByRegion(workload, rows).every((bytes, e) => bytes <= problem.regionBudgetBytes[e])
    if (night > 0) {
      const old = new Set(before.map(String))
      const now = new Set(rows.map(String))
      totals.changed += [...now].filter(row => !old.has(row)).length + [...old].filter(row => !now.has(row)).length
      totals.fillBytes += sum(rows.map(row => naiveFillBytes(workload, previous, row)))
    }
    before = rows
  }
  return totals
}

describe('fourteen nights of demand that only wavers', () => {
  test('horizon and hysteresis change fewer windows and fill fewer bytes, for less than 1 % of the saving', async () => {
    const free = await replay(off)
    const tempered = await replay({...off, hysteresis: 0.1})
    const amortised = await replay({...off, horizonDays: 30})
    const both = await replay({...off, horizonDays: 30, hysteresis: 0.1})
    expect(free.changed).toBeGreaterThan(100)
    for (const damped of [tempered, both]) {
      expect(damped.changed).toBeLessThan(free.changed / 3)
      expect(damped.fillBytes).toBeLessThan(free.fillBytes / 2)
      expect(damped.saved).toBeGreaterThan(0.99 * free.saved)
    }
    expect(amortised.fillBytes).toBeLessThan(free.fillBytes)
    expect(amortised.saved).toBeGreaterThan(0.99 * free.saved)
    expect([free, tempered, amortised, both].every(run => run.keepsBudgets)).toBe(true)
  })

  test('a cap on the fill holds every night, and budgets with it, for less than a tenth of the saving', async () => {
    const free = await replay(off)
    const capped = await replay({...off, fillBytesPerLink: 200})
    expect(free.mostFillOnLink).toBeGreaterThan(200)
    expect(capped.mostFillOnLink).toBeLessThanOrEqual(200)
    expect(capped.keepsBudgets).toBe(true)
    expect(capped.saved).toBeGreaterThan(0.9 * free.saved)
  })
})
