import {describe, expect, it} from 'vitest'
import {coverageChart, coverageFinding} from '../../viz/charts/coverage-bars.js'
import {narrow, wide} from '../../viz/charts/frame.js'
import type {CoverageFigures} from '../../viz/coverage-data.js'
import {aspectWords, coverageSentence, droppedShare, originShare} from '../../viz/coverage-words.js'
import {fullReport} from './report-extras.js'

const sample = fullReport.coverage!
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const withBytes = (bytes: CoverageFigures['aspects'][0]['bytes'], rest: Partial<CoverageFigures> = {}) => ({
  ...sample,
  aspects: [{name: 'bytes', label: 'Bytes', bytes} as const],
  ...rest,
})

describe('coverage in words', () => {
  it('says how bytes are known and what was dropped', () => {
    const dropped = [{reason: 'x', count: 2, bytes: 4, examples: []}]
    const coverage = withBytes({exact: 92, apportioned: 5, assumed: 3}, {readBytes: 96, droppedBytes: 4, dropped})
    expect(plain(coverageSentence(coverage))).toBe(
      '92 % of bytes exact, 5 % apportioned, 3 % assumed; 4 % of the bytes seen were dropped',
    )
    expect(droppedShare(coverage)).toBe(0.04)
    const known = withBytes({exact: 1}, {droppedBytes: 0, dropped: [{reason: 'x', count: 1, bytes: 0, examples: []}]})
    expect(plain(coverageSentence(known))).toBe('100 % of bytes exact; 1 row without bytes was dropped')
    expect(plain(coverageSentence(withBytes({}, {readBytes: 0, droppedBytes: 0, dropped: []})))).toBe(
      'nothing was read; nothing was dropped',
    )
  })

  it('shares of nothing are nothing', () => {
    expect(originShare({name: 'bytes', label: 'Bytes', bytes: {}}, 'exact')).toBe(0)
    expect(aspectWords({name: 'bytes', label: 'Bytes', bytes: {}})).toBe('nothing known')
  })

  it('names the aspect that is the least certain; what needs no day is not uncertain', () => {
    expect(plain(coverageFinding(sample))).toBe(
      'The number of bytes is the least certain: exact for 50 % of the bytes read',
    )
    const sure = {
      ...sample,
      aspects: [{name: 'partitionDay', label: 'Partition day', bytes: {exact: 1, none: 2}} as const],
    }
    expect(coverageFinding(sure)).toBe('Every byte read is known exactly: how much, of which day, where')
    expect(coverageFinding({...sample, readBytes: 0})).toBe('The sources show no bytes read')
  })

  it.each([
    ['wide', wide],
    ['narrow', narrow],
  ] as const)('the %s chart is the one that was last looked at', async (name, size) => {
    await expect(coverageChart(sample, size)).toMatchFileSnapshot(`golden/coverage-${name}.svg`)
  })

  it('draws nothing where nothing was read', () => {
    const empty = {...sample, readBytes: 0, aspects: sample.aspects.map(aspect => ({...aspect, bytes: {}}))}
    expect(coverageChart(empty, wide)).not.toMatch(/NaN|Infinity|undefined/)
  })
})
