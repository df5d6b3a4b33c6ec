import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type CurvePoint, thinCurve} from '../../viz/index.js'

const point = (replicaBytes: number, wanCostPerDay: number): CurvePoint => ({
  replicaBytes,
  wanCostPerDay,
  wanBytesPerDay: 0,
})

describe('thinCurve', () => {
  it('keeps the first and the last point, the order, and at most the points asked for', () => {
    const curves = fc.array(fc.tuple(fc.nat(1e9), fc.nat(1e9)), {minLength: 2, maxLength: 200})
    fc.assert(
      fc.property(curves, fc.integer({min: 2, max: 50}), (pairs, maxCount) => {
        const points = pairs.map(([x, y]) => point(x, y)).sort((a, b) => a.replicaBytes - b.replicaBytes)
        const thin = thinCurve(points, maxCount)
        expect(thin.length).toBeLessThanOrEqual(maxCount)
        expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)])
        expect(thin.map(p => points.indexOf(p))).toEqual(thin.map(p => points.indexOf(p)).sort((a, b) => a - b))
      }),
    )
  })

  it('spends its points where the curve bends', () => {
    const points = Array.from({length: 10_001}, (_, i) => point(i, Math.exp(-i / 50)))
    const thin = thinCurve(points, 101)
    expect(thin.filter(p => p.replicaBytes < 200).length).toBeGreaterThan(40)
  })
})
