import {describe, expect, it} from 'vitest'
import {
  bestRow,
  type CandidateScorer,
  emptyCandidates,
  expectedCost,
  lowerEnvelope,
  type RoutingCandidates,
  rankRows,
  routingPolicies,
} from '../../../algorithms/routing/index.js'
import {seededDraw} from '../../support/random-history.js'

/** Random candidates: rows of all regions, guaranteed, then best-effort; whole numbers, so that ties come up. */
function randomCandidates(seed: number): RoutingCandidates {
  const draw = seededDraw(seed)
  const regions = 2 + draw(6)
  const classes = 1 + draw(2)
  const c = emptyCandidates(regions * classes)
  c.count = regions * classes
  c.home = draw(regions)
  c.waitPricePerSecond = draw(3)
  for (let row = 0; row < c.count; row++) {
    c.region[row] = row % regions
    c.priceClass[row] = row < regions ? 0 : 1
    c.refusal[row] = draw(4) === 0 ? 1 : 0
    c.localBytes[row] = draw(5)
    c.moveBytes[row] = draw(5)
    c.moveCost[row] = draw(6)
    c.writeBackCost[row] = draw(3)
    c.waitSeconds[row] = draw(4)
    c.freeCpuHours[row] = draw(3)
    c.computeCost[row] = draw(4)
    c.evictionShare[row] = row < regions ? 0 : draw(3) / 4
  }
  c.refusal[c.home] = 0
  return c
}

const knowing: CandidateScorer = routingPolicies['cost-and-load'].prepare({})
const yugong: CandidateScorer = routingPolicies['yugong-score'].prepare({})
const cases = Array.from({length: 500}, (_, i) => randomCandidates(i + 1))

describe.each(Object.entries(routingPolicies))('routing policy %s', (name, policy) => {
  const score = policy.prepare({})

  it('has its name, refuses unknown options, and gives home a score that ends', () => {
    expect(policy.name).toBe(name)
    expect(() => policy.prepare({nonsense: 1})).toThrow(`${name} has no option 'nonsense'`)
    for (const c of cases) {
      const scores = new Float64Array(c.count)
      score(c, scores, seededDraw(1))
      expect(scores[c.home]).toBeLessThan(Infinity)
      expect(bestRow(c, scores)).toBeGreaterThanOrEqual(0)
    }
  })

  it('is deterministic, changes nothing but the scores, and ranks its best first', () => {
    for (const c of cases) {
      const before = JSON.stringify(c)
      const [one, two] = [new Float64Array(c.count), new Float64Array(c.count)]
      score(c, one, seededDraw(7))
      score(c, two, seededDraw(7))
      expect(JSON.stringify(c)).toBe(before)
      expect(two).toEqual(one)
      const order = new Int32Array(c.count)
      const ranked = rankRows(c, one, order)
      expect(order[0]).toBe(bestRow(c, one))
      for (let i = 1; i < ranked; i++) expect(one[order[i]]).toBeGreaterThanOrEqual(one[order[i - 1]])
      for (let i = 0; i < ranked; i++) expect(c.refusal[order[i]]).toBe(0)
    }
  })
})

describe('members', () => {
  it('probing of all regions is cost-and-load', () => {
    const probeAll = routingPolicies.probing.prepare({probes: 1024, cheapest: 1})
    for (const c of cases) {
      const [probed, known] = [new Float64Array(c.count), new Float64Array(c.count)]
      probeAll(c, probed, seededDraw(3))
      knowing(c, known, seededDraw(3))
      expect(bestRow(c, probed)).toBe(bestRow(c, known))
    }
  })

  it('probing looks at no more rows than it says, the cheapest without waiting first', () => {
    const two = routingPolicies.probing.prepare({probes: 2, cheapest: 2})
    for (const c of cases) {
      const scores = new Float64Array(c.count)
      two(c, scores, seededDraw(3))
      const probed = [...scores.keys()].filter(row => scores[row] < Number.MAX_VALUE)
      const open = [...scores.keys()].filter(row => c.refusal[row] === 0)
      expect(probed.length).toBe(Math.min(2, open.length))
      const still = (row: number) => c.moveCost[row] + c.writeBackCost[row] + c.computeCost[row]
      const dearest = Math.max(...probed.map(still))
      for (const row of open) if (!probed.includes(row)) expect(still(row)).toBeGreaterThanOrEqual(dearest)
    }
  })

  it('Yugong leaves home only for a region with free CPU that starts no later', () => {
    let away = 0
    for (const c of cases) {
      const scores = new Float64Array(c.count)
      yugong(c, scores, seededDraw(3))
      const row = bestRow(c, scores)
      if (c.region[row] === c.home) continue
      away += 1
      expect(c.freeCpuHours[row]).toBeGreaterThan(0)
      expect(c.waitSeconds[row]).toBeLessThanOrEqual(c.waitSeconds[c.home])
    }
    expect(away).toBeGreaterThan(30)
  })

  it('an eviction chance of a half means two attempts and half of the work again', () => {
    const c = randomCandidates(1)
    Object.assign(c, {waitPricePerSecond: 2})
    for (const [column, value] of Object.entries({
      moveCost: 10,
      waitSeconds: 3,
      computeCost: 8,
      writeBackCost: 5,
      evictionShare: 0.5,
    })) {
      ;(c[column as keyof RoutingCandidates] as Float64Array)[0] = value
    }
    expect(expectedCost(c, 0)).toBe(2 * (10 + 6) + 12 + 5)
  })
})

describe('lowerEnvelope', () => {
  it('is the least line everywhere, by rising size and falling slope', () => {
    for (const [i, c] of cases.entries()) {
      const draw = seededDraw(i + 99)
      const fixed = Float64Array.from({length: c.count}, () => draw(20))
      const slope = Float64Array.from({length: c.count}, () => draw(6))
      const out = {count: 0, row: new Int32Array(c.count), belowBytes: new Float64Array(c.count)}
      lowerEnvelope(c, fixed, slope, out)
      expect(out.belowBytes[out.count - 1]).toBe(Infinity)
      for (let x = 0; x < 25; x += 0.25) {
        const piece = out.belowBytes.subarray(0, out.count).findIndex(below => x < below)
        const least = Math.min(...[...fixed.keys()].filter(r => c.refusal[r] === 0).map(r => fixed[r] + slope[r] * x))
        expect(fixed[out.row[piece]] + slope[out.row[piece]] * x).toBeCloseTo(least, 9)
      }
      for (let p = 1; p < out.count; p++) {
        expect(out.belowBytes[p]).toBeGreaterThan(out.belowBytes[p - 1])
        expect(slope[out.row[p]]).toBeLessThan(slope[out.row[p - 1]])
      }
    }
  })
})
