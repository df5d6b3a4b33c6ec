import {describe, expect, it} from 'vitest'
import {addRegion} from '../../../algorithms/migration/add-region.js'
import {closeRegions, evacuate} from '../../../algorithms/migration/evacuate.js'
import {localSearch} from '../../../algorithms/migration/local-search.js'
import {placeNewProjects} from '../../../algorithms/migration/new-projects.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {homeAssignment} from '../../../algorithms/serving/problem.js'
import {ServingState} from '../../../algorithms/serving/serving-state.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {migrationCase} from './cases.js'

describe('evacuate', () => {
  it('empties a region but for what it names, breaks no capacity, pin or allowed region, and says what that costs', async () => {
    let emptied = 0
    const reasons = new Set<string>()
    for (let seed = 1; seed <= 80; seed++) {
      const {problem, settings, verified} = await migrationCase(seed, true)
      const region = seed % problem.regionCount
      const start = homeAssignment(problem)
      const {assignment, leftBehind, costPerDay} = evacuate(problem, start, [region], settings)
      expect((await verified(assignment)).violations, `seed ${seed}`).toEqual([])
      const {storagePrice, moveHorizonDays} = settings
      const [before, after] = [start, assignment].map(a => new ServingState(problem, a, storagePrice, moveHorizonDays))
      expect(costPerDay, `seed ${seed}`).toBeCloseTo(after.cost - before.cost, 8)
      const named = (kind: string) => leftBehind.filter(left => left.kind === kind).map(left => left.item)
      const stays = [...assignment.projectRegion.keys()].filter(p => assignment.projectRegion[p] === region)
      expect(named('project'), `seed ${seed}`).toEqual(stays)
      const rows = [...after.rowRegion.keys()].filter(row => after.rowRegion[row] === region)
      expect(new Set(named('job')), `seed ${seed}`).toEqual(new Set(rows.map(row => problem.rowJob[row])))
      for (const {reason, kind, item} of leftBehind) {
        reasons.add(reason)
        if (reason === 'pinned') expect(problem.projectPinned[item]).toBe(1)
        if (reason === 'not-movable') expect([kind, problem.jobMovable[item]]).toEqual(['job', 0])
      }
      if (leftBehind.length === 0) emptied++
    }
    expect(emptied).toBeGreaterThan(2)
    expect([...reasons].sort()).toEqual(['no-room', 'not-allowed-elsewhere', 'not-movable', 'pinned'])
  })

  it('leaves nothing behind where all may move and there is room', async () => {
    const {problem, settings} = await migrationCase(3, false)
    const open = {
      ...problem,
      jobMovable: new Uint8Array(problem.jobCount).fill(1),
      computeCapacity: problem.computeCapacity.map(() => []),
    }
    const {assignment, leftBehind} = evacuate(open, homeAssignment(problem), [0, 1], settings)
    expect(leftBehind).toEqual([])
    expect([...assignment.projectRegion]).toEqual(Array.from(assignment.projectRegion, () => 2))
  })

  it('closed regions take nobody in', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const {problem, settings} = await migrationCase(seed, false)
      const closed = closeRegions(problem, [1])
      const {assignment} = localSearch.plan(closed, homeAssignment(problem), settings, {}, {seed: 1})
      assignment.projectRegion.forEach((region, p) => {
        if (region === 1) expect(problem.projectRegion[p], `seed ${seed}`).toBe(1)
      })
    }
  })
})

describe('add a region', () => {
  it('changes nothing for an assignment without it, and takes in what gains there', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const {problem, settings} = await migrationCase(seed, true)
      const {regionCount: R, projectCount} = problem
      const wider = addRegion(problem, {
        priceTo: new Float64Array(R),
        priceFrom: new Float64Array(R),
        homeStoragePrice: 0,
        computePrice: 0,
        storageCapacityBytes: Infinity,
        computeCapacity: [],
        allowed: new Uint8Array(projectCount).fill(1),
      })
      const home = homeAssignment(problem)
      const storagePrice = Float64Array.of(...settings.storagePrice, 0)
      const before = new ServingState(problem, home, settings.storagePrice, Infinity)
      const after = new ServingState(wider, home, storagePrice, Infinity)
      expect(after.cost, `seed ${seed}`).toBeCloseTo(before.cost, 9)
      const open = {
        storagePrice,
        limits: {mostMoves: Infinity, mostMoveBytes: Infinity},
        moveHorizonDays: Infinity,
        leastGainPerDay: 0,
      }
      const {costPerDay} = localSearch.plan(wider, home, open, {}, {seed: 1})
      if (Array.from(problem.projectPinned).every(pinned => pinned === 0))
        expect(costPerDay, `seed ${seed}`).toBeCloseTo(0, 9)
      else expect(costPerDay, `seed ${seed}`).toBeLessThanOrEqual(before.cost)
    }
  })
})

describe('new projects', () => {
  /** Regions a, b and c; `old` lives in b and is read by `new-reader`'s job; `made` in c is made from `new-source`. */
  async function newProjects(storageCapacityOfB: number) {
    const workload = await naiveWorkload(
      memoryHistory({
        regions: [
          {name: 'a', storageCapacityBytes: 1000},
          {name: 'b', storageCapacityBytes: storageCapacityOfB},
          {name: 'c', storageCapacityBytes: 2000},
        ],
        projects: [
          {project: 'old', region: 'b'},
          {project: 'other', region: 'c'},
          {project: 'new-reader', region: 'a'},
          {project: 'new-source', region: 'a'},
          {project: 'new-alone', region: 'a'},
          {project: 'new-pinned', region: 'a', pinned: true},
        ],
        tables: [
          {table: 'read', project: 'old', partitionBytes: 100, retentionDays: 1},
          {table: 'made', project: 'other', partitionBytes: 10, retentionDays: 1},
          {table: 'reader', project: 'new-reader', partitionBytes: 20, retentionDays: 1},
          {table: 'source', project: 'new-source', partitionBytes: 50, retentionDays: 1},
          {table: 'alone', project: 'new-alone', partitionBytes: 5, retentionDays: 1},
        ],
        runs: [{job: 'j', project: 'old', day: 1000}],
      }),
    )
    const problem = deriveServing(workload)
    const start = Int32Array.of(0, 0, 1, 2, 2, 2)
    const upstream = Int32Array.of(3, 0)
    return placeNewProjects(problem, {start, upstream}, homeAssignment(problem), [2, 3, 4, 5])
  }

  it('go where the tables are that they declare, and otherwise where the load is least', async () => {
    const {assignment, unplaced, declaredCostPerDay} = await newProjects(1000)
    expect([...assignment.projectRegion]).toEqual([1, 2, 1, 2, 0, 0])
    expect(unplaced).toEqual([{project: 5, reason: 'pinned'}])
    expect([...declaredCostPerDay]).toEqual([0, 0, 0, 0])
  })

  it('go next to it where there is no room, at a cost that is said', async () => {
    const {assignment, declaredCostPerDay} = await newProjects(110)
    expect(assignment.projectRegion[2]).toBe(0)
    expect([...declaredCostPerDay]).toEqual([100, 0, 0, 0])
  })
})
