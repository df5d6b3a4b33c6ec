import {describe, expect, it} from 'vitest'
import {headlineHtml, leaders} from '../../viz/comparison-findings.js'
import {formatMilliseconds} from '../../viz/format.js'
import type {ComparisonData, ComparisonResult} from '../../viz/index.js'
import {sampleComparison} from './comparison-sample.js'

const usual = sampleComparison({money: false})
const text = (html: string): string => html.replace(/<[^>]*>/g, '').replaceAll('\u00a0', ' ')

/** The sample with results of one policy changed. */
function changed(policy: string, change: (r: ComparisonResult) => Partial<ComparisonResult>): ComparisonData {
  return {...usual, results: usual.results.map(r => (r.policy === policy ? {...r, ...change(r)} : r))}
}

const costing = (share: number) => (r: ComparisonResult) => ({
  outOfSample: {...r.outOfSample, wanCostPerDay: usual.before.outOfSampleCostPerDay * share},
})

describe('leaders', () => {
  it('never calls the best what stores more than the budget, knows the future or gave no plan', () => {
    expect(leaders(usual)?.best.policy.name).toBe('windows')
    expect(leaders(changed('belady', costing(0.01)))?.best.policy.name).toBe('windows')
    expect(leaders(changed('windows', () => ({refused: 'no'})))?.best.policy.name).toBe('hull')
  })

  it('takes the middle budget by bytes, whatever the order of the budgets', () => {
    const order = [5, 0, 3, 1, 4, 2]
    const data = {
      ...usual,
      budgets: order.map(i => usual.budgets[i]!),
      results: usual.results.map(r => ({...r, budget: order.indexOf(r.budget)})),
    }
    expect(data.budgets[leaders(data)!.budget]?.label).toBe('2 %')
  })

  it('gives ties to the policy named first', () => {
    const data = {...usual, results: usual.results.map(r => ({...r, ...costing(0.5)(r)}))}
    expect(leaders(data)?.best.policy.name).toBe('none')
  })
})

describe('headlineHtml', () => {
  it('compares a best online policy with k-probe and with the best planned one', () => {
    expect(text(headlineHtml(changed('gdsf', costing(0.1))))).toMatch(
      /gdsf takes away the most of the WAN traffic, 90 %: it leaves [\d.]+ % less than k-probe \([\d.]+ %\), and [\d.]+ % less than windows, the best planned policy/,
    )
  })

  it('does not compare k-probe with itself', () => {
    const headline = text(headlineHtml(changed('k-probe', costing(0.1))))
    expect(headline).toMatch(/k-probe takes away .* than gdsf, the best online policy/)
    expect(headline.match(/k-probe/g)).toHaveLength(1)
  })

  it('says so where nothing is saved, nothing crosses, or nothing was compared', () => {
    const worse = {...usual, results: usual.results.map(r => ({...r, ...costing(1.2)(r)}))}
    expect(text(headlineHtml(worse))).toContain('no policy lowers the WAN traffic')
    expect(headlineHtml({...usual, before: {inSampleCostPerDay: 0, outOfSampleCostPerDay: 0}})).toContain(
      'nothing crosses',
    )
    expect(headlineHtml({...usual, results: []})).toContain('No policy gave a plan')
  })
})

describe('formatMilliseconds', () => {
  it('picks the unit that reads best', () => {
    expect([0.4523, 820, 999.6, 12_340, 100_000, 270_000, Number.NaN].map(formatMilliseconds)).toEqual([
      '0.452\u00a0ms',
      '820\u00a0ms',
      '1\u00a0s',
      '12.3\u00a0s',
      '100\u00a0s',
      '4.5\u00a0min',
      '–',
    ])
  })
})
