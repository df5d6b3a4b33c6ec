import {describe, expect, it} from 'vitest'
import {type Coverage, emptyCoverage} from '../../../datasets/ingest/coverage.js'
import {coverageAdvice} from '../../../planner/ingest/coverage-advice.js'
import {coverageSummary} from '../../../planner/ingest/coverage-summary.js'

const all = {exact: 80}
const sure: Coverage = {
  ...emptyCoverage,
  ...{runs: 2, reads: 4, readBytes: 80, region: all, project: all, partitionDay: all, bytes: all},
}
const drop = (reason: string, bytes: number, examples: readonly string[] = [], count = 1) => ({
  ...{reason, count, bytes},
  examples: examples.map(value => ({value, count, bytes})),
})
const advice = (changes: Partial<Coverage>) => coverageAdvice({...sure, ...changes})?.replaceAll('\u00a0', ' ')

describe('advice on a coverage', () => {
  it('has nothing to say where all is exact', () => {
    expect(advice({})).toBeUndefined()
    expect(advice({dropped: [drop('temporary table', 500)]})).toBeUndefined()
  })

  it('says that a plan needs runs where none came in and nothing else explains it', () => {
    expect(coverageAdvice(emptyCoverage)).toMatch(/^No run came in/)
    expect(advice({runs: 0, dropped: [drop('run without region', 9, ['coordinator=x'])]})).toMatch(/add a rule/)
  })

  it('names the places without a rule that cost the most bytes', () => {
    const lost = drop('read of a table without region', 20, ['s3://dc-c-lake/a', 's3://dc-d/b'])
    expect(advice({dropped: [lost], region: {exact: 76, assumed: 4}})).toBe(
      '20 % of bytes are of tables that have no region rule: add a rule for s3://dc-c-lake/a, or s3://dc-d/b.',
    )
    expect(advice({dropped: [lost], region: {exact: 40, assumed: 40}})).toBe(
      '50 % of bytes are of tables or runs whose region is only assumed: add rules to the topology map.',
    )
  })

  it('gives a default where nothing is said that a rule could match', () => {
    const lost = drop('run without region', 0, ['nothing is said of the place'], 3)
    expect(advice({dropped: [lost]})).toBe(
      '3 rows are of runs that have no region rule: give the topology map a default region.',
    )
  })

  it('counts what is broken, what has no size, and puts the project last', () => {
    expect(advice({dropped: [drop('broken: broken-json', 0)]})).toBe(
      '1 row left out as broken: broken-json: mend the export and ingest it again.',
    )
    expect(advice({dropped: [drop('read without bytes', 0, [], 2)]})).toMatch(/^2 rows left out as read without bytes/)
    expect(advice({project: {assumed: 80}, bytes: {exact: 79, wholeTable: 1}})).toMatch(/are sizes of whole tables/)
    expect(advice({project: {assumed: 80}})).toMatch(/^100 % of bytes are of a project/)
  })

  it('a summary has shares of reads: what a dropped write or table would hold is no part of them', () => {
    const dropped = [drop('read of a table without region', 20), drop('table without region', 1e6)]
    const summary = coverageSummary({...sure, dropped, bytes: {exact: 60, apportioned: 20}})
    expect(summary).toMatchObject({droppedShare: 0.2, droppedRows: 2, bytes: {exact: 0.75, apportioned: 0.25}})
  })
})
