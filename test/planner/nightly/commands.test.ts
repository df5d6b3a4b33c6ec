import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest'
import yargs from 'yargs'
import {type ErrorCode, IsthmusError} from '../../../model/errors.js'
import {configCommand} from '../../../planner/commands/config.js'
import {historyCommand} from '../../../planner/commands/history.js'
import {nightlyCommand} from '../../../planner/commands/nightly.js'
import {showCommand} from '../../../planner/commands/show.js'
import {closeLink, generateHistory} from './night-world.js'

let folder: string
const at = (...path: string[]) => join(folder, ...path)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  await generateHistory(at('history'), 12, 0.1)
  await writeFile(
    at('isthmus.yaml'),
    'history: history\nledger: ledger.db\nout: out\ntrainDays: 6\nplan: {strategy: caching, caching: hull}\n',
  )
})
afterAll(() => rm(folder, {recursive: true, force: true}))

async function run(...argv: string[]): Promise<{exitCode: number; stdout: string; error?: ErrorCode}> {
  const stdout: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation(text => stdout.push(String(text)) > 0)
  const outcome = {exitCode: 0}
  try {
    await yargs()
      .command([nightlyCommand, historyCommand, showCommand, configCommand] as never)
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new IsthmusError('usage', message, '')
      })
      .parseAsync(argv, {outcome})
    return {exitCode: outcome.exitCode, stdout: stdout.join('')}
  } catch (error) {
    if (!(error instanceof IsthmusError)) throw error
    return {exitCode: 1, stdout: stdout.join(''), error: error.code}
  } finally {
    spy.mockRestore()
  }
}
const config = () => ['--config', at('isthmus.yaml')]

describe('isthmus nightly, history and show', () => {
  it('plans, prints, remembers, and exits with 7 where there are alarms', async () => {
    const first = await run('nightly', ...config(), '--as-of', '2026-10-31', '--output', 'json')
    expect(first.exitCode).toBe(0)
    const night = JSON.parse(first.stdout)
    expect(night).toMatchObject({run: 'done', decision: 'changed', asOf: '2026-10-31', alarms: []})
    const plan = JSON.parse(await readFile(at('out', 'plan.json'), 'utf8'))
    expect(plan.planId).toBe(night.planInForce)
    const link = night.predicted.links.reduce((a: {bytes: number}, b: {bytes: number}) => (b.bytes > a.bytes ? b : a))
    await closeLink(at('history'), link.fromRegion, link.toRegion)
    const second = await run('nightly', ...config(), '--as-of', '2026-11-01')
    expect(second.exitCode).toBe(7)
    expect(second.stdout).toContain('link-closed')
    expect((await run('nightly', ...config(), '--as-of', '2026-11-01')).exitCode).toBe(7)

    const history = await run('history', ...config())
    expect(history.stdout).toContain('2026-11-01')
    expect(history.stdout).toContain(night.planInForce)
    const {nights, runs} = JSON.parse((await run('history', '--ledger', at('ledger.db'), '--output', 'json')).stdout)
    expect(nights.map(({asOf, step}: {asOf: string; step: string}) => [asOf, step])).toEqual([
      ['2026-10-31', 'done'],
      ['2026-11-01', 'done'],
    ])
    expect(runs).toHaveLength(2)
    expect(JSON.parse((await run('show', night.planInForce, ...config(), '--output', 'json')).stdout)).toEqual(plan)
    expect((await run('show', night.planInForce.slice(0, 14), ...config())).stdout).toContain('In force since')
  })

  it('says what is wrong: stale history, no such plan, no ledger, two ways to name it', async () => {
    expect(await run('nightly', ...config(), '--as-of', '2026-12-01')).toMatchObject({error: 'bad-input'})
    const {runs} = JSON.parse((await run('history', ...config(), '--output', 'json')).stdout)
    expect(runs.at(-1)).toMatchObject({
      outcome: 'failed',
      asOf: '2026-12-01',
      message: expect.stringContaining('the history is stale'),
    })
    expect(await run('nightly', ...config(), '--as-of', '2026-11-05')).toMatchObject({error: 'bad-input'})
    expect(await run('nightly', ...config(), '--as-of', '2026-11-02')).toMatchObject({exitCode: expect.any(Number)})
    expect(await run('nightly', ...config(), '--as-of', '2026-10-31')).toMatchObject({error: 'usage'})
    expect(await run('show', 'nothing', ...config())).toMatchObject({error: 'usage'})
    expect(await run('history', '--ledger', at('none.db'))).toMatchObject({error: 'bad-input'})
    expect(await run('history', '--ledger', at('ledger.db'), ...config())).toMatchObject({error: 'usage'})
  })
})

describe('isthmus config', () => {
  it('validates and explains', async () => {
    expect((await run('config', 'validate', ...config())).stdout).toContain('valid')
    const rows = JSON.parse(
      (await run('config', 'explain', ...config(), '--set', 'trainDays=9', '--output', 'json')).stdout,
    )
    expect(rows).toContainEqual({setting: 'trainDays', value: 9, origin: '--set', variable: 'ISTHMUS_TRAIN_DAYS'})
    expect(await run('config', 'validate', ...config(), '--set', 'rails.mostMoves=2')).toMatchObject({
      error: 'bad-input',
    })
    expect((await run('config', 'explain')).error).toBe('usage')
    expect(JSON.parse((await run('config', 'schema')).stdout).properties.rails.properties.mostMoves.type).toBe(
      'integer',
    )
  })
})
