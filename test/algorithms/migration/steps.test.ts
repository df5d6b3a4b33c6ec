import {describe, expect, it} from 'vitest'
import {exchangeAtLimit} from '../../../algorithms/migration/exchange-at-limit.js'
import {greedyMoves} from '../../../algorithms/migration/greedy-moves.js'
import {localSearch} from '../../../algorithms/migration/local-search.js'
import {makeRoom} from '../../../algorithms/migration/make-room.js'
import {movePairs} from '../../../algorithms/migration/pair-moves.js'
import {closestPartners} from '../../../algorithms/migration/partners.js'
import {yugong} from '../../../algorithms/migration/yugong.js'
import {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {homeAssignment, type ServingProblem} from '../../../algorithms/serving/problem.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'

const day = 1000
const open = {mostMoves: Infinity, mostMoveBytes: Infinity, leastGainPerDay: 0}

async function problemOf(
  spec: Omit<MemoryHistorySpec, 'tables'> & Partial<MemoryHistorySpec>,
): Promise<ServingProblem> {
  return deriveServing(await naiveWorkload(memoryHistory({tables: [], ...spec})))
}

const stateOf = (problem: ServingProblem) =>
  new AssignmentState(problem, homeAssignment(problem), new Float64Array(problem.regionCount), Infinity)

const homesOf = ({assignment}: AssignmentState) => [...assignment.projectRegion]

/** Two readers in the wrong region each: p of a reads b's table, q of b reads a's. CPU of 10 each fits in neither beside the other. */
const crossed = {
  regions: ['a', 'b'].map(name => ({name, computeCapacityCpuHours: [10]})),
  projects: [
    {project: 'p', region: 'a'},
    {project: 'q', region: 'b'},
    {project: 'in-a', region: 'a', pinned: true},
    {project: 'in-b', region: 'b', pinned: true},
  ],
  tables: [
    {table: 'ta', project: 'in-a', partitionBytes: 100, replicable: false},
    {table: 'tb', project: 'in-b', partitionBytes: 100, replicable: false},
  ],
  runs: [
    {job: 'jp', project: 'p', day, cpu: 10, reads: [['tb', day, 100]]},
    {job: 'jq', project: 'q', day, cpu: 10, reads: [['ta', day, 100]]},
  ],
} as const satisfies MemoryHistorySpec

describe('steps of local search', () => {
  it('swaps two projects of which neither finds room alone', async () => {
    const problem = await problemOf(crossed)
    const state = stateOf(problem)
    expect(state.cost).toBe(200)
    expect(makeRoom(state, {...open, mostEjected: 0})).toBe(0)
    expect(makeRoom(state, {...open, mostEjected: 1, mostMoves: 1})).toBe(0)
    expect(homesOf(state)).toEqual([0, 1, 0, 1])
    expect(makeRoom(state, {...open, mostEjected: 1})).toBe(2)
    expect(homesOf(state)).toEqual([1, 0, 0, 1])
    expect(state.cost).toBe(0)
  })

  it('ejects as many as it takes, and no more than it may', async () => {
    const problem = await problemOf({
      ...crossed,
      projects: [...crossed.projects, {project: 'q2', region: 'b'}],
      runs: [crossed.runs[0], {...crossed.runs[1], cpu: 5}, {job: 'jq2', project: 'q2', day, cpu: 5}],
    })
    const swapOnly = stateOf(problem)
    expect(makeRoom(swapOnly, {...open, mostEjected: 1})).toBe(0)
    expect(homesOf(swapOnly)).toEqual([0, 1, 0, 1, 1])
    const chain = stateOf(problem)
    expect(makeRoom(chain, {...open, mostEjected: 2})).toBe(3)
    expect(homesOf(chain)).toEqual([1, 0, 0, 1, 0])
    expect(chain.cost).toBe(0)
  })

  it('gives the only move to a project that saves more', async () => {
    const problem = await problemOf({
      ...crossed,
      regions: ['a', 'b'],
      runs: [crossed.runs[0], {...crossed.runs[1], reads: [['ta', day, 70]]}],
    })
    const state = stateOf(problem)
    state.moveProject(1, 0)
    const rules = {...open, mostMoves: 1}
    expect(exchangeAtLimit(state, {...rules, leastGainPerDay: 31})).toBe(0)
    expect(homesOf(state)).toEqual([0, 0, 0, 1])
    expect(exchangeAtLimit(state, rules)).toBe(2)
    expect(homesOf(state)).toEqual([1, 1, 0, 1])
  })

  it('moves two projects that only pay together', async () => {
    const problem = await problemOf({
      regions: ['a', 'b'],
      projects: [
        {project: 'p', region: 'a'},
        {project: 'q', region: 'a'},
        {project: 'in-b', region: 'b', pinned: true},
      ],
      tables: [
        {table: 'tp', project: 'p', partitionBytes: 100, replicable: false},
        {table: 'tq', project: 'q', partitionBytes: 100, replicable: false},
        {table: 'tb', project: 'in-b', partitionBytes: 100, replicable: false},
      ],
      runs: [
        {
          job: 'jp',
          project: 'p',
          day,
          reads: [
            ['tq', day, 90],
            ['tb', day, 60],
          ],
        },
        {
          job: 'jq',
          project: 'q',
          day,
          reads: [
            ['tp', day, 90],
            ['tb', day, 60],
          ],
        },
      ],
    })
    const settings = {storagePrice: new Float64Array(2), limits: open, moveHorizonDays: Infinity, leastGainPerDay: 0}
    expect(greedyMoves.plan(problem, homeAssignment(problem), settings).costPerDay).toBe(120)
    expect(localSearch.plan(problem, homeAssignment(problem), settings, {}, {seed: 1}).costPerDay).toBe(0)
    const state = stateOf(problem)
    expect(movePairs(state, closestPartners(problem, 1), {...open, leastGainPerDay: 61})).toBe(0)
    expect(movePairs(state, closestPartners(problem, 1), open)).toBe(2)
    expect(homesOf(state)).toEqual([1, 1, 1])
  })

  it('spends no more evaluations than it is given', async () => {
    const problem = await problemOf(crossed)
    const settings = {storagePrice: new Float64Array(2), limits: open, moveHorizonDays: Infinity, leastGainPerDay: 0}
    const none = localSearch.plan(problem, homeAssignment(problem), settings, {evaluations: 0}, {seed: 1})
    expect([none.costPerDay, none.work.evaluations]).toEqual([200, 0])
    const many = localSearch.plan(problem, homeAssignment(problem), settings, {}, {seed: 1})
    expect(many.costPerDay).toBe(0)
    expect(many.work.evaluations).toBeGreaterThan(0)
  })

  it('yugong looks at the largest dependencies only, and at no storage price', async () => {
    const spec = {
      ...crossed,
      regions: ['a', 'b'],
      runs: [crossed.runs[0], {...crossed.runs[1], reads: [['ta', day, 10]]}],
    } as const
    const problem = await problemOf(spec)
    const settings = {storagePrice: Float64Array.of(9, 9), limits: open, moveHorizonDays: 1, leastGainPerDay: 0}
    const plan = (dependencyShare: number) => [
      ...yugong.plan(problem, homeAssignment(problem), settings, {dependencyShare}).assignment.projectRegion,
    ]
    expect(plan(1)).toEqual([1, 0, 0, 1])
    expect(plan(0.9)).toEqual([1, 1, 0, 1])
    const replicated = await problemOf({
      ...spec,
      tables: spec.tables.map(table => ({...table, partitionBytes: 1, replicable: true})),
      runs: [{job: 'jp', project: 'p', day, reads: [['tb', day, 100]], writes: [['ta', day, 50]]}],
    })
    const stored = yugong.plan(replicated, homeAssignment(replicated), settings, {})
    expect([...stored.assignment.projectRegion], 'write-backs are no part of eq. 12').toEqual([1, 1, 0, 1])
    expect(stored.costPerDay, 'but of the cost').toBe(50)
  })
})
