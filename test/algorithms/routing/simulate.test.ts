import {describe, expect, it} from 'vitest'
import {type RoutingFleet, routingPolicies, simulateRouting} from '../../../algorithms/routing/index.js'
import {routingArrivals} from '../../../bench/routing-world.js'
import {seededDraw} from '../../support/random-history.js'

const regions = 8
const arrivals = routingArrivals(3, {jobs: 10_000, regions, slotsPerRegion: 16, utilisation: 0.85, waitPricePerHour: 3})
const fresh: RoutingFleet = {
  slots: new Int32Array(regions).fill(16),
  routers: 1,
  staleSeconds: 0,
  countsOwn: false,
  lateBinding: false,
}
const costAndLoad = routingPolicies['cost-and-load'].prepare({})
const allKnowing = simulateRouting(arrivals, fresh, costAndLoad, seededDraw(1))

describe('simulateRouting', () => {
  it('waits as one queue with one slot does, by hand', () => {
    const byHand = {
      jobCount: 3,
      arrivalSeconds: Float64Array.of(0, 1, 20),
      serviceSeconds: Float64Array.of(10, 5, 1),
      homeRegion: Int32Array.of(0, 0, 0),
      wanBytes: Float64Array.of(0, 9, 0, 9, 0, 9),
      wanCost: Float64Array.of(0, 9, 0, 9, 0, 9),
      waitPricePerSecond: 1,
    }
    const fleet = {...fresh, slots: Int32Array.of(1, 1)}
    const home = simulateRouting(byHand, fleet, routingPolicies.home.prepare({}), seededDraw(1))
    expect(home.meanWaitSeconds).toBe(3)
    expect(home.meanResponseSeconds).toBe(25 / 3)
    expect([home.costPerJob, home.foreignShare, home.wanBytes]).toEqual([3, 0, 0])
    const cheaper = {...byHand, wanCost: Float64Array.of(0, 8, 0, 8, 0, 8)}
    const spread = simulateRouting(cheaper, fleet, costAndLoad, seededDraw(1))
    expect([spread.meanWaitSeconds, spread.costPerJob, spread.foreignShare]).toEqual([0, 8 / 3, 1 / 3])
  })

  it('is the same for the same seed', () => {
    const fleet = {...fresh, routers: 4, staleSeconds: 30, lateBinding: true}
    const score = routingPolicies.probing.prepare({})
    expect(simulateRouting(arrivals, fleet, score, seededDraw(5))).toEqual(
      simulateRouting(arrivals, fleet, score, seededDraw(5)),
    )
  })

  it.each([1, 2, 4, 8, 16, 32])(
    '%i routers that probe 3 regions and bind late stay within 12 %% of the all-knowing',
    routers => {
      const fleet = {...fresh, routers, staleSeconds: 30, countsOwn: true, lateBinding: true}
      const probing = simulateRouting(arrivals, fleet, routingPolicies.probing.prepare({}), seededDraw(2))
      expect(probing.costPerJob).toBeLessThan(1.12 * allKnowing.costPerJob)
      expect(probing.meanResponseSeconds).toBeLessThan(1.12 * allKnowing.meanResponseSeconds)
    },
  )

  it('more routers with stale load herd without their own count of what they placed', () => {
    const blind = {...fresh, routers: 32, staleSeconds: 120}
    const herd = simulateRouting(arrivals, blind, costAndLoad, seededDraw(2))
    const counted = simulateRouting(arrivals, {...blind, countsOwn: true, routers: 1}, costAndLoad, seededDraw(2))
    expect(counted.costPerJob).toBeLessThan(herd.costPerJob)
    expect(allKnowing.costPerJob).toBeLessThan(herd.costPerJob)
  })
})
