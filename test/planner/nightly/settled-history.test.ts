import {describe, expect, it} from 'vitest'
import type {LoadedHistory} from '../../../datasets/history/index.js'
import type {History} from '../../../model/history.js'
import type {Move} from '../../../model/plan.js'
import {verify} from '../../../model/verifier/index.js'
import {rebase} from '../../../planner/nightly/rebase.js'
import {movesTakenBack, settledHistory, withMoves} from '../../../planner/nightly/settled-history.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, randomPlan} from '../../support/random-history.js'

const loadedOf = (history: History) => ({history, workload: () => naiveWorkload(history)}) as unknown as LoadedHistory

/** Moves of a random plan from the homes that a history has. */
function movesFrom({projects, topology}: History, moves: readonly Move[]): Move[] {
  return moves.flatMap(move => {
    const p = projects.names.indexOf(move.project!)
    const from = topology.regions[projects.region[p]]?.name
    return from === undefined || from === move.to ? [] : [{...move, from}]
  })
}

describe('a settled history', () => {
  it('costs under a plan what the history costs under the plan with the moves that it was settled by', async () => {
    let [onward, kept] = [0, 0]
    for (let seed = 1; seed <= 220; seed++) {
      const spec = randomHistorySpec(seed, {days: 5})
      const history = memoryHistory(spec)
      const settledBy = movesFrom(history, randomPlan(seed, spec).moves)
      const settled = settledHistory(loadedOf(history), settledBy).history
      const later = randomPlan(seed + 1000, spec)
      const moves = movesFrom(settled, later.moves)
      const back = movesTakenBack({...later, moves}, settledBy).map(({project}) => project)
      const plan = rebase({...later, moves: moves.filter(({project}) => !back.includes(project))}, settled).plan
      const said = withMoves(plan, settledBy, await naiveWorkload(history))
      const whole = await verify(history, said)
      const planned = await verify(settled, plan)
      expect(whole.after.traffic).toEqual(planned.after.traffic)
      expect(whole.after.windows).toEqual(planned.after.windows)
      const again = plan.moves.filter(({project}) => settledBy.some(move => move.project === project))
      onward += again.length
      kept += settledBy.length - again.length
    }
    expect(onward).toBeGreaterThan(10)
    expect(kept).toBeGreaterThan(10)
  })

  it('is the same workload that the settled rows add up to', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const spec = randomHistorySpec(seed, {days: 4})
      const history = memoryHistory(spec)
      const settled = settledHistory(loadedOf(history), movesFrom(history, randomPlan(seed, spec).moves))
      const [given, fresh] = [await settled.workload(), await naiveWorkload(settled.history)]
      expect(given.projects).toEqual(fresh.projects)
      const reads = (workload: typeof given) => {
        const bytes = new Map<string, number>()
        workload.jobs.names.forEach((job, j) => {
          for (let i = workload.reads.start[j]; i < workload.reads.start[j + 1]; i++) {
            const key = JSON.stringify([
              job,
              workload.jobs.region[j],
              workload.reads.table[i],
              workload.reads.ageDays[i],
            ])
            bytes.set(key, (bytes.get(key) ?? 0) + workload.reads.bytes[i])
          }
        })
        return [...bytes].sort()
      }
      expect(reads(given)).toEqual(reads(fresh))
    }
  })

  it('says the bytes of a move anew, and the moves in the order of the projects', async () => {
    const history = memoryHistory({
      regions: ['a', 'b', 'c'],
      projects: ['p', 'q', 'r'].map(project => ({project, region: 'a'})),
      tables: [{table: 't', project: 'q', partitionBytes: 7, retentionDays: 3}],
      runs: [{job: 'j', project: 'p', day: 1}],
    })
    const plan = {...randomPlan(1, randomHistorySpec(1)), replicas: [], jobs: []}
    const settledBy: Move[] = [
      {project: 'q', from: 'a', to: 'b', bytes: 1},
      {project: 'r', from: 'a', to: 'b', bytes: 1},
    ]
    const moves = [
      {project: 'p', from: 'a', to: 'c', bytes: 0},
      {project: 'r', from: 'b', to: 'c', bytes: 0},
    ]
    expect(movesTakenBack({...plan, moves}, settledBy)).toEqual([])
    const home = {project: 'r', from: 'b', to: 'a', bytes: 0}
    expect(movesTakenBack({...plan, moves: [home]}, settledBy)).toEqual([settledBy[1]])
    expect(withMoves({...plan, moves}, settledBy, await naiveWorkload(history)).moves).toEqual([
      {project: 'p', from: 'a', to: 'c', bytes: 0},
      {project: 'q', from: 'a', to: 'b', bytes: 21},
      {project: 'r', from: 'a', to: 'c', bytes: 0},
    ])
  })
})
