import {describe, expect, it} from 'vitest'
import {explain} from '../../../planner/explain/explain.js'
import {formatAges} from '../../../viz/format.js'
import {costOf, plain, platformOf, platforms} from './planned.js'

describe('explain table', () => {
  it('what every alternative costs more is what the whole plan costs more with that one thing changed', async () => {
    let compared = 0
    for (const platform of await platforms) {
      const {workload, plan} = platform
      for (const table of workload.tables.names) {
        const {alternatives} = explain(platform, 'table', table)
        for (const region of workload.topology.regions.map(({name}) => name)) {
          const here = alternatives.filter(({what}) => what.startsWith(`${region}: `))
          const chosen = here.filter(({isChosen}) => isChosen)
          expect(chosen.length).toBe(here.length === 0 ? 0 : 1)
          for (const {what, costPerDay} of here.filter(({isChosen}) => !isChosen)) {
            const others = plan.replicas.filter(row => row.table !== table || row.region !== region)
            const ages = Array.from({length: 30}, (_, i) => i + 1).find(
              toAge => what === `${region}: keeps ${formatAges(0, toAge)}`,
            )
            expect(ages !== undefined || what === `${region}: no replica`).toBe(true)
            const kept = {
              table,
              region,
              fromAge: 0,
              toAge: ages ?? 0,
              storedBytes: 0,
              refreshBytesPerDay: 0,
              savedBytesPerDay: 0,
            }
            const variant = {...plan, replicas: ages === undefined ? others : [...others, kept]}
            expect(costPerDay - chosen[0]!.costPerDay).toBeCloseTo(
              costOf(platform, variant) - costOf(platform, plan),
              8,
            )
            compared++
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(20)
  })

  it('demand is every byte that is read of it, and what is local is what the plan makes local', async () => {
    for (const platform of await platforms) {
      const {workload, account} = platform
      const rows = workload.tables.names.flatMap(table => explain(platform, 'table', table).demand)
      const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((bytes, row) => bytes + pick(row), 0)
      const all = workload.reads.bytes as Float64Array
      expect(sum(row => row.readBytesPerDay)).toBeCloseTo(all.reduce((a, b) => a + b, 0) / workload.dayCount, 6)
      const remote = account.traffic.remoteReadBytes / workload.dayCount
      expect(sum(row => row.readBytesPerDay - row.localBytesPerDay)).toBeCloseTo(remote, 6)
    }
  })

  const platform = (budget: object, partitionBytes = 10) =>
    platformOf(
      {
        regions: ['a', {name: 'b', ...budget}],
        projects: [
          {project: 'p', region: 'a', pinned: true},
          {project: 'q', region: 'b', pinned: true},
        ],
        tables: [{table: 't', project: 'p', partitionBytes, retentionDays: 10}],
        runs: [5, 6].map(day => ({
          job: 'j',
          project: 'q',
          day,
          movable: false,
          reads: [
            ['t', day, 30],
            ['t', day - 1, 30],
          ] as const,
        })),
      },
      {strategy: 'caching', strategyOptions: {}},
    )

  it('says at which price of storage and size of partition a replica is given up', async () => {
    const kept = explain(await platform({}), 'table', 't')
    expect(kept.alternatives.map(({what, isChosen}) => [...plain([what]), isChosen])).toEqual([
      ['b: keeps ages 0 to 1', true],
      ['b: no replica', false],
    ])
    const turns = Object.fromEntries(kept.flips.map(({kind, at}) => [kind, at]))
    // 60 bytes read a day for a refresh of 10, 20 stored: 2.5 a byte and day, by 10^9 bytes and 365.25 / 12 days.
    expect(turns['storage-price']).toBeCloseTo(2.5e9 * (365.25 / 12), 3)
    // The refresh alone grows with the partition: at 60 bytes it eats the reads up.
    expect(turns['partition-bytes']).toBeCloseTo(60, 9)
    const chosenAt = async (size: number) =>
      plain([explain(await platform({}, size), 'table', 't').alternatives[0]!.what])
    expect(await chosenAt(59)).toEqual(['b: keeps ages 0 to 1'])
    expect(await chosenAt(61)).toEqual(['b: no replica'])
  })

  it('names the budget that binds, and what it leaves', async () => {
    const full = explain(await platform({replicaBudgetBytes: 5}), 'table', 't')
    const [chosen, ...others] = full.alternatives
    expect(chosen).toMatchObject({what: 'b: no replica', isChosen: true, obstacles: []})
    expect(others.map(({obstacles}) => plain(obstacles))).toEqual([['the budget of b leaves 5 B']])
    expect(plain(full.limits)).toContain('The budget of b holds 0 B of 5 B.')
  })
})
