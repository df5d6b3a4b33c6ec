import {describe, expect, it} from 'vitest'
import type {IsthmusError} from '../../../model/errors.js'
import {explain} from '../../../planner/explain/explain.js'
import {alternativesTable, demandTable} from '../../../planner/explain/explanation-tables.js'
import {topExplanations} from '../../../planner/explain/top-explanations.js'
import {costOf, plain, platformOf, platforms} from './planned.js'

describe('explain project', () => {
  it('what every other home costs more is what the whole plan costs more with the project there', async () => {
    let compared = 0
    for (const platform of await platforms) {
      const {workload, plan, placement} = platform
      workload.projects.names.forEach((project, p) => {
        const {alternatives} = explain(platform, 'project', project)
        const chosen = alternatives.find(({isChosen}) => isChosen)!
        workload.topology.regions.forEach(({name: to}, e) => {
          if (e === placement.projectRegion[p]) return
          const from = workload.topology.regions[workload.projects.region[p]!]!.name
          const moves = plan.moves.filter(move => move.project !== project)
          const variant = {
            ...plan,
            moves: to === from ? moves : [...moves, {project, from, to, bytes: 0}],
            replicas: plan.replicas.filter(row => {
              const owner = workload.tables.project[workload.tables.names.indexOf(row.table)]
              return owner !== p || row.region !== to
            }),
          }
          expect(alternatives[e]!.costPerDay - chosen.costPerDay).toBeCloseTo(
            costOf(platform, variant) - costOf(platform, plan),
            8,
          )
          compared++
        })
      })
    }
    expect(compared).toBeGreaterThan(30)
  })

  it('counts what the project touches, and no replica of others', async () => {
    const platform = await platformOf(
      {
        regions: ['a', 'b'],
        projects: [
          {project: 'p', region: 'a', pinned: true},
          {project: 'q', region: 'b', pinned: true},
          {project: 'idle', region: 'a', pinned: true},
        ],
        tables: [{table: 't', project: 'p', partitionBytes: 10}],
        runs: [5, 6].map(day => ({job: 'j', project: 'q', day, movable: false, reads: [['t', day, 30]] as const})),
      },
      {strategy: 'caching', strategyOptions: {}},
    )
    expect(platform.plan.replicas.length).toBe(1)
    const costNow = (project: string) =>
      explain(platform, 'project', project).alternatives.find(({isChosen}) => isChosen)!.costPerDay
    expect([costNow('p'), costNow('q'), costNow('idle')]).toEqual([10, 0, 0])
  })

  it('names pins, allowed regions and rooms that forbid a home', async () => {
    const platform = await platformOf({
      regions: ['a', {name: 'b', storageCapacityBytes: 3}, 'c'],
      projects: [
        {project: 'p', region: 'a', allowed: ['a', 'b']},
        {project: 'q', region: 'c', pinned: true},
      ],
      tables: [{table: 't', project: 'p', partitionBytes: 10, replicable: false}],
      runs: [{job: 'j', project: 'q', day: 5, movable: false, reads: [['t', 5, 10]]}],
    })
    const open = explain(platform, 'project', 'p')
    expect(open.alternatives.map(({obstacles}) => plain(obstacles))).toEqual([
      [],
      ['b has room for 3 B'],
      ['it may not live in c'],
    ])
    expect(open.limits).toEqual(['It may live in a, b only.'])
    const pinned = explain(platform, 'project', 'q')
    expect(pinned.limits).toEqual(['It is pinned.'])
    expect(pinned.alternatives.map(({obstacles}) => obstacles.includes('it is pinned'))).toEqual([true, true, false])
  })
})

