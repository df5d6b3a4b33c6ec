import {describe, expect, it} from 'vitest'
import {wanBytes} from '../../model/account.js'
import {decodePlan, homePlacement} from '../../model/decode-plan.js'
import {objective} from '../../model/objective.js'
import type {Plan} from '../../model/plan.js'
import {verify} from '../../model/verifier/index.js'
import {draftPlan} from '../../planner/draft-plan.js'
import {memoryHistory} from '../support/memory-history.js'
import {naiveWorkload} from '../support/naive-workload.js'
import {randomHistorySpec, randomPlan} from '../support/random-history.js'

const decided = {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed: 1}

/** The rows that a draft gives to the decisions of a random plan, with what it was drafted from. */
async function drafted(seed: number) {
  const spec = {...randomHistorySpec(seed), unit: 'table' as const}
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  const shown = new Set(workload.jobs.names)
  const random = randomPlan(seed, spec)
  const plan = {...random, jobs: random.jobs.filter(({job}) => shown.has(job))}
  const placement = decodePlan(plan, workload)
  const asOfDay = workload.toDay + 1
  const account = objective(workload, placement, asOfDay)
  return {history, workload, placement, account, draft: draftPlan(workload, decided, placement, account, asOfDay)}
}

const seeds = Array.from({length: 60}, (_, i) => i + 1)

describe('draft of a plan', () => {
  it('says in names what the placement says in indices, and the verifier agrees on the bytes that move', async () => {
    let moved = 0
    for (const seed of seeds) {
      const {history, workload, placement, account, draft} = await drafted(seed)
      const again = decodePlan(draft, workload)
      expect(Array.from(again.tableRegion)).toEqual(Array.from(placement.tableRegion))
      expect(Array.from(again.projectRegion)).toEqual(Array.from(placement.projectRegion))
      expect(Array.from(again.projectMoved)).toEqual(Array.from(placement.projectMoved))
      expect(again.jobRegion).toEqual(new Map([...placement.jobRegion].sort()))
      const rowBytes = draft.moves.reduce((sum, {bytes}) => sum + bytes, 0)
      expect(rowBytes).toBe(account.moveBytes)
      const verified = await verify(history, draft)
      expect(verified.after.moveBytes).toBe(rowBytes)
      expect(verified.violations.filter(({limit}) => limit.startsWith('move-'))).toEqual([])
      moved += draft.moves.length
    }
    expect(moved).toBeGreaterThan(60)
  })

  it('lists projects by index, then tables by index, and jobs by name', async () => {
    for (const seed of seeds) {
      const {workload, draft} = await drafted(seed)
      const order = draft.moves.map(({project, table}) =>
        project === undefined
          ? workload.projects.names.length + workload.tables.names.indexOf(table!)
          : workload.projects.names.indexOf(project),
      )
      expect(order).toEqual([...order].sort((a, b) => a - b))
      expect(draft.jobs.map(({job}) => job)).toEqual(draft.jobs.map(({job}) => job).sort())
    }
  })

  it('gives each job what the verifier says is saved by placing it, all else as planned', async () => {
    let placed = 0
    for (const seed of seeds) {
      const {history, workload, draft} = await drafted(seed)
      const wanOf = async (plan: Plan) => wanBytes((await verify(history, plan)).after.traffic)
      const together = await wanOf(draft)
      for (const row of draft.jobs) {
        const without = await wanOf({...draft, jobs: draft.jobs.filter(({job}) => job !== row.job)})
        expect(row.savedBytesPerDay, `seed ${seed}, ${row.job}`).toBeCloseTo(
          (without - together) / workload.dayCount,
          6,
        )
        if (row.savedBytesPerDay !== 0) placed++
      }
    }
    expect(placed).toBeGreaterThan(20)
  })

  it('is a noop only where nothing is decided', async () => {
    const {workload, placement, account, draft} = await drafted(3)
    const asOfDay = workload.toDay + 1
    expect(draft.noop).toBe(false)
    const home = homePlacement(workload)
    const nothing = objective(workload, home, asOfDay)
    expect(draftPlan(workload, decided, home, nothing, asOfDay).noop).toBe(true)
    const onlyJobs = {...home, jobRegion: new Map([[workload.jobs.names[0]!, 0]])}
    expect(draftPlan(workload, decided, onlyJobs, nothing, asOfDay).noop).toBe(false)
    const onlyMoves = {...placement, windows: home.windows, jobRegion: new Map()}
    expect(draftPlan(workload, decided, onlyMoves, account, asOfDay).noop).toBe(false)
  })
})
