import fc from 'fast-check'
import {expect, test} from 'vitest'
import {AccessMix} from '../../../datasets/synthetic/access-mix.js'
import {generateHistory} from '../../../datasets/synthetic/index.js'
import {drawAges} from '../../../datasets/synthetic/look-back.js'
import {partitionBytesOn} from '../../../datasets/synthetic/partition-bytes.js'
import {presets} from '../../../datasets/synthetic/presets/index.js'
import {Random} from '../../../datasets/synthetic/random.js'

test('ages rise, stay below the limit and are never none', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({min: 1, max: 31}),
      fc.constantFrom(...Object.values(presets)),
      (seed, limit, p) => {
        const ages: number[] = []
        drawAges(p.lookBack, limit, new Random(seed), ages)
        expect(ages.length).toBeGreaterThan(0)
        expect(ages).toEqual([...new Set(ages)].sort((a, b) => a - b))
        expect(ages.at(-1)).toBeLessThan(limit)
      },
    ),
    {numRuns: 500},
  )
})

test('quota sampling keeps to its shares of bytes where sizes have a heavy tail', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = new Random(seed)
    const mix = new AccessMix(0.6, 0.3)
    const bytes = [0, 0, 0]
    for (let i = 0; i < 2000; ) {
      const accessClass = mix.draw(random, 1)
      const size = random.pareto(0.9, 1, 10_000)
      if (!mix.fits(accessClass, size, i / 2000)) continue
      mix.add(accessClass, 1, size)
      bytes[accessClass]! += size
      i++
    }
    const total = bytes[0]! + bytes[1]! + bytes[2]!
    expect(Math.abs(bytes[2]! / total - 0.3)).toBeLessThan(0.03)
    expect(Math.abs(bytes[0]! / total - 0.4)).toBeLessThan(0.03)
  }
})

test('a class that runs ahead of its share is hardly drawn until the others have caught up', () => {
  const random = new Random(1)
  const mix = new AccessMix(0.6, 0.3)
  mix.add(0, 1000, 1e6)
  mix.add(1, 200, 2e5)
  mix.add(2, 200, 2e5)
  const drawn = [0, 0, 0]
  for (let i = 0; i < 1000; i++) drawn[mix.draw(random, 1)]! += 1
  expect(drawn[0]).toBeLessThan(10)
  expect(Math.min(drawn[1]!, drawn[2]!)).toBeGreaterThan(300)
})

test('partitions of even tables stay near their typical size, and weekends of some tables are small', () => {
  const h = generateHistory({preset: 'yugong', seed: 1})
  let small = 0
  h.tables.names.forEach((_, t) => {
    const saturday = partitionBytesOn(h, t, h.firstDay + 1) / h.tables.typicalBytes[t]!
    if (h.tables.uneven[t]) small += saturday < 0.8 ? 1 : 0
    else expect(Math.abs(saturday - 1)).toBeLessThan(0.15)
  })
  expect(small).toBeGreaterThan(30)
})
