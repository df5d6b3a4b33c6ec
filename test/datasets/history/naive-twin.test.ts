import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {generateHistory, writeHistory} from '../../../datasets/synthetic/index.js'
import {parseDay} from '../../../model/days.js'
import {naiveWorkload} from '../../support/naive-workload.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

/** Sums of fractions, and squares beyond 2^53, differ in their last digits by the order of summing. */
const roundedColumns = ['cpuHours', 'demandBytesSquared']

/** Plain arrays, so that a difference is printed with its index. */
const plain = (value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : Array.isArray(value) ? value : value

describe('aggregation by SQL', () => {
  it.each([
    ['yugong', {}],
    ['star', {fromDay: parseDay('2026-10-25'), toDay: parseDay('2026-10-27')}],
    ['adhoc', {toDay: parseDay('2026-10-27')}],
  ])('equals the naive aggregation, column by column, on %s', async (preset, span) => {
    const history = generateHistory({preset: preset as 'yugong', seed: 3, scale: 0.1, days: 6})
    await writeHistory(join(folder, preset), history, 'csv', {force: false})
    const loaded = await openHistoryFolder(join(folder, preset), span)
    try {
      const workload = await loaded.workload()
      const naive = await naiveWorkload(loaded.history)
      expect(workload.dayCount).toBe(naive.dayCount)
      for (const part of ['tables', 'jobs', 'reads', 'writes'] as const) {
        for (const [name, column] of Object.entries(naive[part])) {
          const ours = workload[part][name as keyof (typeof workload)[typeof part]]
          if (roundedColumns.includes(name)) expectClose(ours as ArrayLike<number>, column as ArrayLike<number>)
          else expect(plain(ours), `${part}.${name}`).toEqual(plain(column))
        }
      }
      const observed = new Set(pairsOf(workload.lineage))
      for (const pair of pairsOf(naive.lineage)) expect(observed.has(pair), pair).toBe(true)
    } finally {
      loaded.close()
    }
  })
})

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>): void {
  expect(ours.length).toBe(theirs.length)
  for (let i = 0; i < ours.length; i++)
    expect(Math.abs(ours[i]! - theirs[i]!)).toBeLessThanOrEqual(1e-12 * Math.abs(theirs[i]!))
}

function pairsOf({start, upstream}: {start: ArrayLike<number>; upstream: ArrayLike<number>}): string[] {
  const pairs: string[] = []
  for (let t = 0; t + 1 < start.length; t++) {
    for (let i = start[t]!; i < start[t + 1]!; i++) pairs.push(`${t} ← ${upstream[i]}`)
  }
  return pairs
}