describe('explain job', () => {
  it('what every other region costs more is what the whole plan costs more with the job there', async () => {
    let compared = 0
    for (const platform of await platforms) {
      const {workload, plan} = platform
      for (const job of new Set(workload.jobs.names)) {
        const {alternatives} = explain(platform, 'job', job)
        const chosen = alternatives.find(({isChosen}) => isChosen)!
        const others = plan.jobs.filter(row => row.job !== job)
        const variants = [
          others,
          ...workload.topology.regions.map(({name: region}) => [...others, {job, region, savedBytesPerDay: 0}]),
        ]
        alternatives.forEach(({costPerDay}, i) => {
          expect(costPerDay - chosen.costPerDay).toBeCloseTo(
            costOf(platform, {...plan, jobs: variants[i]!}) - costOf(platform, plan),
            8,
          )
          compared++
        })
      }
    }
    expect(compared).toBeGreaterThan(100)
  })

  it('names what holds a job: movable, gold, too few runs, no CPU at that hour', async () => {
    const hours = Array.from({length: 24}, (_, h) => (h === 3 ? 1 : 10))
    const reads = [['t', 5, 10]] as const
    const platform = await platformOf(
      {
        regions: ['a', {name: 'b', computeCapacityCpuHours: hours}],
        projects: [
          {project: 'p', region: 'b', pinned: true},
          {project: 'q', region: 'a', pinned: true},
        ],
        tables: [{table: 't', project: 'p', partitionBytes: 10, replicable: false}],
        runs: [
          {job: 'gold', project: 'q', day: 5, hour: 3, cpu: 2, priority: 'gold', movable: false, reads},
          {job: 'busy', project: 'q', day: 5, hour: 4, cpu: 2, reads},
          {job: 'busy', project: 'q', day: 5, hour: 3, cpu: 2, reads},
        ],
      },
      {placeGold: false},
    )
    const gold = explain(platform, 'job', 'gold')
    expect(gold.limits).toEqual([
      'Some of its runs are not movable.',
      'It has priority gold, and gold jobs stay at home (--place-gold).',
      'It ran 1 times in 1 days; from 2 on it counts as recurring.',
    ])
    const busy = explain(platform, 'job', 'busy')
    expect(busy.limits).toEqual([])
    expect(busy.alternatives[2]).toMatchObject({
      what: 'b',
      costPerDay: 0,
      obstacles: ['b runs 0 of 1 CPU-hours from 3:00, and it takes 2'],
    })
    expect(busy.sentences.at(-1)).toContain('but b runs 0 of 1 CPU-hours from 3:00')
  })
})

describe('the explanations of a report', () => {
  it('are those of the decisions that weigh most, a few of each kind', async () => {
    for (const platform of await platforms) {
      const {plan} = platform
      const top = topExplanations(platform, 2)
      const named = (kind: string) => top.filter(explanation => explanation.kind === kind).map(({name}) => name)
      const distinct = (names: readonly string[]) => Math.min(2, new Set(names).size)
      expect(named('table').length).toBe(distinct(plan.replicas.map(({table}) => table)))
      expect(named('project')).toEqual(plan.moves.map(({project}) => project))
      expect(named('job').length).toBe(distinct(plan.jobs.map(({job}) => job)))
      const saved = (job: string) => plan.jobs.find(row => row.job === job)!.savedBytesPerDay
      const most = Math.max(...plan.jobs.map(({savedBytesPerDay}) => savedBytesPerDay))
      if (plan.jobs.length > 0) expect(saved(named('job')[0]!)).toBe(most)
    }
  })
})

describe('explain', () => {
  it('answers an unknown name with the nearest ones', async () => {
    const [platform] = await platforms
    const failing = (kind: 'table' | 'project' | 'job', name: string) => {
      try {
        return explain(platform!, kind, name)
      } catch (error) {
        return [(error as IsthmusError).message, (error as IsthmusError).advice]
      }
    }
    expect(failing('table', 't11')).toEqual(["there is no table 't11' in the history", "Did you mean 't1'?"])
    expect(failing('project', 'something else')).toEqual([
      "there is no project 'something else' in the history",
      "Use one of the history's 4 projects.",
    ])
    expect(failing('job', 'J')).toEqual([
      "there is no job 'J' in the history",
      expect.stringMatching(/^Did you mean 'j0'/),
    ])
  })

  it('prints tables that have as many cells as heads, and marks what was chosen', async () => {
    for (const platform of await platforms) {
      const {workload} = platform
      for (const explanation of [
        explain(platform, 'table', workload.tables.names[1]!),
        explain(platform, 'project', 'p0'),
        explain(platform, 'job', workload.jobs.names[0]!),
      ]) {
        for (const {head, rows} of [demandTable(explanation), alternativesTable(explanation, platform.unit)]) {
          expect(rows.every(row => row.length === head.length)).toBe(true)
        }
        const marked = alternativesTable(explanation, platform.unit).rows.filter(([mark]) => mark === '→')
        expect(marked.length).toBe(explanation.alternatives.filter(({isChosen}) => isChosen).length)
      }
    }
  })
})
