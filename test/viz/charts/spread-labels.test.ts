import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {spreadLabels} from '../../../viz/charts/spread-labels.js'

describe('spreadLabels', () => {
  it('leaves labels that do not touch where they are', () => {
    expect(spreadLabels([100, 20, 60], 15, 0, 200)).toEqual([100, 20, 60])
  })

  it('keeps labels apart, in order and in bounds wherever they fit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 300}), {minLength: 1, maxLength: 20}), anchors => {
        const placed = spreadLabels(anchors, 15, 0, 300)
        const sorted = [...placed].sort((a, b) => a - b)
        for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(15 - 1e-9)
        expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9)
        expect(sorted.at(-1)).toBeLessThanOrEqual(300 + 1e-9)
        for (let i = 0; i < anchors.length; i++) {
          for (let j = 0; j < anchors.length; j++)
            if (anchors[i]! < anchors[j]!) expect(placed[i]).toBeLessThan(placed[j]!)
        }
      }),
    )
  })
})
