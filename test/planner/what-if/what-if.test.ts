import {describe, expect, it} from 'vitest'
import {jointPolicies} from '../../../algorithms/joint/index.js'
import {wanCost} from '../../../model/account.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {BadInput} from '../../../model/errors.js'
import {objective} from '../../../model/objective.js'
import {articleFigures} from '../../../planner/what-if/article-figures.js'
import type {NamedChanges} from '../../../planner/what-if/make-changes.js'
import {movePrefixes, movesOf} from '../../../planner/what-if/move-prefixes.js'
import {makeScenarios, planScenario} from '../../../planner/what-if/plan-scenario.js'
import {unchanged} from '../../../planner/what-if/platform.js'
import {changeSchema} from '../../../planner/what-if/scenario-schema.js'
import {whatIf} from '../../../planner/what-if/what-if.js'
import {whatIfRows} from '../../../planner/what-if/what-if-rows.js'
import {loadSpec, quickSettings, silent, specOf} from './small-platform.js'

const named = (name: string, ...list: object[]): NamedChanges => ({
  name,
  source: `${name}.yaml`,
  changes: list.map(change => changeSchema.parse(change)),
})

/** Random platforms where jobs may go anywhere. */
const specs = [12, 14, 17].map(specOf).map(spec => ({...spec, runs: spec.runs.map(run => ({...run, movable: true}))}))

async function plannedFor(spec: (typeof specs)[number], scenario: NamedChanges) {
  const {loaded, workload} = await loadSpec(spec)
  const [made] = makeScenarios(workload, [scenario], unchanged(workload))
  return planScenario(loaded, workload, made!, quickSettings, silent)
}

describe('what a scenario lets decide', () => {
  it('only what it names: replicas, homes, jobs', async () => {
    for (const spec of specs) {
      const caching = (await plannedFor(spec, named('c', {change: 'decide', what: ['caching']}))).planned!.plan
      expect([caching.moves, caching.jobs]).toEqual([[], []])
      const moves = (await plannedFor(spec, named('m', {change: 'decide', what: ['moves']}))).planned!.plan
      expect([moves.replicas, moves.jobs]).toEqual([[], []])
      const jobs = (await plannedFor(spec, named('j', {change: 'decide', what: ['jobs']}))).planned!.plan
      expect([jobs.replicas, jobs.moves]).toEqual([[], []])
      expect(jobs.jobs.length).toBeGreaterThan(0)
      const none = (await plannedFor(spec, named('n', {change: 'decide', what: []}))).planned!.plan
      expect(none.noop).toBe(true)
      const all = (await plannedFor(spec, named('a'))).planned!.plan
      for (const {claims} of [caching, moves, jobs]) {
        expect(all.claims.after.wanCostPerDay).toBeLessThanOrEqual(claims.after.wanCostPerDay * 1.0001)
      }
      expect(caching.claims.after.wanCostPerDay).toBeLessThanOrEqual(none.claims.after.wanCostPerDay)
    }
  })

  it('without replicas, a strategy that has a caching policy of its own keeps none either', async () => {
    let kept = 0
    for (const spec of specs) {
      const strategy = {change: 'strategy', strategy: 'two-stage'}
      const stay = {change: 'moves', most: 0}
      kept += (await plannedFor(spec, named('x', strategy, stay))).planned!.plan.replicas.length
      const {plan} = (await plannedFor(spec, named('x', strategy, {change: 'decide', what: ['jobs']}))).planned!
      expect(plan.algorithm).toMatchObject({migration: 'yugong', caching: 'k-probe'})
      expect(plan.replicas).toEqual([])
    }
    expect(kept).toBeGreaterThan(0)
  })

  it('the limit on moves, the strategy and its caching policy are those of the scenario', async () => {
    const {planned} = await plannedFor(
      specs[0]!,
      named('x', {change: 'moves', most: 0}, {change: 'strategy', strategy: 'caching', caching: 'hull'}),
    )
    expect(planned!.plan.moves).toEqual([])
    expect(planned!.plan.algorithm).toMatchObject({caching: 'hull', migration: 'stay'})
    await expect(
      plannedFor(specs[0]!, named('x', {change: 'strategy', strategy: 'two-stage', caching: 'hull'})),
    ).rejects.toThrow('by k-probe and not by hull')
  })
})

