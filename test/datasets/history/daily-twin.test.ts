import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {generateHistory, writeHistory} from '../../../datasets/synthetic/index.js'
import {parseDay} from '../../../model/days.js'
import type {Workload} from '../../../model/workload.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {removeFolders, tiny, writeFolder} from './tiny-folder.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
})
afterAll(async () => {
  removeFolders()
  await rm(folder, {recursive: true, force: true})
})

const dailyOf = ({reads}: Workload) => ({
  start: Array.from(reads.daily!.start as ArrayLike<number>),
  day: Array.from(reads.daily!.day as ArrayLike<number>),
  bytes: Array.from(reads.daily!.bytes as ArrayLike<number>),
})

describe('demand day by day', () => {
  it.each([
    ['yugong', {}],
    ['adhoc', {fromDay: parseDay('2026-10-25'), toDay: parseDay('2026-10-27')}],
  ])('equals the naive aggregation on %s', async (preset, span) => {
    const history = generateHistory({preset, seed: 5, scale: 0.1, days: 6})
    await writeHistory(join(folder, preset), history, 'csv', {force: false})
    const loaded = await openHistoryFolder(join(folder, preset), span)
    try {
      const workload = await loaded.workload({daily: true})
      expect(dailyOf(workload)).toEqual(dailyOf(await naiveWorkload(loaded.history, {daily: true})))
    } finally {
      loaded.close()
    }
  })

  it('lists the days with demand of each fact, those of failed runs left out', async () => {
    const loaded = await openHistoryFolder(writeFolder(tiny))
    const workload = await loaded.workload({daily: true})
    loaded.close()
    expect(dailyOf(workload)).toEqual({
      start: [0, 1, 3, 4, 6],
      day: [2, 0, 1, 1, 0, 1],
      bytes: [20, 900, 1100, 100, 50, 70],
    })
  })

  it('comes only where asked for and changes nothing else, the fingerprint neither', async () => {
    const loaded = await openHistoryFolder(writeFolder(tiny))
    const daily = await loaded.workload({daily: true})
    const plain = await loaded.workload()
    expect(await loaded.workload({daily: true})).toBe(daily)
    expect(await loaded.workload({daily: false})).toBe(plain)
    loaded.close()
    const {daily: added, ...reads} = daily.reads
    expect(added).toBeDefined()
    expect({...daily, reads}).toEqual(plain)
  })
})
