import {existsSync} from 'node:fs'
import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {cachingPolicies} from '../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../algorithms/caching/policy.js'
import type {Plan} from '../../model/plan.js'
import {isthmus} from '../support/command.js'

const flipside = resolve(import.meta.dirname, '../../../shared/data/flipside-history')
const presetNames = ['yugong', 'hub', 'periodic', 'star', 'adhoc']
let folder: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  for (const preset of presetNames) {
    const made = await isthmus('generate', '--preset', preset, '--seed', '7', '--scale', '0.1', '--out', at(preset))
    expect(made.stderr).toBe('')
  }
  await planned(at('yugong'), at('sample'), '--caching', 'hull')
})
afterAll(() => rm(folder, {recursive: true, force: true}))

const readPlan = async (out: string): Promise<Plan> => JSON.parse(await readFile(join(out, 'plan.json'), 'utf8'))

async function planned(history: string, out: string, ...flags: string[]): Promise<Plan> {
  const result = await isthmus('plan', '--history', history, '--strategy', 'caching', '--out', out, ...flags)
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  return readPlan(out)
}

async function scored(history: string, out: string, ...flags: string[]) {
  const plan = join(out, 'plan.json')
  const result = await isthmus('score', '--history', history, '--plan', plan, '--output', 'json', ...flags)
  expect(result.stderr).toBe('')
  return JSON.parse(result.stdout)
}

/** Policies that keep the budgets, so that a plan of theirs can be written under one, and that do not refuse for size. */
const budgeted = (Object.values(cachingPolicies) as CachingPolicy[])
  .filter(policy => policy.keepsBudgets && policy.isOracle !== true)
  .map(policy => policy.name)

describe('plan, then score', () => {
  it.each(presetNames.flatMap(preset => budgeted.map(policy => [preset, policy] as const)))(
    'on %s with %s: the claims are what the verifier replays, and no better than the bound',
    async (preset, policy) => {
      const out = at(`${preset}-${policy}`)
      const plan = await planned(at(preset), out, '--caching', policy)
      const score = await scored(at(preset), out)
      expect(score.sample).toBe('in-sample')
      expect(score.claimDifferences).toEqual([])
      expect(score.violations).toEqual([])
      expect(score.after).toEqual(plan.claims.after)
      expect(plan.claims.bound!.wanCostPerDay).toBeLessThanOrEqual(plan.claims.after.wanCostPerDay * (1 + 1e-9))
      expect(plan.claims.after.wanCostPerDay).toBeLessThanOrEqual(plan.claims.before.wanCostPerDay)
    },
  )

  it('hull leaves no more to pay than k-probe, for any k, where all links cost the same', async () => {
    for (const preset of ['yugong', 'periodic', 'adhoc']) {
      const hull = await planned(at(preset), at(`${preset}-best`), '--caching', 'hull')
      for (const k of [1, 3, 7, 60]) {
        const probe = await planned(at(preset), at(`${preset}-k${k}`), '--caching', 'k-probe', '--k', String(k))
        expect(hull.claims.after.wanCostPerDay).toBeLessThanOrEqual(probe.claims.after.wanCostPerDay * (1 + 1e-12))
      }
    }
  })

  it('the same input gives the same bytes, plan and report', async () => {
    await planned(at('yugong'), at('again'), '--caching', 'hull')
    for (const file of ['plan.json', 'report.html']) {
      expect(await readFile(join(at('again'), file), 'utf8')).toBe(await readFile(join(at('sample'), file), 'utf8'))
    }
  })

  it('a plan from the first 21 days is scored on the last 7 as out-of-sample', async () => {
    const plan = await planned(at('yugong'), at('train'), '--to', '2026-11-12')
    expect(plan.asOf).toBe('2026-11-13')
    const score = await scored(at('yugong'), at('train'), '--from', '2026-11-13')
    expect(score).toMatchObject({sample: 'out-of-sample', days: 7, from: '2026-11-13', to: '2026-11-19'})
    expect(score.reduction.wanBytes).toBeGreaterThan(0.2)
    expect(score.bytesByDay).toHaveLength(7)
    const total = score.bytesByDay.reduce((sum: number, bytes: number) => sum + bytes, 0)
    expect(total / 7).toBeCloseTo(score.after.wanBytesPerDay, 0)
  })

  it('a budget flag is kept, recorded in the plan and used again by score', async () => {
    const plan = await planned(at('yugong'), at('tight'), '--replica-budget-ratio', '0.005')
    expect(plan.algorithm.options.replicaBudgetRatio).toBe(0.005)
    const score = await scored(at('yugong'), at('tight'))
    expect(score.violations).toEqual([])
    const tighter = await scored(at('yugong'), at('tight'), '--replica-budget-ratio', '0.0001')
    expect(tighter.violations[0].limit).toBe('replica-budget')
  })

  it('report draws the same plan again, on its own days and on others', async () => {
    const plan = join(at('train'), 'plan.json')
    const own = await isthmus('report', '--history', at('yugong'), '--plan', plan, '--out', at('own.html'))
    expect(own.exitCode).toBe(0)
    expect(await readFile(at('own.html'), 'utf8')).toBe(await readFile(join(at('train'), 'report.html'), 'utf8'))
    await isthmus(
      'report',
      '--history',
      at('yugong'),
      '--plan',
      plan,
      '--from',
      '2026-11-13',
      '--to',
      '2026-11-19',
      '--out',
      at('later.html'),
    )
    expect(await readFile(at('later.html'), 'utf8')).toContain('Out-of-sample')
  })

  it.skipIf(!existsSync(flipside))('on the flipside history, k-probe and hull claim what is replayed', async () => {
    for (const flags of [
      ['--caching', 'k-probe', '--k', '30', '--replica-budget-ratio', '0.0003'],
      ['--caching', 'hull', '--replica-budget-ratio', '0.0003'],
    ]) {
      const plan = await planned(flipside, at('flipside'), ...flags)
      const score = await scored(flipside, at('flipside'))
      expect(score.before.reads).toBe(442_660)
      expect(score.claimDifferences).toEqual([])
      expect(score.violations).toEqual([])
      expect(1 - plan.claims.after.wanCostPerDay / plan.claims.before.wanCostPerDay).toBeGreaterThan(0.69)
    }
  })
})

