import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {jointPolicies} from '../../algorithms/joint/index.js'
import type {Plan} from '../../model/plan.js'
import {isthmus} from '../support/command.js'

let folder: string
const at = (name: string) => join(folder, name)
const presetNames = ['star', 'adhoc']
const strategyNames = Object.keys(jointPolicies)
/** A long horizon, so that moves are worth it within few days. */
const eager = ['--move-horizon', '100']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  for (const preset of presetNames) {
    const world = ['--preset', preset, '--seed', '7', '--scale', '0.1', '--days', '14']
    expect((await isthmus('generate', ...world, '--out', at(preset))).exitCode).toBe(0)
  }
})
afterAll(() => rm(folder, {recursive: true, force: true}))

async function planned(history: string, out: string, ...flags: string[]): Promise<Plan> {
  const result = await isthmus('plan', '--history', at(history), '--out', at(out), ...flags)
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  return JSON.parse(await readFile(join(at(out), 'plan.json'), 'utf8'))
}

async function scored(history: string, out: string) {
  const plan = join(at(out), 'plan.json')
  return JSON.parse((await isthmus('score', '--history', at(history), '--plan', plan, '--output', 'json')).stdout)
}

const strategyFlags = (strategy: string) => ['--strategy', strategy, ...(strategy === 'caching' ? [] : eager)]

describe('plan with each strategy', () => {
  it.each(presetNames.flatMap(preset => strategyNames.map(strategy => [preset, strategy] as const)))(
    'on %s with %s: the claims are what the verifier replays, within all limits and no better than the bound',
    async (preset, strategy) => {
      const plan = await planned(preset, `${preset}-${strategy}`, ...strategyFlags(strategy))
      expect(plan.algorithm.options.strategy).toBe(strategy)
      const score = await scored(preset, `${preset}-${strategy}`)
      expect(score.claimDifferences).toEqual([])
      expect(score.violations).toEqual([])
      expect(plan.moves.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(plan.claims.oneOff.moveBytes)
      expect(plan.noop).toBe(false)
      const {bound, before, after} = plan.claims
      expect(bound!.scope).toBe('caching')
      expect(bound!.wanCostPerDay).toBeLessThanOrEqual(after.wanCostPerDay * (1 + 1e-9))
      expect(after.wanCostPerDay).toBeLessThan(before.wanCostPerDay)
    },
  )

  it('search is the default; it moves homes and places jobs, and leaves less than replicas alone', async () => {
    const plan = await planned('star', 'default', ...eager)
    expect(plan.algorithm).toMatchObject({migration: 'search', placement: 'search', caching: 'holders'})
    expect(plan.moves.length).toBeGreaterThan(0)
    expect(plan.jobs.length).toBeGreaterThan(0)
    const alone = await planned('star', 'alone', '--strategy', 'caching')
    expect([...alone.moves, ...alone.jobs]).toEqual([])
    expect(plan.claims.after.wanCostPerDay).toBeLessThan(alone.claims.after.wanCostPerDay)
  })

  it('the same input gives the same bytes, plan and report', async () => {
    await planned('star', 'once', ...eager)
    await planned('star', 'twice', ...eager)
    for (const file of ['plan.json', 'report.html']) {
      expect(await readFile(join(at('twice'), file), 'utf8')).toBe(await readFile(join(at('once'), file), 'utf8'))
    }
  })

  it('keeps to the moves and bytes that are allowed, and records what bound it', async () => {
    const free = await planned('star', 'free', ...eager)
    expect(free.moves.length).toBeGreaterThan(1)
    const one = await planned('star', 'one', ...eager, '--moves', '1')
    expect(one.moves.length).toBe(1)
    const none = await planned('star', 'none', ...eager, '--moves', '0')
    expect(none.moves).toEqual([])
    const most = Math.min(...free.moves.map(({bytes}) => bytes))
    const small = await planned('star', 'small', ...eager, '--move-bytes', String(most))
    expect(small.claims.oneOff.moveBytes).toBeLessThanOrEqual(most)
    expect(small.algorithm.options).toMatchObject({mostMoves: 20, mostMoveBytes: most, moveHorizonDays: 100})
    expect(free.algorithm.options).not.toHaveProperty('mostMoveBytes')
  })

  it('prints strategy, moves and placed jobs', async () => {
    const flags = ['--history', at('star'), '--out', at('printed'), ...eager]
    const text = (await isthmus('plan', ...flags)).stdout
    const plan: Plan = JSON.parse(await readFile(join(at('printed'), 'plan.json'), 'utf8'))
    expect(text).toMatch(/│ Strategy +│ search/)
    expect(text).toMatch(new RegExp(`│ Moves +│ ${plan.moves.length}, [\\d.]+\\s[kMGT]B`))
    expect(text).toMatch(new RegExp(`│ Jobs placed +│ ${plan.jobs.length} `))
    expect(text).toContain('no replicas at these homes and jobs cost less than')
  })

  it('gives the options to the strategy or to its caching policy', async () => {
    const plan = await planned('adhoc', 'options', '--kicks', '7', '--caching', 'k-probe', '--k', '5')
    expect(plan.algorithm).toMatchObject({caching: 'k-probe', options: {strategy: 'search', kicks: 7, k: 5}})
    const own = await planned('adhoc', 'own', '--strategy', 'two-stage', '--k', '5')
    expect(own.algorithm).toMatchObject({caching: 'k-probe', options: {strategy: 'two-stage', k: 5}})
  })

  it('weighs the replicas in force at the new homes', async () => {
    const first = await planned('star', 'night1', ...eager, '--to', '2026-10-31')
    const previous = ['--previous', join(at('night1'), 'plan.json'), '--hysteresis', '0.5']
    const free = await planned('star', 'night2-free', ...eager)
    const kept = await planned('star', 'night2', ...eager, ...previous)
    expect(kept.algorithm.options).toMatchObject({previousPlan: first.planId, horizonDays: 30, hysteresis: 0.5})
    expect(kept.moves).toEqual(free.moves)
    const rows = (plan: Plan) => plan.replicas.map(r => `${r.table} ${r.region} ${r.fromAge} ${r.toAge}`)
    const changed = (plan: Plan) => rows(plan).filter(row => !rows(first).includes(row)).length
    expect(changed(kept)).toBeLessThan(changed(free))
    expect((await scored('star', 'night2')).claimDifferences).toEqual([])
  })

  it.each([
    ['no such strategy', ['--strategy', 'magic'], 'magic'],
    ['moves where none move', ['--strategy', 'caching', '--moves', '3'], '--moves given where caching moves no home'],
    ['gold jobs where none is placed', ['--strategy', 'caching', '--place-gold'], '--place-gold given'],
    [
      'another policy than the strategy’s own',
      ['--strategy', 'two-stage', '--caching', 'hull'],
      'by k-probe and not by hull',
    ],
    ['an option nobody has', ['--caching', 'hull', '--k', '5'], "hull has no option 'k'"],
    ['a horizon of no day', ['--move-horizon', '0'], 'from 1'],
  ])('%s is a usage error', async (_, flags, text) => {
    const result = await isthmus('plan', '--history', at('adhoc'), '--out', at('x'), ...flags)
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain(text)
    expect(result.stdout).toBe('')
  })
})
