import {describe, expect, it} from 'vitest'
import {type Coverage, emptyCoverage, sumCoverages} from '../../../datasets/ingest/coverage.js'
import {readCoverage} from '../../../datasets/lake/coverage.js'
import {accessOf, day, ingestTold, newFolder, runOf} from '../lake/lake-fixture.js'

describe('coverage', () => {
  it('of all days of a lake is that of the ingest that made it', async () => {
    const lake = newFolder()
    const {coverage} = await ingestTold(lake, intake => {
      for (const [i, date] of ['2026-11-17', '2026-11-18', '2026-11-20'].entries()) {
        const lost = accessOf(`s${i}`, {place: {uri: `s3://lost-${i}/a`}, bytes: 100 + i})
        intake.run(
          runOf(`a-${i}`, date, {
            inputs: [
              accessOf('t', {bytes: 10}),
              accessOf('u', {place: {schema: 'd-west', project: 'p'}, bytes: 5}),
              lost,
            ],
          }),
        )
      }
      intake.drop({reason: 'temporary table', value: 'tmp_1', bytes: 9})
      intake.drop({reason: 'temporary table', value: 'tmp_1', bytes: 9})
      intake.drop({reason: 'temporary table', value: 'tmp_2', startMs: Date.parse('2026-11-18T01:00:00Z')})
      intake.drop({reason: 'temporary table', file: '/x/y.json', row: 7})
    })
    expect(readCoverage(lake, day('2026-11-17'), day('2026-11-20'))).toEqual(coverage)
    expect(coverage.region).toEqual({assumed: 15, exact: 30})
    expect([coverage.fromDay, coverage.toDay]).toEqual(['2026-11-17', '2026-11-20'])
    expect(coverage.dropped).toEqual([
      {
        ...{reason: 'temporary table', count: 4, bytes: 18},
        examples: [
          {value: 'tmp_1', count: 2, bytes: 18},
          {value: 'tmp_2', count: 1, bytes: 0},
        ],
      },
      {
        ...{reason: 'read of a table without region', count: 3, bytes: 303},
        examples: [
          {value: 's3://lost-2/a', count: 1, bytes: 102},
          {value: 's3://lost-1/a', count: 1, bytes: 101},
          {value: 's3://lost-0/a', count: 1, bytes: 100},
        ],
      },
    ])
    const one = readCoverage(lake, day('2026-11-18'), day('2026-11-18'))!
    expect([one.runs, one.readBytes, one.dropped.map(({reason, count}) => [reason, count])]).toEqual([
      1,
      15,
      [
        ['temporary table', 4],
        ['read of a table without region', 1],
      ],
    ])
  })

  it('adds up whatever the order, and nothing is neutral', () => {
    const a: Coverage = {
      ...emptyCoverage,
      ...{
        sources: ['x'],
        fromDay: '2026-11-18',
        toDay: '2026-11-18',
        runs: 1,
        reads: 2,
        readBytes: 9,
        bytes: {exact: 9},
      },
      dropped: [{reason: 'r', count: 1, bytes: 4, examples: [{value: 'v', count: 1, bytes: 4}]}],
    }
    const b: Coverage = {
      ...emptyCoverage,
      ...{
        sources: ['a'],
        fromDay: '2026-11-10',
        toDay: '2026-11-19',
        writes: 5,
        writtenBytes: 3,
        bytes: {assumed: 2, exact: 1},
      },
      dropped: [
        {reason: 'q', count: 7, bytes: 0, examples: []},
        {
          reason: 'r',
          count: 2,
          bytes: 1,
          examples: [
            {value: 'v', count: 1, bytes: 1},
            {value: 'w', count: 1, bytes: 0},
          ],
        },
      ],
    }
    expect(sumCoverages([a, b])).toEqual({
      ...{
        formatVersion: '1.0',
        sources: ['a', 'x'],
        fromDay: '2026-11-10',
        toDay: '2026-11-19',
        runs: 1,
        reads: 2,
        writes: 5,
      },
      ...{
        readBytes: 9,
        writtenBytes: 3,
        region: {},
        project: {},
        partitionDay: {},
        bytes: {assumed: 2, exact: 10},
        corrected: [],
      },
      dropped: [
        {reason: 'q', count: 7, bytes: 0, examples: []},
        {
          reason: 'r',
          count: 3,
          bytes: 5,
          examples: [
            {value: 'v', count: 2, bytes: 5},
            {value: 'w', count: 1, bytes: 0},
          ],
        },
      ],
    })
    expect(sumCoverages([b, a])).toEqual(sumCoverages([a, b]))
    expect(sumCoverages([])).toEqual(emptyCoverage)
  })
})