describe('score of a plan that another program wrote', () => {
  it('counts moves and placed jobs as formats.md section 3 says', async () => {
    await mkdir(at('tiny'), {recursive: true})
    const files = {
      'topology.yaml': 'formatVersion: "1.0"\nregions: [{name: a}, {name: b}]\ndefaultLink: {pricePerGB: 2}\n',
      'projects.csv': 'project,region\np,a\nq,b\n',
      'tables.csv': 'table,project,partition_bytes,retention_days\nt,p,1000,10\n',
      'runs.csv': 'run,job,project,region,start\nr1,j,q,b,2026-11-01T00:00:00Z\nr2,k,q,b,2026-11-01T01:00:00Z\n',
      'reads.csv': 'run,table,partition_date,bytes\nr1,t,2026-11-01,600\nr2,t,2026-10-31,400\n',
      'writes.csv': 'run,table,partition_date,bytes\nr2,t,2026-11-01,1000\n',
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(at('tiny'), name), text)
    const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
    const plan: Plan = {
      formatVersion: '1.0',
      planId: 'by-hand',
      asOf: '2026-11-02',
      history: {from: '2026-11-01', to: '2026-11-01', fingerprint: 'x'},
      algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed: 1},
      moves: [],
      replicas: [],
      // r2 runs at a: its read and its write become local; r1 still reads 600 bytes across.
      jobs: [{job: 'k', region: 'a', savedBytesPerDay: 1400}],
      claims: {
        before: nothing,
        after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
        oneOff: {moveBytes: 0, fillBytes: 0},
      },
      noop: false,
    }
    await mkdir(at('hand'), {recursive: true})
    await writeFile(join(at('hand'), 'plan.json'), JSON.stringify(plan))
    const placed = await scored(at('tiny'), at('hand'))
    expect(placed.before).toMatchObject({wanBytesPerDay: 2000, remoteReads: 2, reads: 2})
    expect(placed.before.wanCostPerDay).toBeCloseTo(4e-6, 15)
    expect(placed.after).toMatchObject({wanBytesPerDay: 600, remoteReads: 1, reads: 2})
    expect(placed.after.wanCostPerDay).toBeCloseTo(1.2e-6, 15)

    // Both runs stay at b and their table comes to them: nothing crosses; 10 days of 1 000 bytes move once.
    const moved = {...plan, jobs: [], moves: [{project: 'p', from: 'a', to: 'b', bytes: 10_000}]}
    await writeFile(join(at('hand'), 'plan.json'), JSON.stringify(moved))
    const atB = await scored(at('tiny'), at('hand'))
    expect(atB.after).toMatchObject({wanBytesPerDay: 0, remoteReads: 0})
    expect(atB.oneOff.moveBytes).toBe(10_000)
  })
})

