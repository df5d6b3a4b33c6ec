import {describe, expect, it} from 'vitest'
import {shedLinks} from '../../../algorithms/caching/shed-links.js'
import {decodePlan, homePlacement} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, randomPlan} from '../../support/random-history.js'

/**
 * Table t at home in a, 10 bytes a day. Two jobs at b read 30 bytes of it, one at c reads 8. a → c is dear, b → c cheap: once b
 * keeps t, c reads from b, and the 8 bytes cross b → c.
 */
const relay: MemoryHistorySpec = {
  regions: ['a', 'b', 'c'],
  prices: {'a>b': 2, 'a>c': 5, 'b>c': 1},
  projects: [
    {project: 'p', region: 'a'},
    {project: 'q', region: 'b'},
    {project: 'r', region: 'c'},
  ],
  tables: [{table: 't', project: 'p', partitionBytes: 10}],
  runs: [
    {job: 'j', project: 'q', day: 100, reads: [['t', 100, 30]]},
    {job: 'k', project: 'r', day: 100, reads: [['t', 100, 8]]},
  ],
}

const keptAtB = (home: Placement): Placement => ({
  ...home,
  windows: {count: 1, table: [0], region: [1], fromAge: [0], toAge: [1]},
})

describe('shedLinks', () => {
  it('leaves a plan alone where links have room', async () => {
    const workload = await naiveWorkload(memoryHistory({...relay, capacities: {'b>c': 8}}))
    const placement = keptAtB(homePlacement(workload))
    expect(shedLinks(workload, placement, 101)).toEqual({windows: placement.windows, shedCount: 0})
  })

  it('gives up the replica whose readers elsewhere overload a link', async () => {
    const workload = await naiveWorkload(memoryHistory({...relay, capacities: {'b>c': 7}}))
    const shed = shedLinks(workload, keptAtB(homePlacement(workload)), 101)
    expect(shed.shedCount).toBe(1)
    expect(shed.windows.count).toBe(0)
  })

  it('on random histories leaves no link above its capacity, or above what it carried without replicas', async () => {
    let shedPlans = 0
    for (let seed = 1; seed <= 60; seed++) {
      const spec = randomHistorySpec(seed)
      const capacities = Object.fromEntries(
        Object.keys(spec.prices ?? {}).map((link, i) => [link, (seed * 7 + i * 13) % 60]),
      )
      const workload = await naiveWorkload(memoryHistory({...spec, capacities}))
      const home = homePlacement(workload)
      const {windows} = decodePlan({...randomPlan(seed, spec), moves: [], jobs: []}, workload)
      const asOf = workload.toDay + 1
      const before = objective(workload, home, asOf).traffic.linkBytes
      const shed = shedLinks(workload, {...home, windows}, asOf)
      if (shed.shedCount > 0) shedPlans++
      const after = objective(workload, {...home, windows: shed.windows}, asOf)
      const loadedByRefreshFromHome = homeRefreshLinks(workload.topology.regions.length, home, shed.windows)
      after.traffic.linkBytes.forEach((bytes, link) => {
        if (loadedByRefreshFromHome.has(link)) return
        const allowed = Math.max(workload.topology.linkCapacityBytesPerDay[link]! * workload.dayCount, before[link]!)
        expect(bytes, `seed ${seed}, link ${link}`).toBeLessThanOrEqual(allowed * (1 + 1e-9))
      })
    }
    expect(shedPlans).toBeGreaterThan(10)
  })
})

/** Links home → replica: a random window may save less than its refresh costs there, which no policy chooses. */
function homeRefreshLinks(regions: number, home: Placement, windows: Placement['windows']): Set<number> {
  return new Set(
    Array.from({length: windows.count}, (_, w) => home.tableRegion[windows.table[w]!]! * regions + windows.region[w]!),
  )
}
