import {describe, expect, it} from 'vitest'
import {claimsOf, verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {randomHistorySpec, randomPlan, seededDraw} from '../../support/random-history.js'

describe('regions of single runs', () => {
  it('count as if each run were a job of its own that the plan places', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const spec = randomHistorySpec(seed)
      const plan = {...randomPlan(seed, spec), jobs: []}
      const draw = seededDraw(seed + 4000)
      const history = memoryHistory(spec)
      const regions = history.topology.regions.map(({name}) => name)
      const runRegions = Int32Array.from(spec.runs, () => (draw(3) === 0 ? -1 : draw(regions.length)))
      const single = memoryHistory({...spec, runs: spec.runs.map((run, i) => ({...run, job: `run-${i}`}))})
      const jobs = spec.runs.flatMap((_, i) =>
        runRegions[i]! < 0 ? [] : [{job: `run-${i}`, region: regions[runRegions[i]!]!, savedBytesPerDay: 0}],
      )
      const byRun = await verify(history, plan, {runRegions})
      const byJob = await verify(single, {...plan, jobs})
      expect(claimsOf(byRun, history), `history ${seed}`).toEqual(claimsOf(byJob, single))
      expect(byRun.after).toEqual(byJob.after)
      expect(byRun.before).toEqual(byJob.before)
      const sorted = (account: typeof byRun) => account.violations.map(({limit, actual}) => `${limit} ${actual}`).sort()
      expect(sorted(byRun)).toEqual(sorted(byJob))
    }
  })

  it('go before the plan’s region of the job, and −1 leaves it', async () => {
    const history = memoryHistory({
      regions: ['a', 'b', 'c'],
      projects: [{project: 'p', region: 'a'}],
      tables: [{table: 't', project: 'p', partitionBytes: 10}],
      runs: [0, 1].map(hour => ({job: 'j', project: 'p', day: 5, hour, reads: [['t', 5, 10] as const]})),
    })
    const plan = {
      ...randomPlan(1, randomHistorySpec(1)),
      moves: [],
      replicas: [],
      jobs: [{job: 'j', region: 'b', savedBytesPerDay: 0}],
    }
    const link = async (runRegions: readonly number[]) =>
      Array.from((await verify(history, plan, {runRegions: Int32Array.from(runRegions)})).after.traffic.linkBytes)
    expect(await link([-1, -1])).toEqual([0, 20, 0, 0, 0, 0, 0, 0, 0])
    expect(await link([2, -1])).toEqual([0, 10, 10, 0, 0, 0, 0, 0, 0])
    expect(await link([0, 0])).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('are refused where they do not fit the history, all of it at once', async () => {
    const spec = randomHistorySpec(3)
    const plan = randomPlan(3, spec)
    const history = memoryHistory(spec)
    const wrong = new Int32Array(history.runs.count + 1)
    wrong[0] = 4
    wrong[1] = -2
    const error = await verify(history, plan, {runRegions: wrong}).catch(caught => caught)
    expect(error.findings.map((f: {kind: string}) => f.kind)).toEqual(['run-count', 'unknown-region', 'unknown-region'])
  })
})
