import {describe, expect, it} from 'vitest'
import {BadInput} from '../../../model/errors.js'
import {openRouter} from '../../../planner/router/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {planWith, smallWorkload, smallWorld, window} from './small-world.js'

const workload = await smallWorkload()
const plain = {workload, waitPricePerHour: {gold: 3600, silver: 3600, bronze: 3600}}

describe('unknown names', () => {
  const router = openRouter({...plain, plan: planWith({})})

  it('an unknown table keeps the job at home', () => {
    const answer = router.place({
      project: 'pa',
      inputs: [
        {table: 'nowhere', bytes: 9},
        {table: 'orders', bytes: 7},
      ],
    })
    expect([answer.regionName, answer.reason, answer.wanBytes]).toEqual(['a', 'unknown-table', 7])
  })

  it('an unknown project runs where the request says, where its job ran, or where its first input is', () => {
    const at = (request: {job?: string; home?: string; inputs?: {table: string}[]}) => {
      const answer = router.place({project: 'ghost', ...request})
      return [answer.regionName, answer.reason]
    }
    expect(at({home: 'c'})).toEqual(['c', 'unknown-project'])
    expect(at({job: 'reader'})).toEqual(['a', 'unknown-project'])
    expect(at({inputs: [{table: 'nowhere'}, {table: 'orders'}]})).toEqual(['b', 'unknown-project'])
    expect(at({home: 'atlantis'})).toEqual(['a', 'unknown-project'])
  })

  it('nothing throws, whatever is asked', () => {
    const odd = ['', '__proto__', 'ordérs', '\u0000', 'x'.repeat(10_000), -1, 1.5, Number.NaN, 1e9]
    for (const name of odd) {
      const answer = router.place({
        project: name,
        job: name,
        inputs: [{table: name, partitions: [String(name)], ages: [Number.NaN, -3], bytes: -1}],
        outputs: [{table: name, bytes: Number.NaN}],
        outputBytes: Number.NaN,
        cpuHours: Number.NaN,
        deadlineSeconds: -1,
        uncertainInput: 7,
      })
      expect(answer.regionName).toBe('a')
      expect(Number.isFinite(answer.expectedCost)).toBe(true)
      expect(router.where(name, 'a')).toBe(-1)
    }
    expect(router.where('orders', 'atlantis')).toBe(-1)
    expect(router.report('atlantis', {waitSeconds: 1})).toBe(false)
    expect(router.late('orders', 'b', 'yesterday')).toBe(false)
  })

  it('a date that is no date, or lies ahead, is read from home', () => {
    const replicated = openRouter({...plain, plan: planWith({replicas: [window('orders', 'a', 0, 9)]})})
    replicated.tick('2026-03-01', 0)
    const bytes = (date: string) =>
      replicated.place({project: 'pa', priority: 'gold', inputs: [{table: 'orders', partitions: [date], bytes: 8}]})
        .wanBytes
    expect(['2026-03-01', '2026-02-21', '2026-02-20'].map(bytes)).toEqual([0, 0, 8])
    expect(['2026-02-30', '2026-03-02', 'today', '2026-2-28 '].map(bytes)).toEqual([8, 8, 8, 8])
  })
})

describe('predicted sizes', () => {
  const router = openRouter({...plain, plan: planWith({})})
  const ask = (request: object) => {
    const answer = router.place({project: 'pa', priority: 'gold', ...request})
    return [answer.wanBytes, answer.sizeSource]
  }

  it('come from the job, then from all readers of the table, then from its partitions', () => {
    expect(ask({job: 'reader', inputs: [{table: 'orders', ages: [0]}]})).toEqual([40, 'template'])
    expect(ask({job: 'reader', inputs: [{table: 'orders', ages: [5]}]})).toEqual([30, 'template'])
    expect(ask({inputs: [{table: 'orders', ages: [0]}]})).toEqual([160 / 3, 'table'])
    expect(ask({inputs: [{table: 'unread', ages: [0, 1]}]})).toEqual([140, 'partition'])
    expect(ask({inputs: [{table: 'unread', ages: [0, 1], bytes: 3}]})).toEqual([3, 'given'])
  })

  it('a job without inputs reads and writes what its history shows', () => {
    expect(ask({job: 'reader'})).toEqual([70, 'template'])
    const away = openRouter({...plain, plan: planWith({jobs: [{job: 'reader', region: 'b', savedBytesPerDay: 0}]})})
    const answer = away.place({project: 'pa', job: 'reader'})
    expect([answer.regionName, answer.wanBytes]).toEqual(['b', 5])
  })
})

