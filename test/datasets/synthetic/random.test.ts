import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {hash32, noiseOf, Random} from '../../../datasets/synthetic/random.js'

const mask = 0xffffffffn

/** The reference code of xoshiro128** 1.1, word by word, in big integers. */
function* reference(seed: readonly [number, number, number, number]): Generator<number> {
  const s = seed.map(word => BigInt(word >>> 0)) as [bigint, bigint, bigint, bigint]
  const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask
  for (;;) {
    yield Number((rotl((s[1] * 5n) & mask, 7n) * 9n) & mask)
    const t = (s[1] << 9n) & mask
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotl(s[3], 11n)
  }
}

const sample = (count: number, draw: (random: Random) => number): number[] => {
  const random = new Random(7)
  return Array.from({length: count}, () => draw(random))
}
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('Random', () => {
  test('gives the numbers of the reference code from any state', () => {
    const word = fc.integer({min: 0, max: 0xffffffff})
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), state => {
        const wanted = reference(state)
        const random = Random.ofState(...state)
        for (let i = 0; i < 20; i++) expect(random.uint32()).toBe(wanted.next().value)
      }),
    )
  })

  test('begins with 11520, 0, 5927040, 70819200 from state 1, 2, 3, 4 as published', () => {
    const random = Random.ofState(1, 2, 3, 4)
    expect([random.uint32(), random.uint32(), random.uint32(), random.uint32()]).toEqual([11520, 0, 5927040, 70819200])
  })

  test('repeats itself for the same seeds and not for others', () => {
    const first = (...seeds: number[]): number => new Random(...seeds).uint32()
    expect(first(1, 2)).toBe(first(1, 2))
    expect(first(1, 2)).not.toBe(first(2, 1))
    expect(first(1)).not.toBe(first(2))
  })

  test('has the means and spreads of its distributions', () => {
    const count = 40_000
    expect(mean(sample(count, r => r.uniform()))).toBeCloseTo(0.5, 2)
    expect(mean(sample(count, r => r.exponential(5)))).toBeCloseTo(5, 0)
    expect(mean(sample(count, r => r.normal() ** 2))).toBeCloseTo(1, 1)
    expect(mean(sample(count, r => (r.logNormal(0.5) < 1 ? 1 : 0)))).toBeCloseTo(0.5, 1)
    expect(mean(sample(count, r => r.poisson(2.5)))).toBeCloseTo(2.5, 1)
    expect(mean(sample(4000, r => r.poisson(100)))).toBeCloseTo(100, -1)
  })

  test('draws a Pareto tail of the wanted exponent within its limits', () => {
    const values = sample(40_000, r => r.pareto(1, 1, 1000))
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...values)).toBeLessThanOrEqual(1000)
    const above = (x: number): number => values.filter(v => v > x).length
    expect(above(10) / above(100)).toBeGreaterThan(8)
    expect(above(10) / above(100)).toBeLessThan(14)
  })

  test('draws ranks and weighted indices within bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({min: 1, max: 500}),
        fc.constantFrom(0.5, 0.8, 1.3),
        (seed, count, exponent) => {
          const random = new Random(seed)
          const rank = random.zipf(count, exponent)
          expect(rank).toBeGreaterThanOrEqual(0)
          expect(rank).toBeLessThan(count)
          expect(random.weighted([0, 2, 2, 5])).toSatisfy((i: number) => i === 1 || i === 3)
        },
      ),
    )
    const ranks = sample(20_000, r => r.zipf(100, 0.8))
    expect(ranks.filter(r => r === 0).length).toBeGreaterThan(ranks.filter(r => r === 9).length * 3)
  })

  test('shuffles into a permutation', () => {
    const items = new Random(3).shuffle(Int32Array.from({length: 50}, (_, i) => i))
    expect(Array.from(items)).not.toEqual(Array.from(items).sort((a, b) => a - b))
    expect(new Set(items).size).toBe(50)
  })
})

test('hashed noise has mean 0 and variance 1', () => {
  const values = Array.from({length: 20_000}, (_, i) => noiseOf(hash32(5, i)))
  expect(mean(values)).toBeCloseTo(0, 1)
  expect(mean(values.map(v => v * v))).toBeCloseTo(1, 1)
})
