import {existsSync} from 'node:fs'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {badInputText} from '../../../datasets/history/index.js'
import {convertSwim} from '../../../datasets/swim/index.js'
import type {BadInput} from '../../../model/errors.js'
import {errorOf, findingsOf, traceLine, traceOf, workFolder} from './traces.js'

let work: Awaited<ReturnType<typeof workFolder>>
beforeAll(async () => {
  work = await workFolder()
})
afterAll(() => work.remove())

const good = 'j0 0 1000 0 900 /a'
const convert = async (content: string | Uint8Array, name = 'bad.tsv') =>
  convertSwim(await work.write(name, content), work.path('history'))

describe('a bad trace', () => {
  test.each([
    ['a negative byte count', 'j1 1 -5 0 1 /a', 'not-whole | 2 | map input bytes | -5'],
    ['a fraction', 'j1 1 5 0.5 1 /a', 'not-whole | 2 | shuffle bytes | 0.5'],
    ['an exponent', 'j1 1 5 0 1e9 /a', 'not-whole | 2 | reduce output bytes | 1e9'],
    ['a count beyond 2^53', 'j1 1 9007199254740994 0 1 /a', 'not-whole | 2 | map input bytes | 9007199254740994'],
    ['a submit time in milliseconds', 'j1 13140000 5 0 1 /a', 'late-submit | 2 | submit time | 13140000'],
    ['a job id twice', 'j0 1 5 0 1 /a', 'duplicate-job | 2 | job id | j0'],
    ['no job id', ' 1 5 0 1 /a', 'no-job-id | 2 | job id'],
    ['no input path', 'j1 1 5 0 1 ', 'no-input-path | 2 | input path'],
    ['a path with the prefix of outputs', 'j1 1 5 0 1 out/a', 'reserved-path | 2 | input path | out/a'],
  ])('with %s is told with its line', async (_, line, wanted) => {
    expect(await findingsOf(convert(traceOf(good, line, 'j9 9 9 0 9 /a')))).toEqual([wanted])
  })

  test('with too few fields, another number than the first line, an output path or bytes that are no UTF-8 is told', async () => {
    const sixFields = 'j1\t1\t0\t5\t0\t1'
    const sevenFields = `${sixFields}\t/a`
    const lines = [
      traceLine(good),
      sixFields,
      sevenFields,
      '',
      'j2\t1\t0\t5\t0\t1\t/a\t/out\t',
      'j3\t1\t0\t5\t0\t1\t/\xff\t\t',
    ]
    expect(await findingsOf(convert(Buffer.from(`${lines.join('\n')}\n`, 'latin1')))).toEqual([
      'not-utf-8 | 6 | j3\t1\t0\t5\t0\t1\t/\uFFFD\t\t',
      `no-input-path | 2 | ${sixFields}`,
      `field-count | 3 | ${sevenFields}`,
      'field-count | 4 | ',
      'output-path | 5 | output path | /out',
    ])
  })

  test('tells all its faults at once, at most 20 of a kind, and leaves nothing behind', async () => {
    const lines = Array.from({length: 30}, (_, i) => `b${i} 1 x 0 1 /a`)
    const error = (await errorOf(convert(traceOf(good, ...lines, good)))) as BadInput
    expect(error.findings).toHaveLength(21)
    expect(error.totals).toEqual({'not-whole': 30, 'duplicate-job': 1})
    expect(badInputText(error)).toContain("column job id, value 'j0': is the job id of line 1 too. Give each job once.")
    expect(existsSync(work.path('history'))).toBe(false)
  })

  test('is told where its gzip is truncated, damaged or none', async () => {
    const text = traceOf(
      ...Array.from({length: 2000}, (_, i) => `j${i} ${i} ${i * 7919} 0 ${(i * 104729) % 9973} /p${i}`),
    )
    const whole = gzipSync(text)
    for (const bytes of [4, whole.length / 2, whole.length - 4]) {
      expect(await findingsOf(convert(whole.subarray(0, bytes), 'bad.tsv.gz'))).toEqual(['truncated-gzip'])
    }
    const damaged = Buffer.from(whole)
    damaged[damaged.length - 6]! ^= 255
    expect(await findingsOf(convert(damaged, 'bad.tsv.gz'))).toEqual(['corrupt-gzip'])
    expect(await findingsOf(convert(text, 'bad.tsv.gz'))).toEqual(['not-gzip'])
  })

  test('is told where it is empty, reads nothing, is one endless line, or does not exist', async () => {
    expect(await findingsOf(convert(''))).toEqual(['empty-file'])
    expect(await findingsOf(convert(gzipSync('')))).toEqual(['empty-file'])
    expect(await findingsOf(convert(traceOf('j0 0 0 0 5 /a')))).toEqual(['no-reads'])
    expect(await findingsOf(convert('x'.repeat(3 << 20)))).toEqual(['long-line | 1'])
    for (const path of ['nowhere.tsv', '.']) {
      const error = await errorOf(convertSwim(work.path(path), work.path('history')))
      expect(error).toMatchObject({code: 'bad-input', message: expect.stringContaining('there is no trace file')})
    }
  })
})
