import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {cachingPolicies} from '../../algorithms/caching/index.js'
import {onlinePolicies} from '../../algorithms/online/index.js'
import type {Plan} from '../../model/plan.js'
import type {ComparisonData} from '../../viz/index.js'
import {isthmus} from '../support/command.js'

let folder: string
const at = (name: string) => join(folder, name)
let data: ComparisonData

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  const flags = ['--preset', 'periodic', '--seed', '3', '--scale', '0.2', '--out', at('history')]
  expect((await isthmus('generate', ...flags)).exitCode).toBe(0)
  const compared = await isthmus(
    ...['compare', '--history', at('history'), '--train-days', '21', '--test-days', '7'],
    ...['--replica-budget-ratios', '0.005,0.03', '--out', at('out'), '--output', 'json'],
  )
  expect(compared.stderr).toBe('')
  data = JSON.parse(compared.stdout)
})
afterAll(() => rm(folder, {recursive: true, force: true}))

const cost = (policy: string, budget: number, sample: 'inSample' | 'outOfSample') =>
  data.results.find(result => result.policy === policy && result.budget === budget)![sample].wanCostPerDay

describe('compare', () => {
  it('has every policy, planned and online, at every budget, and writes page and numbers', () => {
    const names = [...Object.keys(cachingPolicies), ...Object.keys(onlinePolicies).filter(name => name !== 'none')]
    for (const budget of [0, 1]) {
      expect(data.results.filter(result => result.budget === budget).map(result => result.policy)).toEqual(names)
    }
    expect(data).toMatchObject({train: {dayCount: 21, to: '2026-11-12'}, test: {dayCount: 7, from: '2026-11-13'}})
    expect(existsSync(join(at('out'), 'compare.html'))).toBe(true)
  })

  it('in-sample, windows save no less than hull, hull no less than k-probe, and nobody beats the bound', () => {
    for (const [budget, bound] of data.bounds.entries()) {
      expect(cost('windows', budget, 'inSample')).toBeLessThanOrEqual(cost('hull', budget, 'inSample') * (1 + 1e-6))
      expect(cost('hull', budget, 'inSample')).toBeLessThanOrEqual(cost('k-probe', budget, 'inSample') * (1 + 1e-6))
      for (const result of data.results.filter(r => r.budget === budget && r.refused === undefined)) {
        if (result.policy === 'all') continue
        expect(bound.inSampleCostPerDay, result.policy).toBeLessThanOrEqual(result.inSample.wanCostPerDay * (1 + 1e-9))
      }
    }
  })

  it('nobody beats hindsight on the test days, and no on-demand policy its own bound', () => {
    for (const [budget, bound] of data.bounds.entries()) {
      for (const {policy, refused, outOfSample} of data.results.filter(r => r.budget === budget)) {
        if (refused !== undefined || policy === 'all') continue
        const isOnline = data.policies.find(({name}) => name === policy)!.family === 'online'
        const least = isOnline ? bound.onlineCostPerDay! : bound.hindsightCostPerDay
        expect(least, policy).toBeLessThanOrEqual(outOfSample.wanCostPerDay * (1 + 1e-9))
      }
    }
  })

  it('agrees with plan and score on the same days', async () => {
    const flags = [
      '--to',
      '2026-11-12',
      '--strategy',
      'caching',
      '--caching',
      'windows',
      '--replica-budget-ratio',
      '0.03',
      '--out',
      at('plan'),
    ]
    expect((await isthmus('plan', '--history', at('history'), ...flags)).stderr).toBe('')
    const plan = join(at('plan'), 'plan.json')
    const days = ['--from', '2026-11-13', '--output', 'json']
    const score = JSON.parse((await isthmus('score', '--history', at('history'), '--plan', plan, ...days)).stdout)
    expect(cost('windows', 1, 'outOfSample')).toBeCloseTo(score.after.wanCostPerDay, 6)
  })

  it('says how many days there are when too many are asked for', async () => {
    const result = await isthmus('compare', '--history', at('history'), '--train-days', '40', '--test-days', '7')
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('more than the 28 days of the history')
  })
})

