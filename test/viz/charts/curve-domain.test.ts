import {describe, expect, it} from 'vitest'
import {clipLine, curveDomainBytes, policiesBeyond} from '../../../viz/charts/curve-domain.js'
import type {CurvePoint} from '../../../viz/index.js'
import {sampleReport, usual} from '../report-sample.js'

const point = (replicaBytes: number, wanCostPerDay: number): CurvePoint => ({
  replicaBytes,
  wanCostPerDay,
  wanBytesPerDay: 10 * wanCostPerDay,
})

describe('the right edge of the storage–bandwidth chart', () => {
  it('shows the budget and the plan but not a policy that copies everything', () => {
    const data = sampleReport(usual)
    const edge = curveDomainBytes(data)
    expect(edge).toBeGreaterThan(data.headline.budgetBytes!)
    expect(edge).toBeLessThan(0.31 * data.headline.homeBytes)
    expect(policiesBeyond(data).map(p => p.name)).toEqual(['all'])
  })

  it('cuts a line there by interpolation', () => {
    expect(clipLine([point(0, 100), point(10, 50), point(30, 10)], 20)).toEqual([
      point(0, 100),
      point(10, 50),
      point(20, 30),
    ])
  })

  it('carries a line that ends before on at its last cost, for more storage never costs traffic', () => {
    expect(clipLine([point(0, 100), point(10, 50)], 20)).toEqual([point(0, 100), point(10, 50), point(20, 50)])
  })
})
