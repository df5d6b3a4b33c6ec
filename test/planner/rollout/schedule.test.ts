import {describe, expect, it} from 'vitest'
import {noPlan} from '../../../planner/nightly/no-plan.js'
import {cheapestRoutes} from '../../../planner/rollout/cheapest-routes.js'
import {type CopyItem, copyItems, holdsAll} from '../../../planner/rollout/copy-items.js'
import {scheduleRollout} from '../../../planner/rollout/schedule.js'
import {memoryHistory} from '../../support/memory-history.js'
import {seededDraw} from '../../support/random-history.js'

const topologyOf = (regions: string[], prices: Record<string, number>, capacities: Record<string, number> = {}) =>
  memoryHistory({
    ...{regions, prices, capacities, projects: [{project: 'p', region: regions[0]}], tables: []},
    runs: [{job: 'j', project: 'p', day: 1}],
  }).topology
const item = (name: string, to: string, bytes: number, sources: string[], more: Partial<CopyItem> = {}): CopyItem => ({
  ...{decision: 'replica', name, to, bytes, savedBytesPerDay: 1, sources, ages: [{fromAge: 0, toAge: 3}], ...more},
})
const nightly = {fromHour: 22, hours: 4, linkShare: 0.5, nights: 3}

describe('scheduleRollout', () => {
  it('cuts a copy into hours, over midnight and over nights, and tells what finds no room', () => {
    const topology = topologyOf(['a', 'b'], {}, {'a>b': 480})
    const traffic = [0, 0, 0, 0]
    const {rows, unplaced} = scheduleRollout(topology, traffic, [item('t', 'b', 55, ['a'])], nightly)
    expect(rows.map(({night, hour, bytes}) => [night, hour, bytes])).toEqual([
      [0, 22, 10],
      [0, 23, 10],
      [0, 0, 10],
      [0, 1, 10],
      [1, 22, 10],
      [1, 23, 5],
    ])
    expect(unplaced).toEqual([])
    const busy = scheduleRollout(topology, [0, 192, 0, 0], [item('t', 'b', 55, ['a'])], nightly)
    expect(busy.rows.every(({bytes}) => bytes === 2)).toBe(true)
    expect(busy.unplaced.map(({bytes}) => bytes)).toEqual([55 - 2 * 12])
  })

  it('relays over a third region where that costs less, and goes straight where it does not', () => {
    const prices = {'a>c': 9, 'a>b': 1, 'b>c': 2}
    const [row] = scheduleRollout(
      topologyOf(['a', 'b', 'c'], prices),
      Array(9).fill(0),
      [item('t', 'c', 1, ['a'])],
      nightly,
    ).rows
    expect(row.route).toBe('a > b > c')
    const straight = scheduleRollout(
      topologyOf(['a', 'b', 'c'], {...prices, 'a>c': 3}),
      Array(9).fill(0),
      [item('t', 'c', 1, ['a'])],
      nightly,
    )
    expect(straight.rows[0].route).toBe('a > c')
  })

  it('copies from the nearest holder, and from a copy that the schedule itself has made, an hour later', () => {
    const topology = topologyOf(['a', 'b', 'c'], {'a>b': 5, 'a>c': 5, 'b>c': 1, 'c>b': 5})
    const near = scheduleRollout(topology, Array(9).fill(0), [item('t', 'c', 1, ['a', 'b'])], nightly)
    expect(near.rows.map(({route}) => route)).toEqual(['b > c'])
    const chained = scheduleRollout(
      topology,
      Array(9).fill(0),
      [item('t', 'b', 1, ['a']), item('t', 'c', 1, ['a'])],
      nightly,
    )
    expect(chained.rows.map(({route, hour}) => [route, hour])).toEqual([
      ['a > b', 22],
      ['b > c', 23],
    ])
    const other = item('t', 'c', 1, ['a'], {ages: [{fromAge: 0, toAge: 9}]})
    expect(scheduleRollout(topology, Array(9).fill(0), [item('t', 'b', 1, ['a']), other], nightly).rows[1].route).toBe(
      'a > c',
    )
  })

  it('never loads a link beyond its share, and loses no byte, on random worlds', () => {
    let full = 0
    for (let seed = 1; seed <= 200; seed++) {
      const draw = seededDraw(seed)
      const regions = ['a', 'b', 'c', 'd']
      const pairs = regions.flatMap(from => regions.filter(to => to !== from).map(to => `${from}>${to}`))
      const prices = Object.fromEntries(pairs.map(pair => [pair, draw(9)]))
      const capacities = Object.fromEntries(pairs.map(pair => [pair, draw(5) === 0 ? 0 : 24 * (1 + draw(20))]))
      const topology = topologyOf(regions, prices, capacities)
      const traffic = Float64Array.from({length: 16}, () => draw(50))
      const items = Array.from({length: 8}, (_, i) => {
        const [from, to] = [draw(4), draw(4)]
        return item(`t${i % 3}`, regions[to === from ? (to + 1) % 4 : to], 1 + draw(60), [regions[from]])
      })
      const {rows, unplaced} = scheduleRollout(topology, traffic, items, nightly)
      const load = new Map<string, number>()
      for (const {route, night, hour, bytes} of rows) {
        expect(bytes).toBeGreaterThan(0)
        expect((hour - 22 + 24) % 24).toBeLessThan(4)
        const stops = route.split(' > ')
        for (let i = 1; i < stops.length; i++) {
          const key = `${stops[i - 1]}>${stops[i]} ${night} ${hour}`
          load.set(key, (load.get(key) ?? 0) + bytes)
        }
      }
      for (const [key, bytes] of load) {
        const [from, to] = key.split(' ')[0].split('>')
        const link = regions.indexOf(from) * 4 + regions.indexOf(to)
        const room = Math.max(0, topology.linkCapacityBytesPerDay[link] * 0.5 - traffic[link]) / 24
        expect(bytes).toBeLessThanOrEqual(room * (1 + 1e-9))
        if (bytes > room * (1 - 1e-9)) full++
      }
      const placed = rows.reduce((sum, {bytes}) => sum + bytes, 0) + unplaced.reduce((sum, {bytes}) => sum + bytes, 0)
      expect(placed).toBeCloseTo(
        items.reduce((sum, {bytes}) => sum + bytes, 0),
        6,
      )
    }
    expect(full).toBeGreaterThan(100)
  })
})