describe('plan that knows what is in force', () => {
  const readPlan = async (name: string): Promise<Plan> =>
    JSON.parse(await readFile(join(at(name), 'plan.json'), 'utf8'))
  const planned = async (name: string, ...flags: string[]) => {
    const result = await isthmus(
      'plan',
      '--history',
      at('history'),
      '--strategy',
      'caching',
      '--out',
      at(name),
      ...flags,
    )
    expect(result.stderr).toBe('')
    return readPlan(name)
  }
  const rows = (plan: Plan) => plan.replicas.map(r => `${r.table} ${r.region} ${r.fromAge} ${r.toAge}`)
  const changed = (a: Plan, b: Plan) => rows(b).filter(row => !rows(a).includes(row)).length

  it('changes less two weeks later than a plan that does not know, and records what it knew', async () => {
    const first = await planned('night1', '--to', '2026-11-05')
    const free = await planned('night2-free', '--to', '2026-11-19')
    const previous = join(at('night1'), 'plan.json')
    const usual = await planned('night2', '--to', '2026-11-19', '--previous', previous)
    expect(usual.algorithm.options).toMatchObject({previousPlan: first.planId, horizonDays: 30, hysteresis: 0.05})
    expect(changed(first, usual)).toBeLessThanOrEqual(changed(first, free))
    const stubborn = await planned('night2-kept', '--to', '2026-11-19', '--previous', previous, '--hysteresis', '0.5')
    expect(changed(first, stubborn)).toBeLessThan(changed(first, free))
  })

  it('holds tonight’s fill on every link to the cap', async () => {
    const open = await planned('open', '--caching', 'windows')
    const capped = await planned('capped', '--caching', 'windows', '--fill-cap-bytes', '100_000_000_000')
    expect(open.claims.oneOff.fillBytes).toBeGreaterThan(capped.claims.oneOff.fillBytes)
    // Six regions: 30 links, none above the cap.
    expect(capped.claims.oneOff.fillBytes).toBeLessThanOrEqual(30 * 100e9)
    expect(capped.replicas.length).toBeGreaterThan(0)
  })

  it('plans for a forecast when asked, and says which in the plan', async () => {
    const plan = await planned('forecast', '--forecast', 'auto')
    expect(plan.algorithm.options.forecast).toMatch(/^(mean|ewma|weekday)/)
    const ewma = await planned('ewma', '--forecast', 'ewma')
    expect(ewma.algorithm.options.forecast).toBe('ewma')
    expect(rows(ewma)).not.toEqual(rows(await planned('history-mean')))
  })

  it('refuses a plan in force that is not from before', async () => {
    const previous = join(at('night1'), 'plan.json')
    const flags = ['--to', '2026-11-05', '--strategy', 'caching', '--previous', previous, '--out', at('x')]
    const result = await isthmus('plan', '--history', at('history'), ...flags)
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('the plan in force is for 2026-11-06 and later')
  })

  it('refuses hysteresis where nothing is in force', async () => {
    const result = await isthmus('plan', '--history', at('history'), '--out', at('x'), '--hysteresis', '0.1')
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('--previous')
  })
})

describe('ingest', () => {
  it('turns a SWIM trace into a history folder that plans', async () => {
    const lines = Array.from({length: 200}, (_, i) => {
      const path = `inputPath${i % 7}`
      return [`job${i}`, i * 60, 60, 1_000_000 + (i % 7) * 1000, 0, 5000, path, ''].join('\t')
    })
    await writeFile(at('trace.tsv'), `${lines.join('\n')}\n`)
    const made = await isthmus('ingest', '--source', 'swim', at('trace.tsv'), '--into', at('swim'))
    expect(made.stderr).toBe('')
    const valid = await isthmus('validate', '--history', at('swim'), '--output', 'json')
    expect(JSON.parse(valid.stdout)).toMatchObject({valid: true, runs: 200})
  })
})
