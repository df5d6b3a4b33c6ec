import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {cp, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Database from 'better-sqlite3'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import type {Config} from '../../../planner/config/schema.js'
import {buildProgram} from './build-program.js'
import {configIn, night, read, tinyHistory} from './night-world.js'

const [before, tonight, tomorrow] = ['2026-10-30', '2026-10-31', '2026-11-01']

let folder: string
let config: Config
let program: string
const at = (...path: string[]) => join(folder, ...path)
/** Ledger and files after the night before: what every killed run begins with. */
const state = ['ledger.db', 'ledger.db.lock', 'out', 'isthmus.prom']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  await tinyHistory(at('history'), 5)
  const {regions} = parse(await readFile(at('history', 'topology.yaml'), 'utf8'))
  config = configIn(folder, {
    ...{trainDays: 3, metricsFile: at('isthmus.prom'), plan: {strategy: 'caching', caching: 'hull'}},
    rails: {tolerance: 0},
    exports: [
      {
        target: 'rucio',
        settings: {
          scope: 'prod',
          rseByRegion: Object.fromEntries(regions.map(({name}: {name: string}) => [name, `DC=${name}`])),
        },
      },
    ],
  })
  await writeFile(at('config.json'), JSON.stringify(config))
  program = await buildProgram('test/planner/nightly/killed-night.ts', at('build'))
  await night({...config, rails: {...config.rails, fillBytesPerLink: 1e9}}, before)
  for (const name of state) await cp(at(name), at('base', name), {recursive: true})
})
afterAll(() => rm(folder, {recursive: true, force: true}))

async function restore(): Promise<void> {
  for (const name of [...state, 'ledger.db-wal', 'ledger.db-shm']) await rm(at(name), {recursive: true, force: true})
  for (const name of state) await cp(at('base', name), at(name), {recursive: true})
}

/** Every row of the ledger but those of the runs, and every file, by name. Rows and files of a broken-off run must not stay. */
async function everything(): Promise<Record<string, string>> {
  const database = new Database(config.ledger, {readonly: true})
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'runs'`)
    .pluck()
    .all()
  const rows = tables.map(table => [String(table), JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all())])
  database.close()
  const names = (await readdir(at('out'), {recursive: true, withFileTypes: true})).filter(entry => entry.isFile())
  const files = await Promise.all(
    names.map(async entry => [
      join(entry.parentPath, entry.name),
      await readFile(join(entry.parentPath, entry.name), 'utf8'),
    ]),
  )
  return Object.fromEntries([...rows, ...files, ['metrics', await readFile(at('isthmus.prom'), 'utf8')]])
}

describe('a night that is killed', () => {
  it('loses nothing: killed at every step (of the export files the first and the last), it is resumed to the same ledger and the same files', async () => {
    const steps: string[] = []
    await night(config, tonight, step => {
      steps.push(step)
    })
    const exports = steps.filter(step => step.includes('exports'))
    const points = steps.filter(step => !exports.slice(1, -1).includes(step))
    const whole = await everything()
    expect(read(config, ledger => ledger.night(tonight))).toMatchObject({step: 'done', decision: 'changed'})
    expect(points.length).toBe(16)
    expect(exports.length).toBeGreaterThan(1)
    for (const step of points) {
      await restore()
      const killed = spawnSync(process.execPath, [program, at('config.json'), tonight, step, 'kill'])
      expect([step, killed.signal, String(killed.stderr)]).toEqual([step, 'SIGKILL', ''])
      const resumed = await night(config, tonight)
      expect([step, resumed.run]).toEqual([step, step === 'done' ? 'unchanged' : 'resumed'])
      expect(await everything()).toEqual(whole)
      const runs = read(config, ledger => ledger.runs().filter(({asOf}) => asOf === tonight))
      expect(runs.map(({outcome}) => outcome)).toEqual(step === 'done' ? ['done'] : ['broken-off', 'done'])
    }
  }, 300_000)

  it('is given up by the next night, and what it put in force stays', async () => {
    await restore()
    spawnSync(process.execPath, [program, at('config.json'), tonight, 'decided', 'kill'])
    const {summary} = await night(config, tomorrow)
    const [broken, done] = read(config, ledger => [ledger.night(tonight)!, ledger.night(tomorrow)!])
    expect(broken.step).toBe('decided')
    expect(done.step).toBe('done')
    expect(summary.actual).toMatchObject({day: tonight, planId: broken.planInForce})
  })

  it('run twice, changes nothing', async () => {
    await restore()
    await night(config, tonight)
    const once = await everything()
    const runs = read(config, ledger => ledger.runs().length)
    expect((await night(config, tonight)).run).toBe('unchanged')
    expect(await everything()).toEqual(once)
    expect(read(config, ledger => ledger.runs().length)).toBe(runs)
    await expect(night(config, before)).rejects.toThrow('is before it')
  })
})

describe('two nights at once', () => {
  it('the second says who has the ledger and leaves; a dead holder blocks nobody', async () => {
    await restore()
    const holder = spawn(process.execPath, [program, at('config.json'), tonight, 'loaded', 'hold'])
    await said(holder)
    await expect(night(config, tonight)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`process ${holder.pid} on child`),
    })
    expect(read(config, ledger => ledger.night(tonight))).toMatchObject({step: 'begun'})
    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
    expect((await night(config, tonight)).run).toBe('resumed')
  })
})

async function said(child: ChildProcess): Promise<void> {
  await once(child.stdout!, 'data')
}
