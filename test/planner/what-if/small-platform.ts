import type {LoadedHistory} from '../../../datasets/history/index.js'
import type {History} from '../../../model/history.js'
import type {Workload} from '../../../model/workload.js'
import type {PlanSettings} from '../../../planner/joint-plan.js'
import type {Progress} from '../../../planner/progress.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec} from '../../support/random-history.js'

/** A small random platform whose projects move as a whole. */
export const specOf = (seed: number): MemoryHistorySpec => ({
  ...randomHistorySpec(seed),
  unit: 'project',
  replicaBudgetRatio: 0.2,
})

/** A history in memory as if it had been loaded from a folder. */
export function loadedOf(history: History, workload: Workload): LoadedHistory {
  return {
    history,
    fileCount: 0,
    rowCounts: {} as LoadedHistory['rowCounts'],
    workload: async () => workload,
    close: () => undefined,
  }
}

export async function loadSpec(spec: MemoryHistorySpec): Promise<{loaded: LoadedHistory; workload: Workload}> {
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  return {loaded: loadedOf(history, workload), workload}
}

/** The joint search with little work: small platforms need no more. */
export const quickSettings: PlanSettings = {
  strategy: 'search',
  strategyOptions: {kicks: 20},
  cachingOptions: {},
  mostMoves: 20,
  mostMoveBytes: Infinity,
  moveHorizonDays: 3650,
  leastGainPerDay: 0,
  placeGold: true,
  forecast: 'history',
  seed: 1,
  change: {},
  isBounded: true,
}

export const silent: Progress = {stage: () => undefined, done: () => undefined}
