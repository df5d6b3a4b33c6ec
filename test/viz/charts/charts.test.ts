import {describe, expect, it} from 'vitest'
import {
  causesChart,
  lifeSpanChart,
  linkMatrixChart,
  narrow,
  regionSavingsChart,
  storageCurveChart,
  wide,
} from '../../../viz/index.js'
import {emptyReport, sampleReport, usual} from '../report-sample.js'

const charts = {
  causes: causesChart,
  'life-span': lifeSpanChart,
  'link-matrix': linkMatrixChart,
  'region-savings': regionSavingsChart,
  'storage-curve': storageCurveChart,
}

describe.each(Object.entries(charts))('%s chart', (name, draw) => {
  it.each([wide, narrow])('looks as it did when last looked at, $name', async size => {
    await expect(draw(sampleReport(usual), size)).toMatchFileSnapshot(`../golden/${name}-${size.name}.svg`)
  })

  it('has a name, a title and a description for those who cannot see it', () => {
    const svg = draw(sampleReport(usual), wide)
    expect(svg).toMatch(
      /^<svg [^>]*role="img" aria-label="[^"]{10,}"[^>]*><title>[^<]{10,}<\/title><desc>[^<]{10,}<\/desc>/,
    )
  })

  it('cuts coordinates to two decimals', () => {
    expect(draw(sampleReport(usual), wide).replace(/<title>[^<]*<\/title>/g, '')).not.toMatch(/\d\.\d{3}/)
  })

  it('draws no traffic at all without a number that is none', () => {
    for (const size of [wide, narrow]) expect(draw(emptyReport, size)).not.toMatch(/NaN|Infinity|undefined|null/)
  })
})