describe('an evacuated region', () => {
  it('has no home, no replica and no run in the plan, and keeps every limit', async () => {
    for (const spec of specs) {
      const {planned, result} = await plannedFor(spec, named('e', {change: 'evacuate', region: 'r2'}))
      const {plan, workload} = planned!
      const places = [
        ...plan.moves.map(({to}) => to),
        ...plan.replicas.map(({region}) => region),
        ...plan.jobs.map(({region}) => region),
      ]
      expect(places).not.toContain('r2')
      expect(workload.topology.regions.map(({name}) => name)).not.toContain('r2')
      expect(result.outcome!.regions.map(({name}) => name)).toEqual(['r0', 'r1', 'r3'])
      expect(planned!.verified.violations).toEqual([])
    }
  })
})

describe('what-if', () => {
  it('sets every scenario beside the base, with finite numbers only, and in the order given', async () => {
    const {loaded} = await loadSpec(specs[1]!)
    const scenarios = [
      named('twice', {change: 'growth', factor: 2}),
      named(
        'stuck',
        {change: 'link-down', from: 'r0', to: 'r1'},
        {change: 'link-down', from: 'r0', to: 'r2'},
        {change: 'link-down', from: 'r0', to: 'r3'},
      ),
      named('no budget', {change: 'budget', ratio: 0}),
    ]
    const data = await whatIf(
      loaded,
      scenarios,
      {title: 't', plan: {...quickSettings, replicaBudgetRatio: 0.3}, drawsArticleFigures: true},
      silent,
    )
    expect(data.scenarios.map(({name}) => name)).toEqual(['twice', 'stuck', 'no budget'])
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
    const [twice, stuck, none] = data.scenarios
    expect(twice!.outcome!.before.wanBytesPerDay).toBeCloseTo(2 * data.base.outcome!.before.wanBytesPerDay, 6)
    expect(stuck!.outcome).toBeUndefined()
    expect(stuck!.refused).toMatch(/no link is left/)
    expect(none!.outcome!.replicaBytes).toBe(0)
    expect(data.base.outcome!.budgetBytes).toBeCloseTo(0.3 * data.base.outcome!.homeBytes, 6)
    const {head, rows} = whatIfRows(data)
    expect(head).toEqual(['', 'base', 'twice', 'stuck', 'no budget'])
    expect(rows.every(row => row.length === head.length && row[3] === 'no plan')).toBe(true)
  })

  it('the same input gives the same data', async () => {
    const settings = {title: 't', plan: quickSettings, drawsArticleFigures: true}
    const once = async () =>
      whatIf((await loadSpec(specs[2]!)).loaded, [named('g', {change: 'growth', factor: 3})], settings, silent)
    expect(await once()).toEqual(await once())
  })

  it('checks all scenarios before it plans any: names that are there twice, and every finding of each', async () => {
    const {workload} = await loadSpec(specs[0]!)
    const faulty = [
      named('a', {change: 'evacuate', region: 'rr'}),
      named('a', {change: 'pin', projects: ['zz9']}),
      named('base'),
    ]
    const error = (() => {
      try {
        return makeScenarios(workload, faulty, unchanged(workload))
      } catch (thrown) {
        return thrown
      }
    })() as BadInput
    expect(error).toBeInstanceOf(BadInput)
    expect(error.findings.map(({kind, file}) => [kind, file])).toEqual([
      ['unknown-region', 'a.yaml'],
      ['duplicate-scenario', 'a.yaml'],
      ['unknown-project', 'a.yaml'],
      ['duplicate-scenario', 'base.yaml'],
    ])
  })
})

