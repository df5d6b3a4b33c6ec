import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {orderBySlope} from '../../../algorithms/caching/slope-order.js'

/** Slopes that collide when rounded to 32 bits, overflow or vanish there, or are equal. */
const slope = fc.oneof(
  fc.double({min: 1e-60, max: 1e60, noNaN: true}),
  fc.integer({min: 0, max: 20}).map(n => 1 + n * 1e-12),
  fc.constantFrom(1e-50, 2e-50, 1e39, 2e39, Number.POSITIVE_INFINITY, 3),
)

describe('orderBySlope', () => {
  test('orders by exact falling slope, ties by rising position', () => {
    fc.assert(
      fc.property(fc.array(slope, {maxLength: 200}), slopes => {
        const expected = slopes
          .map((_, i) => i)
          .toSorted((a, b) => (slopes[a] === slopes[b] ? a - b : slopes[b] - slopes[a]))
        expect([...orderBySlope(Float64Array.from(slopes))]).toEqual(expected)
      }),
      {numRuns: 300},
    )
  })
})
