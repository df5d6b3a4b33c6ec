import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Plan, Replica} from '../../../model/plan.js'
import {configSchema} from '../../../planner/config/schema.js'
import {trimFill} from '../../../planner/nightly/fill-rails.js'
import {hardRefusals} from '../../../planner/nightly/hard-rails.js'
import {nameFilter} from '../../../planner/nightly/name-lists.js'
import {noPlan} from '../../../planner/nightly/no-plan.js'
import {isthmus} from '../../support/command.js'
import {configIn, night, read} from './night-world.js'

let folder: string
let ledgers = 0
const asOf = '2026-10-27'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  const world = ['--preset', 'star', '--seed', '7', '--scale', '0.1', '--days', '6', '--format', 'csv']
  expect((await isthmus('generate', ...world, '--out', join(folder, 'history'))).exitCode).toBe(0)
})
afterAll(() => rm(folder, {recursive: true, force: true}))

const settings = (rails: object, more: object = {}) => ({
  ...{trainDays: 4, ledger: join(folder, `${ledgers++}.db`), rails},
  plan: {strategy: 'search', options: {kicks: 0, workBudget: 1e7}, moveHorizonDays: 100, ...more},
})

/** One night from nothing, its summary and its plan. */
async function oneNight(rails: object, more: object = {}, day = asOf) {
  const config = configIn(folder, settings(rails, more))
  const {summary} = await night(config, day)
  return {
    config,
    summary,
    plan: read(config, ledger => (summary.planInForce === null ? undefined : ledger.plan(summary.planInForce))),
  }
}

describe('rails of a night', () => {
  let free: Awaited<ReturnType<typeof oneNight>>
  beforeAll(async () => {
    free = await oneNight({})
  })

  it('without rails the night moves, replicates and places', () => {
    expect(free.summary.refusals).toEqual([])
    expect(free.plan!.moves.length).toBeGreaterThan(1)
    expect(free.plan!.jobs.length).toBeGreaterThan(0)
    expect(free.plan!.replicas.length).toBeGreaterThan(1)
  })

  it('most moves, and their bytes; a move under way stays decided and is not counted again', async () => {
    const few = await oneNight({mostMoves: 1})
    expect(few.plan!.moves.length).toBe(1)
    expect(few.summary.refusals.map(({rail}) => rail)).toEqual(free.plan!.moves.map(() => 'most-moves'))
    const {plan, summary} = await night(few.config, '2026-10-28').then(({summary}) => ({
      summary,
      plan: read(few.config, ledger => ledger.plan(summary.planInForce!)!),
    }))
    expect(plan.moves.map(({project, to}) => [project, to])).toContainEqual([
      few.plan!.moves[0].project,
      few.plan!.moves[0].to,
    ])
    expect([plan.moves.length, summary.moves]).toEqual([2, 2])
    expect(summary.refusals.map(({rail, name}) => [rail, name])).not.toContainEqual([
      'most-moves',
      few.plan!.moves[0].project,
    ])
    const none = await oneNight({moveBytes: 0})
    expect(none.plan!.moves).toEqual([])
    expect(new Set(none.summary.refusals.map(({rail}) => rail))).toEqual(new Set(['move-bytes']))
  })

  it('denied names are neither moved, nor replicated, nor placed, and each is recorded with its pattern', async () => {
    const [{project}] = free.plan!.moves
    const [{table}] = free.plan!.replicas
    const [{job}] = free.plan!.jobs
    const rails = {projects: {deny: [project]}, tables: {deny: [table]}, jobs: {deny: [`${job.slice(0, -1)}?`]}}
    const {plan, summary} = await oneNight(rails)
    expect(plan!.moves.map(move => move.project)).not.toContain(project)
    expect(plan!.replicas.map(replica => replica.table)).not.toContain(table)
    expect(plan!.jobs.map(row => row.job)).not.toContain(job)
    const refused = new Map(summary.refusals.map(row => [row.name, row]))
    expect(refused.get(project!)).toMatchObject({rail: 'projects', decision: 'move', reason: `denied by '${project}'`})
    expect(refused.get(table)).toMatchObject({rail: 'tables', decision: 'replica'})
    expect(refused.get(job)).toMatchObject({rail: 'jobs', decision: 'job'})
  })

  it('an allow-list of nothing that is there leaves nothing to do', async () => {
    const none = {allow: ['no such name']}
    const {summary} = await oneNight({projects: none, tables: none, jobs: none})
    expect(summary).toMatchObject({decision: 'kept', planInForce: null, reason: 'nothing to change'})
    expect(summary.refusals.every(({reason}) => reason === 'on no allow-list')).toBe(true)
  })

  it('frozen days, minimum gain and tolerance keep what is in force', async () => {
    for (const [rails, rail] of [
      [{freeze: ['2026-10-25..2026-11-10']}, 'freeze'],
      [{minimumGainPerDay: 1e9}, 'minimum-gain'],
      [{tolerance: 1}, 'tolerance'],
    ] as const) {
      const {summary} = await oneNight(rails)
      expect(summary).toMatchObject({decision: 'kept', planInForce: null, changes: 0})
      expect(summary.refusals.map(row => row.rail)).toEqual([rail])
    }
  })

  it('fill into a region is held to its cap over the nights, and what was put off comes later', async () => {
    const fillBytesPerRegion = 2e9
    const config = configIn(
      folder,
      settings(
        {fillBytesPerRegion, tolerance: 0},
        {strategy: 'caching', caching: 'hull', options: {}, moveHorizonDays: undefined},
      ),
    )
    const fills: number[] = []
    for (const day of ['2026-10-27', '2026-10-28', '2026-10-29'])
      fills.push((await night(config, day)).summary.fillBytes)
    expect(fills.every(bytes => bytes <= fillBytesPerRegion * 7)).toBe(true)
    const refused = read(config, ledger => ledger.refusals('2026-10-27'))
    const held = read(config, ledger => ledger.decisions('2026-10-29')).filter(row => row.since > '2026-10-27')
    expect(held.some(row => refused.some(({name, region}) => name === row.name && region === row.region))).toBe(true)
  })
})