describe("the founding article's figures", () => {
  const settings = {
    replicaBudgetRatio: 0.2,
    moveHorizonDays: 3650,
    placeGold: true,
    placesJobs: true,
    caching: 'holders',
    cachingOptions: {},
    seed: 1,
  } as const

  it('more moves never save less; every point keeps its limit, and the last is the search itself or better', async () => {
    for (const seed of [21, 22, 23, 24]) {
      const spec = {...specOf(seed), replicaBudgetRatio: 0.2}
      const {workload} = await loadSpec(spec)
      const asOfDay = workload.toDay + 1
      const many = (
        await jointPolicies.search.plan(
          workload,
          {...quickSettings, caching: 'holders', mostMoves: Infinity, asOfDay},
          {kicks: 20},
          {seed: 1},
        )
      ).placement
      const {reductionByMoves: points, storageByMoves} = await articleFigures(workload, many, {...settings, asOfDay})
      expect(points.map(({mostMoves}) => mostMoves)).toEqual([0, 4])
      for (const [i, point] of points.entries()) {
        expect(point.moves).toBeLessThanOrEqual(point.mostMoves)
        if (i > 0) expect(point.reduction).toBeGreaterThanOrEqual(points[i - 1]!.reduction)
      }
      expect(points[0]!.moveBytes).toBe(0)
      const before = wanCost(objective(workload, homePlacement(workload), asOfDay).traffic) / workload.dayCount
      expect(points[0]!.reduction).toBeCloseTo(1 - points[0]!.wanCostPerDay / before, 9)
      expect(storageByMoves.map(({mostMoves}) => mostMoves)).toEqual([0, 20, 50])
      for (const {points: curve} of storageByMoves) {
        for (let i = 1; i < curve.length; i++)
          expect(curve[i]!.replicaBytes).toBeGreaterThanOrEqual(curve[i - 1]!.replicaBytes)
        expect(curve[0]!.replicaBytes).toBe(0)
      }
    }
  })

  it('the best move comes first', async () => {
    const reader = (project: string, table: string, bytes: number) =>
      [5, 6].map(day => ({job: `of-${project}`, project, day, movable: false, reads: [[table, day, bytes] as const]}))
    const {workload} = await loadSpec({
      regions: ['a', 'b'],
      projects: [
        {project: 'hub', region: 'a', pinned: true},
        ...['small', 'large', 'middle'].map(project => ({project, region: 'b'})),
      ],
      tables: [{table: 't', project: 'hub', partitionBytes: 1000, replicable: false}],
      runs: [...reader('small', 't', 10), ...reader('large', 't', 1000), ...reader('middle', 't', 100)],
    })
    const home = homePlacement(workload)
    const many = {...home, projectRegion: Int32Array.of(0, 0, 0, 0), projectMoved: Uint8Array.of(0, 1, 1, 1)}
    const prefixes = movePrefixes(workload, many, [0, 1, 2, 3], {...settings, placesJobs: false})
    expect(prefixes.map(({projectRegion}) => Array.from(projectRegion as Int32Array))).toEqual([
      [0, 1, 1, 1],
      [0, 1, 0, 1],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
    ])
  })

  it('prefixes make the moves of the placement one after another, the best first, and nothing else', async () => {
    const {workload} = await loadSpec({...specOf(5), replicaBudgetRatio: 0.2})
    const home = homePlacement(workload)
    const regions = workload.topology.regions.length
    const projectRegion = Int32Array.from(
      workload.projects.names,
      (_, p) => (workload.projects.region[p]! + 1) % regions,
    )
    const many = {
      ...home,
      projectRegion,
      projectMoved: new Uint8Array(projectRegion.length).fill(1),
      tableRegion: Int32Array.from(workload.tables.names, (_, t) => projectRegion[workload.tables.project[t]!]!),
    }
    const prefixes = movePrefixes(workload, many, [0, 1, 2, 3, 4], {...settings, placesJobs: false})
    prefixes.forEach((placement, i) => {
      expect(movesOf(workload, placement)).toBe(i)
      const moved = [...(placement.projectRegion.length === 4 ? [0, 1, 2, 3] : [])].filter(
        p => placement.projectRegion[p] !== home.projectRegion[p],
      )
      for (const p of moved) expect(placement.projectRegion[p]).toBe(projectRegion[p])
      if (i > 0) {
        const earlier = prefixes[i - 1]!
        for (let p = 0; p < 4; p++) {
          if (earlier.projectRegion[p] !== home.projectRegion[p])
            expect(placement.projectRegion[p]).toBe(earlier.projectRegion[p])
        }
      }
    })
  })
})