describe('what must stay', () => {
  const router = openRouter({...plain, plan: planWith({})})
  const inputs = [{table: 'clicks', bytes: 1000}]

  it('gold stays unless told otherwise; silver goes to the bytes', () => {
    expect(router.place({project: 'pa', inputs, priority: 'gold'}).reason).toBe('gold-stays')
    expect(router.place({project: 'pa', inputs, priority: 'gold', goldMayLeave: true}).regionName).toBe('b')
    expect(router.place({project: 'pa', inputs}).regionName).toBe('b')
  })

  it('a job that may not move, and a project that may not go there', () => {
    expect(router.place({project: 'pb', job: 'maker', inputs: []}).reason).toBe('not-movable')
    const penned = router.place({project: 'penned', inputs})
    expect([penned.regionName, penned.reason]).toEqual(['a', 'home-cheapest'])
    expect(penned.alternatives.map(({region}) => region)).toEqual(['c'])
  })
})

describe('load', () => {
  const inputs = [{table: 'clicks', bytes: 10}]
  const open = (options = {}) => openRouter({...plain, plan: planWith({}), ...options})

  it('waiting counts, by the price of the priority', () => {
    const router = open({waitPricePerHour: {silver: 3600, bronze: 36}})
    router.report('b', {waitSeconds: 100})
    expect(router.place({project: 'pa', inputs, priority: 'silver'}).regionName).toBe('a')
    expect(router.place({project: 'pa', inputs, priority: 'bronze'}).regionName).toBe('b')
  })

  it('queued work becomes a wait, and what the router placed itself counts until the next report', () => {
    const router = open()
    router.report('b', {queuedCpuHours: 5})
    expect(router.place({project: 'pb', inputs: [], cpuHours: 5}).waitSeconds).toBe(1800)
    expect(router.place({project: 'pb', job: 'maker', inputs: [], again: true}).waitSeconds).toBe(3600)
    router.report('b', {})
    expect(router.place({project: 'pb', job: 'maker', inputs: [], again: true}).waitSeconds).toBe(1800)
  })

  it('the quota of foreign work: bronze may fill it, silver 70 %, and the next hour starts anew', () => {
    const router = open({foreignShare: 0.5, waitPricePerHour: {gold: 0, silver: 0, bronze: 0}})
    const send = (priority: 'silver' | 'bronze') => {
      const answer = router.place({project: 'pa', inputs, priority, cpuHours: 1})
      return [answer.regionName, answer.reason]
    }
    for (let k = 0; k < 3; k++) expect(send('silver')).toEqual(['b', 'cheapest'])
    expect(send('silver')).toEqual(['a', 'quota'])
    for (let k = 0; k < 2; k++) expect(send('bronze')).toEqual(['b', 'cheapest'])
    expect(send('bronze')).toEqual(['a', 'quota'])
    router.tick('1972-09-30', 0)
    expect(send('bronze')).toEqual(['a', 'quota'])
    router.tick('1972-09-30', 1)
    expect(send('silver')).toEqual(['b', 'cheapest'])
  })

  it('a deadline refuses slow regions, and home is there when all are slow', () => {
    const router = open({waitPricePerHour: {silver: 0}})
    router.report('b', {waitSeconds: 500})
    const answer = router.place({project: 'pa', inputs, deadlineSeconds: 400})
    expect([answer.regionName, answer.reason]).toEqual(['a', 'deadline'])
    for (const region of ['a', 'c']) router.report(region, {waitSeconds: 500})
    expect(router.place({project: 'pa', inputs, deadlineSeconds: 400}).regionName).toBe('a')
  })

  it('best effort costs a fifth, and eviction eats it up', () => {
    const router = open()
    const request = {project: 'pb', inputs: [{table: 'clicks', bytes: 50}], cpuHours: 10, bestEffort: true, again: true}
    const cheap = router.place(request)
    expect([cheap.priceClass, cheap.regionName, cheap.expectedCost]).toEqual(['best-effort', 'b', 2])
    router.report('b', {evictionShare: 0.5})
    expect(router.place(request).expectedCost).toBe(3)
    router.report('b', {evictionShare: 0.95})
    expect(router.place({...request, cpuHours: 1}).priceClass).toBe('guaranteed')
  })

  it('preferences are taken in their order, home last', () => {
    const router = open({waitPricePerHour: {silver: 0}})
    const preferences = [
      {region: 'c', priceClass: 'best-effort'},
      {region: 'b', priceClass: 'guaranteed'},
    ] as const
    const request = {project: 'pa', inputs, preferences, deadlineSeconds: 60}
    const first = router.place(request)
    expect([first.regionName, first.priceClass, first.reason]).toEqual(['c', 'best-effort', 'preference'])
    expect(first.alternatives.map(a => `${a.region} ${a.priceClass}`)).toEqual(['b guaranteed', 'a guaranteed'])
    router.report('c', {waitSeconds: 100})
    expect(router.place(request).regionName).toBe('b')
    router.report('b', {waitSeconds: 100})
    expect(router.place(request).regionName).toBe('a')
  })
})