describe('score on days that do not show a table', () => {
  it('a snapshot table that nobody reads there is still one: its replica is not refreshed by the day', async () => {
    await mkdir(at('quiet'), {recursive: true})
    const files = {
      'topology.yaml': 'formatVersion: "1.0"\nregions: [{name: a}, {name: b}]\nreplicaBudgetRatio: 1\n',
      'projects.csv': 'project,region\np,a\nq,b\n',
      'tables.csv': 'table,project,partition_bytes\nrates,p,1000\nother,p,10\n',
      'runs.csv': 'run,job,project,region,start\nr1,j,q,b,2026-11-01T00:00:00Z\nr2,k,q,b,2026-11-02T00:00:00Z\n',
      'reads.csv': 'run,table,partition_date,bytes\nr1,rates,,900\nr2,other,2026-11-02,10\n',
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(at('quiet'), name), text)
    const plan = await planned(at('quiet'), at('quiet-plan'), '--to', '2026-11-01')
    expect(plan.replicas.map(replica => replica.table)).toEqual(['rates'])
    const score = await scored(at('quiet'), at('quiet-plan'), '--from', '2026-11-02')
    expect(score.after.byCause).toEqual({remoteRead: 10, refresh: 0, writeBack: 0})
  })
})

describe('what goes wrong', () => {
  it.each([
    ['no command', [], 'Name a command.'],
    ['an unknown command', ['plann'], 'plann'],
    ['an unknown flag', ['plan', '--history', 'x', '--out', 'y', '--budjet', '3'], 'budjet'],
    ['a number that is none', ['plan', '--history', 'x', '--out', 'y', '--replica-budget-ratio', 'abc'], "'abc'"],
    ['a budget below zero', ['plan', '--history', 'x', '--out', 'y', '--replica-budget-ratio', '-1'], 'from 0'],
    ['a day that is none', ['plan', '--history', 'x', '--out', 'y', '--from', '2026-02-30'], '2026-02-30'],
    ['a flag given twice', ['plan', '--history', 'x', '--history', 'z', '--out', 'y'], '--history'],
    ['a missing flag', ['plan', '--history', 'x'], 'out'],
    ['an unknown policy', ['plan', '--history', 'x', '--out', 'y', '--caching', 'magic'], 'magic'],
  ])('%s is a usage error with exit code 2', async (_, argv, text) => {
    const result = await isthmus(...argv)
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain(text)
    expect(result.stdout).toBe('')
  })

  it('an option that the chosen policy does not take is refused', async () => {
    const flags = ['--strategy', 'caching', '--caching', 'greedy', '--k', '3']
    const result = await isthmus('plan', '--history', at('yugong'), '--out', at('x'), ...flags)
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain("greedy has no option 'k'")
  })

  it('a history that is not there, and a plan that is no plan, exit with 3 and say what to do', async () => {
    const missing = await isthmus('plan', '--history', at('nowhere'), '--out', at('x'))
    expect(missing.exitCode).toBe(3)
    expect(missing.stderr).toContain('nowhere')
    const {claims, ...rest} = await readPlan(at('sample'))
    await writeFile(at('broken.json'), JSON.stringify({...rest, moves: [{from: 7}], claims: {before: claims.before}}))
    const broken = await isthmus('score', '--history', at('yugong'), '--plan', at('broken.json'))
    expect(broken.exitCode).toBe(3)
    expect(broken.stderr).toContain('column claims.after.byCause.refresh: is missing')
    expect(broken.stderr).toContain("row 1, column moves[].from, value '7': must be a non-empty text")
  })

  it('a plan that breaks a budget is refused with 5, and nothing is written', async () => {
    const flags = ['--strategy', 'caching', '--caching', 'all', '--replica-budget-ratio', '0.001']
    const result = await isthmus('plan', '--history', at('yugong'), '--out', at('refused'), ...flags)
    expect(result.exitCode).toBe(5)
    expect(result.stderr).toContain('budget')
    expect(existsSync(at('refused'))).toBe(false)
  })

  it('leaves no temporary file behind', async () => {
    expect((await readdir(at('sample'))).sort()).toEqual(['plan.json', 'report.html'])
  })
})
