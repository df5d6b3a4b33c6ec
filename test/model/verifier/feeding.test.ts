import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {cheapestFeeding} from '../../../model/verifier/feeding.js'
import {memoryHistory} from '../../support/memory-history.js'

const topologyOf = (count: number, prices: readonly number[]) => {
  const regions = Array.from({length: count}, (_, i) => `r${i}`)
  const named = regions.flatMap((from, d) => regions.map((to, e) => [`${from}>${to}`, prices[d * count + e]!] as const))
  return memoryHistory({
    regions,
    prices: Object.fromEntries(named.filter(([pair]) => pair.slice(0, 2) !== pair.slice(3))),
    ...{projects: [], tables: [], runs: [], fromDay: 0, toDay: 0},
  }).topology
}

/** Cheapest of all assignments of parents that lead every target back to a holder. */
function bruteForce(
  price: (from: number, to: number) => number,
  holders: readonly number[],
  targets: readonly number[],
): number {
  let best = Number.POSITIVE_INFINITY
  const parent = new Map<number, number>()
  const assign = (i: number, cost: number): void => {
    if (i === targets.length) {
      if (targets.every(target => isFed(target, parent, holders))) best = Math.min(best, cost)
      return
    }
    const target = targets[i]!
    for (const source of [...holders, ...targets]) {
      if (source === target) continue
      parent.set(target, source)
      assign(i + 1, cost + price(source, target))
    }
  }
  assign(0, 0)
  return best
}

function isFed(target: number, parent: ReadonlyMap<number, number>, holders: readonly number[]): boolean {
  let at = target
  for (let steps = 0; steps <= parent.size; steps++) {
    if (holders.includes(at)) return true
    at = parent.get(at)!
  }
  return false
}

describe('cheapest feeding', () => {
  test('costs what the best of all assignments of parents costs, with 1 to 5 targets, and no ring', () => {
    const cases = fc
      .record({holders: fc.integer({min: 1, max: 2}), targets: fc.integer({min: 1, max: 5})})
      .chain(({holders, targets}) =>
        fc.record({
          targetCount: fc.constant(targets),
          count: fc.constant(holders + targets),
          order: fc.shuffledSubarray(
            Array.from({length: holders + targets}, (_, i) => i),
            {minLength: holders + targets},
          ),
          prices: fc.array(fc.integer({min: 0, max: 9}), {
            minLength: (holders + targets) ** 2,
            maxLength: (holders + targets) ** 2,
          }),
        }),
      )
    fc.assert(
      fc.property(cases, ({count, targetCount, order, prices}) => {
        const targets = order.slice(0, targetCount)
        const holders = order.slice(targetCount)
        const price = (from: number, to: number): number => prices[from * count + to]!
        const sources = cheapestFeeding(topologyOf(count, prices), holders, targets)
        const parent = new Map(targets.map((target, i) => [target, sources[i]!]))
        expect(targets.every(target => isFed(target, parent, holders))).toBe(true)
        const cost = targets.reduce((sum, target, i) => sum + price(sources[i]!, target), 0)
        expect(cost).toBe(bruteForce(price, holders, targets))
      }),
      {numRuns: 300, seed: 7},
    )
  })

  test('a ring inside a ring is undone as well', () => {
    // 1 ⇄ 2 is the cheapest pair, 3 ⇄ {1, 2} the next; from holder 0 everything is dear, 3 the least: 0 → 3 8, 3 → 2 3, 2 → 1 1.
    const prices = [0, 20, 20, 8, 9, 0, 1, 2, 9, 1, 0, 2, 9, 4, 3, 0]
    expect(cheapestFeeding(topologyOf(4, prices), [0], [1, 2, 3])).toEqual([2, 3, 0])
  })

  test('ties go to the home, then to another holder by name', () => {
    const even = new Array<number>(16).fill(1)
    expect(cheapestFeeding(topologyOf(4, even), [2, 3], [0, 1])).toEqual([2, 2])
  })
})