describe('reload', () => {
  it('swaps the plan while calls go on, keeps the load, and keeps the old plan where the new one is bad', () => {
    const router = openRouter({...plain, plan: planWith({planId: 'one'})})
    const request = {project: 'pa', inputs: [{table: 'orders', ages: [0], bytes: 10}], priority: 'gold'} as const
    const answer = router.answer()
    router.report('a', {waitSeconds: 5})
    const plans = ['one', 'two'].map(planId =>
      planWith({planId, replicas: planId === 'two' ? [window('orders', 'a', 0, 2)] : []}),
    )
    for (let k = 0; k < 200; k++) {
      router.reload(plans[k % 2])
      router.place(request, answer)
      expect([answer.wanBytes, answer.waitSeconds]).toEqual([k % 2 === 0 ? 10 : 0, 5])
    }
    expect(() =>
      router.reload(planWith({replicas: [window('ghosts', 'a', 0, 1), window('orders', 'z', 0, 1)]})),
    ).toThrow(BadInput)
    expect(router.planId).toBe('two')
    expect(router.place(request, answer).wanBytes).toBe(0)
  })

  it('moves of the plan change homes of tables, outputs and jobs', () => {
    const moved = planWith({moves: [{project: 'pa', from: 'a', to: 'c', bytes: 0}]})
    const router = openRouter({...plain, plan: moved})
    const answer = router.place({project: 'pa', job: 'reader', priority: 'gold', inputs: [{table: 'sales', bytes: 4}]})
    expect([answer.regionName, answer.wanBytes]).toEqual(['c', 0])
  })
})

describe('a router from a topology alone', () => {
  it('follows the plan for its jobs and keeps the others at home', () => {
    const {topology} = memoryHistory(smallWorld)
    const plan = planWith({
      moves: [{project: 'pb', from: 'b', to: 'c', bytes: 0}],
      replicas: [window('orders', 'a', 0, 1)],
      jobs: [{job: 'nightly', region: 'b', savedBytesPerDay: 0}],
    })
    const router = openRouter({topology, plan})
    expect(router.place({project: 'x', job: 'nightly'}).regionName).toBe('b')
    const answer = router.place({project: 'pb', inputs: [{table: 'orders'}]})
    expect([answer.regionName, answer.reason]).toEqual(['c', 'unknown-table'])
  })

  it('refuses a source without regions, without a plan, or with bad options, and says what to do', () => {
    expect(() => openRouter({plan: planWith({})})).toThrow('a router needs to know the regions')
    expect(() => openRouter({workload})).toThrow('a router needs a plan')
    expect(() => openRouter({workload, plan: planWith({}), foreignShare: 2, maxLateWaitSeconds: -1})).toThrow(
      'foreignShare is 2; maxLateWaitSeconds is -1',
    )
  })
})

describe('allocation', () => {
  it('a decision makes no object: at most a few boxed numbers, and a million leave the heap as it was', () => {
    const router = openRouter({...plain, plan: planWith({replicas: [window('orders', 'a', 0, 2)]})})
    const answer = router.answer()
    const inputs = [{table: 'orders', partitions: ['1972-09-30']}, {table: 'clicks', bytes: 5}, {table: 'rates'}]
    const request = {project: 'pa', job: 'reader', inputs, outputBytes: 3, uncertainInput: 1, bestEffort: true}
    const play = (calls: number): number => {
      const before = process.memoryUsage().heapUsed
      for (let k = 0; k < calls; k++) router.place(request, answer)
      return (process.memoryUsage().heapUsed - before) / calls
    }
    play(200_000)
    const bytesPerCall = Array.from({length: 21}, () => play(10_000)).toSorted((a, b) => a - b)[10]
    expect(bytesPerCall).toBeLessThan(128)
    expect(play(1_000_000)).toBeLessThan(32)
  })
})
