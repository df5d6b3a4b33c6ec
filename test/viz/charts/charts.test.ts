import {describe, expect, it} from 'vitest'
import {
  backtestChart,
  type ChartSize,
  causesChart,
  hourLoadChart,
  lifeSpanChart,
  linkMatrixChart,
  narrow,
  reductionByMovesChart,
  regionSavingsChart,
  scenarioBarsChart,
  storageByMovesChart,
  storageCurveChart,
  topSourcesChart,
  wide,
} from '../../../viz/index.js'
import {fullReport, sampleWhatIf} from '../report-extras.js'
import {emptyReport, sampleReport, usual} from '../report-sample.js'

const charts = {
  causes: causesChart,
  'life-span': lifeSpanChart,
  'link-matrix': linkMatrixChart,
  'region-savings': regionSavingsChart,
  'storage-curve': storageCurveChart,
}

const {remaining, byCause, hourLoad, backtest, articleFigures, costUnit} = fullReport
const after = byCause.after
const sources = {
  noun: 'table',
  rows: remaining!.tables,
  totalBytesPerDay: after.remoteReadBytesPerDay + after.refreshBytesPerDay + after.writeBackBytesPerDay,
}
const moves = {figures: articleFigures!, costUnit}

/** Charts of parts that not every report has. */
const partCharts: Readonly<Record<string, (size: ChartSize) => string>> = {
  'top-sources': size => topSourcesChart(sources, size),
  'hour-load': size => hourLoadChart(hourLoad!, size),
  'backtest-days': size => backtestChart({backtest: backtest!, costUnit}, size),
  'reduction-by-moves': size => reductionByMovesChart(moves, size),
  'storage-by-moves': size => storageByMovesChart(moves, size),
  'scenario-bars': size => scenarioBarsChart(sampleWhatIf, size),
  'storage-curve-budgets': size => storageCurveChart(fullReport, size),
}

describe.each(Object.entries(partCharts))('%s chart', (name, draw) => {
  it.each([wide, narrow])('looks as it did when last looked at, $name', async size => {
    await expect(draw(size)).toMatchFileSnapshot(`../golden/${name}-${size.name}.svg`)
  })

  it('has a name, a title and a description, and no number that is none', () => {
    expect(draw(wide)).toMatch(
      /^<svg [^>]*role="img" aria-label="[^"]{10,}"[^>]*><title>[^<]{10,}<\/title><desc>[^<]{10,}<\/desc>/,
    )
    expect(draw(narrow)).not.toMatch(/NaN|Infinity|undefined|null/)
    expect(draw(wide).replace(/<title>[^<]*<\/title>/g, '')).not.toMatch(/="[^"]*\d\.\d{3}/)
  })
})

describe('charts of nothing', () => {
  it('draw no number that is none', () => {
    const none = {figures: {reductionByMoves: [], storageByMoves: []}, costUnit}
    const zeros = Array.from({length: 24}, () => 0)
    const drawn = [
      topSourcesChart({noun: 'job', rows: [], totalBytesPerDay: 0}, wide),
      hourLoadChart({before: zeros, after: zeros}, narrow),
      backtestChart({backtest: {trainDays: 1, strategies: []}, costUnit}, wide),
      reductionByMovesChart(none, wide),
      storageByMovesChart(none, narrow),
      scenarioBarsChart({...sampleWhatIf, base: {name: 'x', changes: [], refused: 'y'}, scenarios: []}, wide),
    ]
    for (const svg of drawn) expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
  })
})

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
