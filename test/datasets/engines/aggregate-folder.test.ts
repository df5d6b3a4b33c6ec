import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {embeddedEngine} from '../../../datasets/engines/embedded.js'
import type {LoadedHistory} from '../../../datasets/history/index.js'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {formatDay} from '../../../model/days.js'
import {verify} from '../../../model/verifier/index.js'
import type {Workload} from '../../../model/workload.js'
import {randomPlan} from '../../support/random-history.js'
import {trickySpec, writeParquetFolder} from './parquet-folder.js'

const scratch = mkdtempSync(join(tmpdir(), 'isthmus-aggregate-'))
afterAll(() => rmSync(scratch, {recursive: true}))

async function using<T>(folder: string, options: object, work: (loaded: LoadedHistory) => Promise<T>): Promise<T> {
  const loaded = await openHistoryFolder(folder, options)
  try {
    return await work(loaded)
  } finally {
    loaded.close()
  }
}

const workloadOf = (folder: string, options = {}): Promise<Workload> =>
  using(folder, options, loaded => loaded.workload({daily: true}))

describe('an aggregate folder', () => {
  it.each([1, 2, 3, 4, 5, 6])('has the workload of its history, to the byte (history %i)', async seed => {
    const spec = trickySpec(seed)
    const history = await writeParquetFolder(join(scratch, `history-${seed}`), spec)
    const span = seed % 2 === 0 ? {} : {fromDay: (spec.fromDay as number) + 2, toDay: (spec.toDay as number) - 1}
    const folder = join(scratch, `aggregate-${seed}`)
    const manifest = await embeddedEngine.aggregate(history, folder, span)
    const workload = await workloadOf(history, span)
    expect(workload.reads.table.length).toBeGreaterThan(10)
    expect(manifest.fromDay).toBe(formatDay(workload.fromDay))
    expect(await workloadOf(folder)).toEqual(workload)
  })

  it.each([11, 12, 13, 14])('lets the verifier come to the same account (history %i)', async seed => {
    const spec = trickySpec(seed)
    const history = await writeParquetFolder(join(scratch, `history-${seed}`), spec)
    const folder = join(scratch, `aggregate-${seed}`)
    const span = {fromDay: (spec.fromDay as number) + 1, toDay: spec.toDay as number}
    await embeddedEngine.aggregate(history, folder, span)
    const plan = randomPlan(seed, spec)
    const accounts = []
    for (const [path, options] of [
      [history, span],
      [folder, {}],
    ] as const) {
      accounts.push(await using(path, options, loaded => verify(loaded.history, plan)))
    }
    expect(accounts[0]!.before.traffic.remoteReads).toBeGreaterThan(5)
    for (const side of ['before', 'after'] as const) {
      const {costByDay, ...exact} = accounts[0]![side]
      const {costByDay: costAgain, ...again} = accounts[1]![side]
      expect(again).toEqual(exact)
      costByDay!.forEach((cost, day) => {
        expect(costAgain![day]! / (cost || 1)).toBeCloseTo(cost === 0 ? 0 : 1, 12)
      })
    }
    expect(accounts[1]!.localisedReads).toBe(accounts[0]!.localisedReads)
  })

  it('refuses other days, and a folder that is not whole', async () => {
    const spec = trickySpec(21)
    const history = await writeParquetFolder(join(scratch, 'history-21'), spec)
    const folder = join(scratch, 'aggregate-21')
    await embeddedEngine.aggregate(history, folder, {})
    await expect(openHistoryFolder(folder, {toDay: (spec.toDay as number) - 1})).rejects.toThrow(/were asked for/)
    rmSync(join(folder, 'read_fact'), {recursive: true})
    await expect(openHistoryFolder(folder)).rejects.toThrow(/lacks read_fact\//)
    writeFileSync(join(folder, 'aggregate.json'), '{"formatVersion": "2.0"}')
    await expect(openHistoryFolder(folder)).rejects.toThrow(/no manifest of an aggregate: formatVersion/)
    writeFileSync(join(folder, 'aggregate.json'), '{"formatVersion"')
    await expect(openHistoryFolder(folder)).rejects.toThrow(/no manifest of an aggregate: is no JSON/)
  })

  it('replaces an aggregate as a whole and nothing else', async () => {
    const history = await writeParquetFolder(join(scratch, 'history-22'), trickySpec(22))
    const mine = join(scratch, 'mine')
    mkdirSync(mine)
    writeFileSync(join(mine, 'thesis.txt'), 'do not lose')
    await expect(embeddedEngine.aggregate(history, mine, {})).rejects.toThrow(/no aggregate/)
    expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('do not lose')
    const folder = join(scratch, 'aggregate-22')
    await embeddedEngine.aggregate(history, folder, {})
    const before = readFileSync(join(folder, 'aggregate.json'), 'utf8')
    const controller = new AbortController()
    const onProgress = (stage: string) => stage === 'writing' && controller.abort()
    await expect(embeddedEngine.aggregate(history, folder, {onProgress, signal: controller.signal})).rejects.toThrow()
    expect(readFileSync(join(folder, 'aggregate.json'), 'utf8')).toBe(before)
    expect(readdirSync(scratch).filter(name => name.startsWith('.'))).toEqual([])
    await embeddedEngine.aggregate(history, folder, {})
    expect(readFileSync(join(folder, 'aggregate.json'), 'utf8')).toBe(before)
  })
})