describe('cheapestRoutes', () => {
  it('agrees with trying every way, on random worlds', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const draw = seededDraw(seed)
      const regions = ['a', 'b', 'c', 'd']
      const pairs = regions.flatMap(from => regions.filter(to => to !== from).map(to => `${from}>${to}`))
      const topology = topologyOf(regions, Object.fromEntries(pairs.map(pair => [pair, draw(10)])))
      const open = Uint8Array.from({length: 16}, () => Number(draw(3) > 0))
      const routes = cheapestRoutes(topology, link => open[link] === 1)
      const least = (from: number, to: number, seen: number[]): number => {
        if (from === to) return 0
        const next = [0, 1, 2, 3].filter(via => !seen.includes(via) && open[from * 4 + via] === 1)
        return Math.min(...next.map(via => topology.linkPricePerByte[from * 4 + via] + least(via, to, [...seen, via])))
      }
      for (let from = 0; from < 4; from++) {
        for (let to = 0; to < 4; to++)
          expect(routes[from * 4 + to]?.pricePerByte ?? Infinity).toBeCloseTo(least(from, to, [from]), 9)
      }
    }
  })
})

describe('copyItems', () => {
  const replica = (table: string, region: string, fromAge: number, toAge: number) => ({
    ...{table, region, fromAge, toAge, storedBytes: 1, refreshBytesPerDay: 0, savedBytesPerDay: 1},
  })

  it('takes the hottest first, then moves, and knows who holds all the ages', () => {
    const plan = {...noPlan(20000), replicas: [replica('t', 'b', 0, 5), replica('u', 'b', 0, 5)]}
    const held = {
      ...noPlan(20000),
      replicas: [replica('t', 'c', 0, 4), replica('t', 'd', 0, 3), replica('t', 'b', 0, 9)],
    }
    const fill = (table: string, savedBytesPerDay: number) => ({
      table,
      region: 'b',
      home: 'a',
      fillBytes: 10,
      savedBytesPerDay,
    })
    const moves = [{project: 'p', from: 'a', to: 'b', bytes: 7}]
    const items = copyItems(plan, held, [fill('t', 1), fill('u', 2)], moves)
    expect(items.map(({name, sources}) => [name, sources])).toEqual([
      ['u', ['a']],
      ['t', ['a', 'c']],
      ['p', ['a']],
    ])
    expect(holdsAll([], [{fromAge: 4, toAge: 5}])).toBe(true)
  })
})
