import {describe, expect, it} from 'vitest'
import {openRouter} from '../../../planner/router/index.js'
import {seededDraw} from '../../support/random-history.js'
import {planWith, smallWorkload, todayText, window} from './small-world.js'

const workload = await smallWorkload()

/** `orders` and `clicks` are replicated at a; one currency a second of waiting; the reader of pa is at home at a. */
function world(options = {}) {
  const plan = planWith({replicas: [window('orders', 'a', 0, 3), window('clicks', 'a', 0, 3)]})
  return openRouter({workload, plan, waitPricePerHour: {silver: 3600}, recomputeSecondsPerCpuHour: 10, ...options})
}

const orders = (bytes: number) => ({project: 'pa', inputs: [{table: 'orders', bytes}], outputBytes: 1e6, again: true})

describe('late replicas', () => {
  it('a short wait is taken, a long one is not', () => {
    const router = world({recomputeSecondsPerCpuHour: 1e6})
    router.late('orders', 'a', todayText, 30)
    const waits = router.place(orders(100))
    expect([waits.regionName, waits.reason, waits.waitSeconds, waits.wanBytes]).toEqual(['a', 'late-wait', 30, 0])
    const reads = router.place(orders(20))
    expect([reads.reason, reads.waitSeconds, reads.wanBytes]).toEqual(['late-remote', 0, 20])
    expect(world({maxLateWaitSeconds: 20, recomputeSecondsPerCpuHour: 1e6}).place(orders(100)).reason).toBe(
      'home-cheapest',
    )
    router.arrived('orders', 'a', todayText)
    expect(router.place(orders(100)).reason).toBe('home-cheapest')
  })

  it('a wait beyond the bound or the deadline is none', () => {
    const bounded = world({maxLateWaitSeconds: 20, recomputeSecondsPerCpuHour: 1e6})
    bounded.late('orders', 'a', todayText, 30)
    expect(bounded.place(orders(100)).reason).toBe('late-remote')
    const router = world({recomputeSecondsPerCpuHour: 1e6})
    router.late('orders', 'a', todayText, 30)
    expect(router.place({...orders(100), deadlineSeconds: 29}).reason).toBe('late-remote')
  })

  it('a wait is free while the queue is longer', () => {
    const router = world()
    router.late('orders', 'a', todayText, 30)
    for (const region of ['a', 'b', 'c']) router.report(region, {waitSeconds: 40})
    const answer = router.place(orders(5))
    expect([answer.reason, answer.waitSeconds, answer.wanBytes]).toEqual(['late-wait', 40, 0])
  })

  it('recomputes from what is there: 2 CPU-hours, 20 s, if the inputs of the table are local', () => {
    const router = world()
    router.late('orders', 'a', todayText)
    const answer = router.place(orders(100))
    expect([answer.reason, answer.waitSeconds, answer.wanBytes, answer.expectedCost]).toEqual([
      'late-recompute',
      20,
      0,
      22,
    ])
    expect(answer.late).toEqual([{input: 0, ageDays: 0, action: 'recompute'}])
    router.late('clicks', 'a', todayText)
    expect(router.place(orders(100)).reason).toBe('late-remote')
  })

  it('goes elsewhere when that is cheaper, and a planned job goes home', () => {
    const router = world({recomputeSecondsPerCpuHour: 1e6})
    router.late('orders', 'a', todayText)
    const away = router.place({...orders(1000), outputBytes: 10})
    expect([away.regionName, away.reason]).toEqual(['b', 'late-elsewhere'])
    const plan = planWith({
      replicas: [window('orders', 'c', 0, 3)],
      jobs: [{job: 'reader', region: 'c', savedBytesPerDay: 0}],
    })
    const planned = openRouter({workload, plan, waitPricePerHour: {silver: 3600}})
    const request = {project: 'pa', job: 'reader', inputs: [{table: 'orders', bytes: 100}], again: true}
    expect(planned.place(request).reason).toBe('planned')
    planned.late('orders', 'c', todayText)
    expect([planned.place(request).regionName, planned.place(request).reason]).toEqual(['a', 'late-home'])
    planned.late('orders', 'c', todayText, 3)
    expect([planned.place(request).regionName, planned.place(request).reason]).toEqual(['c', 'late-wait'])
  })

  it('a late replica serves nobody', () => {
    const plan = planWith({replicas: [window('orders', 'a', 0, 3)]})
    const router = openRouter({workload, plan})
    expect(router.regionName(router.where('orders', 'c', 0))).toBe('a')
    router.late('orders', 'a', todayText)
    expect(router.regionName(router.where('orders', 'c', 0))).toBe('b')
    expect(router.regionName(router.where('orders', 'c', 1))).toBe('a')
    router.reload(plan)
    expect(router.regionName(router.where('orders', 'c', 0))).toBe('b')
  })

  it('with several late inputs no other mix of waiting, reading and making again is cheaper', () => {
    const actions = new Set<string>()
    for (let seed = 1; seed <= 400; seed++) {
      const draw = seededDraw(seed)
      const router = world({recomputeSecondsPerCpuHour: draw(30)})
      const queue = draw(3) * 10
      for (const region of ['a', 'b', 'c']) router.report(region, {waitSeconds: queue})
      const inputs = [0, 1, 2].map(age => ({table: draw(2) === 0 ? 'orders' : 'clicks', ages: [age], bytes: draw(60)}))
      const arrivals = inputs.map(({table, ages}) => {
        const seconds = draw(80)
        router.late(table, 'a', `1972-09-${30 - ages[0]}`, seconds)
        return seconds
      })
      const answer = router.place({project: 'pa', inputs, outputBytes: 1e6, again: true})
      let least = Infinity
      for (let mix = 0; mix < 8; mix++) {
        const waits = [mix & 1, (mix >> 1) & 1, mix >> 2]
        const seconds = Math.max(queue, ...arrivals.map((s, i) => (waits[i] === 1 ? s : 0)))
        const read = inputs.reduce((sum, {bytes}, i) => sum + (waits[i] === 1 || arrivals[i] <= queue ? 0 : bytes), 0)
        least = Math.min(least, seconds + read)
      }
      expect(answer.regionName).toBe('a')
      expect(answer.expectedCost).toBeLessThanOrEqual(least + 1e-9)
      if (!answer.late.some(({action}) => action === 'recompute')) expect(answer.expectedCost).toBeCloseTo(least, 9)
      for (const {action} of answer.late) actions.add(action)
    }
    expect([...actions].sort()).toEqual(['recompute', 'remote', 'wait'])
  })
})
