import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {BadInput} from '../../../model/errors.js'
import type {Plan} from '../../../model/plan.js'
import type {WhatIfData} from '../../../viz/what-if-data.js'
import {isthmus} from '../../support/command.js'
import {run} from './run-command.js'

let folder: string
const at = (name: string) => join(folder, name)
/** Little work, and moves that are worth it within few days. */
const quick = ['--kicks', '5', '--move-horizon', '100']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  const world = ['--preset', 'star', '--seed', '7', '--scale', '0.1', '--days', '14', '--out', at('star')]
  expect((await isthmus('generate', ...world)).exitCode).toBe(0)
  const scenario = {formatVersion: '1.0', name: 'more data', changes: [{change: 'growth', factor: 1.3}]}
  await writeFile(at('growth.json'), JSON.stringify(scenario))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

describe('isthmus what-if', () => {
  it('plans every file and flag beside the base, and writes the page with the data beside it', async () => {
    const flags = [
      '--scenario',
      at('growth.json'),
      '--budget-sweep',
      '0.005,0.01',
      '--link-down',
      'virginia>tokyo',
      '--moves',
      '0,all',
      '--only',
      'caching',
    ]
    const text = await run(
      'what-if',
      '--history',
      at('star'),
      '--out',
      at('wi'),
      '--output',
      'json',
      ...quick,
      ...flags,
    )
    const data: WhatIfData = JSON.parse(await readFile(join(at('wi'), 'what-if.json'), 'utf8'))
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify(data)))
    const names = data.scenarios.map(({name}) => name.replace(/\s/g, ' '))
    expect(names).toEqual([
      'more data',
      'budget 0.5 %',
      'budget 1 %',
      'virginia>tokyo down',
      '0 moves',
      'all moves',
      'only caching',
    ])
    const [growth, small, larger, , , free, caching] = data.scenarios.map(({outcome}) => outcome!)
    const base = data.base.outcome!
    expect(growth!.before.wanBytesPerDay / base.before.wanBytesPerDay).toBeCloseTo(1.3, 9)
    expect(small!.budgetBytes! / larger!.budgetBytes!).toBeCloseTo(0.5, 9)
    expect(small!.after.wanCostPerDay).toBeGreaterThan(larger!.after.wanCostPerDay)
    expect(free!.moveCount).toBeGreaterThan(0)
    expect([caching!.moveCount, caching!.placedJobCount]).toEqual([0, 0])
    for (const outcome of [base, growth, small, larger, free, caching]) {
      expect(outcome!.check).toBe('replayed')
      expect(outcome!.bound!.wanCostPerDay).toBeLessThanOrEqual(outcome!.after.wanCostPerDay * (1 + 1e-9))
      expect(outcome!.replicaBytes).toBeLessThanOrEqual(outcome!.budgetBytes! * (1 + 1e-9))
    }
    const points = data.articleFigures!.reductionByMoves
    expect(points.at(-1)!.reduction).toBeGreaterThan(points[0]!.reduction)
    const page = await readFile(join(at('wi'), 'what-if.html'), 'utf8')
    expect(page).toMatch(/<html/)
    expect(page).toContain('more data')
  }, 120_000)

  it('names every scenario that is wrong before it plans, and every flag that says nothing', async () => {
    const args = ['what-if', '--history', at('star'), '--out', at('no')]
    const error = (await run(...args, '--evacuate', 'atlantis', '--move', 'nobody=tokyo').catch(e => e)) as BadInput
    expect(error.findings.map(({kind, file}) => [kind, file])).toEqual([
      ['unknown-region', '--evacuate'],
      ['unknown-project', '--move'],
    ])
    await expect(run(...args, '--link-price', 'virginia>tokyo')).rejects.toThrow("--link-price is 'virginia>tokyo'")
    await expect(run(...args, '--moves', 'some')).rejects.toThrow('Give whole numbers from 0, or all')
    await expect(run(...args, '--only', 'luck')).rejects.toThrow('Choose among caching, moves, jobs, all')
  })
})

describe('isthmus explain', () => {
  it('prints words, tables and the same as JSON', async () => {
    const planned = await isthmus('plan', '--history', at('star'), '--out', at('plan'), ...quick)
    expect(planned.exitCode).toBe(0)
    const file = join(at('plan'), 'plan.json')
    const plan: Plan = JSON.parse(await readFile(file, 'utf8'))
    const where = ['--history', at('star'), '--plan', file]
    for (const [kind, name] of [
      ['table', plan.replicas[0]!.table],
      ['project', plan.moves[0]!.project!],
      ['job', plan.jobs[0]!.job],
    ] as const) {
      const explanation = JSON.parse(await run('explain', kind, name, ...where, '--output', 'json'))
      expect(explanation).toMatchObject({kind, name})
      expect(explanation.alternatives.filter(({isChosen}: {isChosen: boolean}) => isChosen).length).toBeGreaterThan(0)
      const text = await run('explain', kind, name, ...where)
      for (const words of [...explanation.sentences, ...explanation.limits]) expect(text).toContain(words)
    }
    await expect(run('explain', 'table', 'no such table at all', ...where)).rejects.toThrow('there is no table')
  }, 120_000)
})
