import {changedHistory} from '../../../planner/what-if/changed-history.js'
import {changedWorkload} from '../../../planner/what-if/changed-workload.js'
import {makeChanges} from '../../../planner/what-if/make-changes.js'
import {type Change, changeSchema} from '../../../planner/what-if/scenario-schema.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'

/** Changes as a scenario file has them. */
export const changes = (...list: object[]): Change[] => list.map(change => changeSchema.parse(change))

/** A history with changes made: the platform, its workload and its raw history. */
export async function changed(spec: MemoryHistorySpec, list: Change[]) {
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  const platform = makeChanges(workload, {name: 'x', source: 'x.yaml', changes: list})
  return {
    platform,
    base: workload,
    workload: changedWorkload(workload, platform),
    history: changedHistory(history, workload, platform),
  }
}
