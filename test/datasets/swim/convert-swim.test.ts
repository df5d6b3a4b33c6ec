import {mkdir, readdir, writeFile} from 'node:fs/promises'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {convertSwim} from '../../../datasets/swim/index.js'
import {parseDay} from '../../../model/days.js'
import {errorOf, filesOf, rowsOf, traceOf, workFolder} from './traces.js'

let work: Awaited<ReturnType<typeof workFolder>>
beforeAll(async () => {
  work = await workFolder()
})
afterAll(() => work.remove())

const jobs = [
  'j0 5 1000 0 900 /a',
  'j1 3599 400 50 3 /a',
  'j2 3600 1000 0 800 /a',
  'j3 3700 0 0 70 /b',
  'j4 10800 600 20 0 /c',
  'j5 10801 0 0 0 /c',
]
const columns = (rows: string[][], ...wanted: number[]) => rows.map(row => wanted.map(i => row[i]).join(' '))

describe('convertSwim', () => {
  test('makes days of hours, jobs of a path and a shape, tables of paths and of what jobs put out', async () => {
    const folder = work.path('tiny')
    await convertSwim(await work.write('tiny.tsv', traceOf(...jobs)), folder)
    expect(columns(await rowsOf(folder, 'runs'), 0, 1, 4)).toEqual([
      'j0 /a/map-keep 2010-10-01T00:02:00Z',
      'j1 /a/reduce-shrink 2010-10-01T23:59:36Z',
      'j2 /a/map-keep 2010-10-02T00:00:00Z',
      'j3 /b/map-grow 2010-10-02T00:40:00Z',
      'j4 /c/reduce-shrink 2010-10-04T00:00:00Z',
      'j5 /c/map-keep 2010-10-04T00:00:24Z',
    ])
    expect(columns(await rowsOf(folder, 'tables'), 0, 2, 3, 4)).toEqual([
      '/a 1000 1 true',
      '/c 600 1 true',
      'out//a/map-keep 900 1 true',
      'out//a/reduce-shrink 3 1 true',
      'out//b/map-grow 70 1 true',
    ])
    expect(columns(await rowsOf(folder, 'reads'), 0, 1, 2, 3)).toEqual([
      'j0 /a  1000',
      'j1 /a  400',
      'j2 /a  1000',
      'j4 /c  600',
    ])
    expect(columns(await rowsOf(folder, 'writes'), 0, 1, 2, 3)).toEqual([
      'j0 out//a/map-keep  900',
      'j1 out//a/reduce-shrink  3',
      'j2 out//a/map-keep  800',
      'j3 out//b/map-grow  70',
    ])
  })

  test('counts what it kept and what it dropped', async () => {
    const summary = await convertSwim(await work.write('sum.tsv', traceOf(...jobs)), work.path('sum'), {
      crossProjectShare: 1,
      crossRegionShare: 1,
    })
    expect(summary).toEqual({
      lines: 6,
      runs: 6,
      from: '2010-10-01',
      to: '2010-10-04',
      days: 3,
      jobs: 5,
      jobsOnSeveralDays: 1,
      runsOfJobsOnSeveralDays: 2,
      inputTables: 2,
      outputTables: 3,
      inputTableBytes: 1600,
      outputTableBytes: 973,
      reads: 4,
      readBytes: 3000,
      partialReads: 1,
      rereads: 2,
      rereadBytes: 1400,
      rereadsOfEarlierDays: 1,
      rereadBytesOfEarlierDays: 1000,
      crossProjectReads: 4,
      crossProjectBytes: 3000,
      crossRegionReads: 4,
      crossRegionBytes: 3000,
      writes: 4,
      writtenBytes: 1773,
      dropped: {emptyReads: 2, emptyWrites: 2, emptyPaths: 1, shuffleBytes: 70},
    })
  })

  test('reads back as a history of snapshot tables with one budget of 3 % and one price', async () => {
    const folder = work.path('back')
    const odd = 'j6 10900 7 0 7 /d,"e"'
    await convertSwim(await work.write('back.tsv', traceOf(...jobs, odd)), folder, {firstDay: '2026-02-27'})
    const loaded = await openHistoryFolder(folder)
    const {history} = loaded
    const workload = await loaded.workload()
    loaded.close()
    expect(history.fromDay).toBe(parseDay('2026-02-27'))
    expect(history.toDay).toBe(parseDay('2026-03-02'))
    expect(history.topology.regions.map(region => region.name)).toEqual([
      'region-1',
      'region-2',
      'region-3',
      'region-4',
    ])
    expect([...history.topology.linkPricePerByte].filter(price => price === 1e-9)).toHaveLength(12)
    expect(history.topology.replicaBudgetRatio).toBe(0.03)
    expect(history.projects.names).toHaveLength(24)
    expect(workload.tables.names).toContain('/d,"e"')
    expect(Array.from(workload.tables.snapshot)).toEqual(workload.tables.names.map(() => 1))
    expect(workload.tables.homeBytes).toEqual(workload.tables.partitionBytes)
  })

  test('keeps one version at home of a table that a span of days does not see', async () => {
    const folder = work.path('span')
    await convertSwim(await work.write('span.tsv', traceOf(...jobs)), folder)
    const loaded = await openHistoryFolder(folder, {fromDay: parseDay('2010-10-01'), toDay: parseDay('2010-10-02')})
    const {tables} = await loaded.workload()
    loaded.close()
    expect(tables.homeBytes[tables.names.indexOf('/c')]).toBe(600)
  })

  test('gives the same bytes again, gzipped or not, with either line end, and others for another seed', async () => {
    const text = traceOf(...jobs)
    const variants = {
      plain: text,
      again: text,
      gzip: gzipSync(text),
      twoMembers: Buffer.concat([gzipSync(text.slice(0, 50)), gzipSync(text.slice(50))]),
      windows: `\uFEFF${text.replaceAll('\n', '\r\n')}`,
      noLastNewline: text.slice(0, -1),
    }
    await mkdir(work.path('same'))
    const outcomes = []
    for (const [name, content] of Object.entries(variants)) {
      await convertSwim(await work.write('same/trace', content), work.path(name))
      outcomes.push(await filesOf(work.path(name)))
    }
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
    await convertSwim(work.path('same/trace'), work.path('seed2'), {seed: 2})
    expect((await filesOf(work.path('seed2')))['runs.csv']).not.toBe(outcomes[0]!['runs.csv'])
  })

  test.each(['csv.gz', 'ndjson'] as const)('writes %s that reads back as the CSV does', async format => {
    const trace = await work.write('format.tsv', traceOf(...jobs))
    const fingerprints = []
    for (const wanted of ['csv', format] as const) {
      const folder = work.path(`${format}-${wanted}`)
      await convertSwim(trace, folder, {format: wanted})
      const loaded = await openHistoryFolder(folder)
      fingerprints.push((await loaded.workload()).fingerprint)
      loaded.close()
    }
    expect(fingerprints[1]).toBe(fingerprints[0])
  })

  test('reads back where no job puts anything out', async () => {
    const folder = work.path('no-output')
    const trace = await work.write('no-output.tsv', traceOf('j0 0 5 0 0 /a', 'j1 1 3 0 0 /a'))
    await convertSwim(trace, folder, {format: 'ndjson'})
    const loaded = await openHistoryFolder(folder)
    expect(loaded.rowCounts).toMatchObject({tables: 1, runs: 2, reads: 2, writes: 0})
    loaded.close()
  })

  test('replaces a history of its own only when forced, and never another folder', async () => {
    const trace = await work.write('force.tsv', traceOf(...jobs))
    const folder = work.path('force')
    await convertSwim(trace, folder)
    const before = await filesOf(folder)
    expect(await errorOf(convertSwim(trace, folder, {seed: 2}))).toMatchObject({code: 'usage'})
    expect(await filesOf(folder)).toEqual(before)
    await convertSwim(trace, folder, {seed: 2, force: true})
    expect(await filesOf(folder)).not.toEqual(before)
    await mkdir(work.path('foreign'))
    await writeFile(work.path('foreign/letter.txt'), 'mine')
    expect(await errorOf(convertSwim(trace, work.path('foreign'), {force: true}))).toMatchObject({code: 'usage'})
    expect(await readdir(work.path('foreign'))).toEqual(['letter.txt'])
  })

  test.each([
    ['seed', {seed: 1.5}],
    ['regions', {regions: 1}],
    ['projects', {regions: 4, projects: 7}],
    ['firstDay', {firstDay: '2010-02-30'}],
    ['crossProjectShare', {crossProjectShare: 1.1}],
    ['crossRegionShare', {crossProjectShare: 0.2, crossRegionShare: 0.3}],
    ['format', {format: 'xml' as 'csv'}],
  ])('refuses option %s out of its range', async (option, options) => {
    const trace = await work.write('options.tsv', traceOf(...jobs))
    const error = await errorOf(convertSwim(trace, work.path('options'), options))
    expect(error).toMatchObject({code: 'usage', message: expect.stringContaining(`option ${option} is`)})
  })
})