describe('lists of names', () => {
  it('deny goes before allow; patterns match whole names and mean nothing else', () => {
    const filter = nameFilter({allow: ['a.*', 'b?'], deny: ['a.secret*']})
    expect(['a.x', 'bc', 'a.secret1', 'b', 'xa.x', 'aXx', 'a.(x'].map(filter)).toEqual([
      ...[undefined, undefined, "denied by 'a.secret*'", 'on no allow-list'],
      ...['on no allow-list', 'on no allow-list', undefined],
    ])
    expect(nameFilter({allow: [], deny: []})('anything')).toBeUndefined()
  })
})

const rails = (given: object) => configSchema.parse({history: 'h', ledger: 'l', out: 'o', rails: given}).rails
const replica = (table: string, region: string, fromAge: number, toAge: number): Replica => ({
  ...{table, region, fromAge, toAge, storedBytes: 1, refreshBytesPerDay: 0, savedBytesPerDay: 1},
})
const planOf = (more: Partial<Plan>): Plan => ({...noPlan(20000), ...more})

describe('trimFill', () => {
  const fill = (table: string, region: string, fillBytes: number, savedBytesPerDay: number) => ({
    ...{table, region, home: 'h', fillBytes, savedBytesPerDay},
  })

  it('admits the hottest first, whole, and cuts the rest down to what is held', () => {
    const plan = planOf({replicas: [replica('cold', 'r', 0, 9), replica('hot', 'r', 0, 9), replica('warm', 's', 2, 9)]})
    const held = planOf({replicas: [replica('cold', 'r', 0, 3), replica('cold', 'r', 5, 12)]})
    const fills = [fill('cold', 'r', 10, 10), fill('hot', 'r', 10, 20), fill('warm', 's', 10, 5)]
    const {replicas, refusals} = trimFill(plan, held, fills, rails({fillBytesPerLink: 15, fillBytesPerRegion: 15}))
    expect(replicas.map(({table, fromAge, toAge}) => [table, fromAge, toAge])).toEqual([
      ['cold', 0, 3],
      ['cold', 5, 9],
      ['hot', 0, 9],
      ['warm', 2, 9],
    ])
    expect(refusals.map(({rail, name, bytes}) => [rail, name, bytes])).toEqual([['fill-bytes-per-link', 'cold', 10]])
    expect(trimFill(plan, held, fills, rails({})).replicas).toEqual(plan.replicas)
  })
})

describe('hard rails', () => {
  it('a move that is in force already is not new', () => {
    const move = {project: 'p', from: 'a', to: 'b', bytes: 5}
    const plan = planOf({moves: [move, {...move, project: 'q'}]})
    expect(hardRefusals(plan, planOf({moves: [move]}), rails({mostMoves: 1, moveBytes: 5}))).toEqual([])
    expect(hardRefusals(plan, undefined, rails({mostMoves: 1})).map(({name}) => name)).toEqual(['p', 'q'])
  })
})
