import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, describe, expect, it} from 'vitest'
import {Interrupted, interruptible} from '../../../planner/ingest/interruption.js'
import {isthmus} from '../../support/command.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const listeners = () => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]

describe('interruptible', () => {
  it('stops the work with the exit code of the signal, and listens no longer', async () => {
    const before = listeners()
    for (const [name, exitCode] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const work = interruptible(async signal => {
        expect(listeners()).toEqual(before.map(count => count + 1))
        process.emit(name)
        expect(listeners()).toEqual(before)
        signal.throwIfAborted()
      })
      await expect(work).rejects.toMatchObject({name: 'Interrupted', exitCode, stopSignal: name})
      await expect(work).rejects.toBeInstanceOf(Interrupted)
    }
    expect(await interruptible(async () => 7)).toBe(7)
    await expect(interruptible(() => Promise.reject(new Error('other')))).rejects.toThrow('other')
    expect(listeners()).toEqual(before)
  })
})

describe('an ingest that is interrupted', () => {
  const topology = {formatVersion: '1.0', regions: [{name: 'a'}]}
  const event = (i: number) =>
    JSON.stringify({
      metadata: {queryId: `q${i}`, queryState: 'FINISHED', query: 'select 1'},
      context: {source: 's', environment: 'e'},
      statistics: {physicalInputBytes: 10},
      ioMetadata: {inputs: [{catalogName: 'c', schema: 's', table: `t${i % 100}`, physicalInputBytes: 10}]},
      createTime: `2026-11-18T03:00:00Z`,
      endTime: '2026-11-18T03:00:41Z',
    })
  writeFileSync(join(folder, 'map.json'), JSON.stringify({formatVersion: '1.0', topology, default: {region: 'a'}}))
  writeFileSync(join(folder, 'small.ndjson'), event(0))
  writeFileSync(join(folder, 'large.ndjson'), Array.from({length: 60_000}, (_, i) => event(i)).join('\n'))
  const lake = join(folder, 'lake')
  const ingest = (file: string) => {
    const where = ['--topology', join(folder, 'map.json'), '--into', lake]
    return isthmus('ingest', '--source', 'trino', join(folder, file), ...where, '--output', 'json')
  }

  it('leaves the history as it was, and can be run again', async () => {
    expect((await ingest('small.ndjson')).exitCode).toBe(0)
    const before = readdirSync(lake, {recursive: true}).sort()
    const running = ingest('large.ndjson')
    for (let i = 0; i < 2000 && !readdirSync(lake).some(name => name.startsWith('_staging-')); i++) await pause(2)
    await pause(50)
    process.emit('SIGTERM')
    const stopped = await running
    expect(stopped).toEqual({
      exitCode: 143,
      stdout: '',
      stderr: 'isthmus: SIGTERM: stopped; the history is as it was\n',
    })
    expect(readdirSync(lake, {recursive: true}).sort()).toEqual(before)
    expect(existsSync(join(lake, '_commit.json'))).toBe(false)
    const {coverage} = JSON.parse((await ingest('large.ndjson')).stdout)
    expect(coverage.reads).toBe(60_000)
  })
})
