import {describe, expect, it} from 'vitest'
import {verify} from '../../../model/verifier/index.js'
import {daysOfHistory} from '../../../planner/nightly/days-of-history.js'
import {noPlan} from '../../../planner/nightly/no-plan.js'
import {rebase} from '../../../planner/nightly/rebase.js'
import {memoryHistory} from '../../support/memory-history.js'
import {randomHistorySpec, randomPlan} from '../../support/random-history.js'

describe('daysOfHistory', () => {
  it('gives the verifier what a history of these days alone gives it', async () => {
    let traffic = 0
    for (let seed = 1; seed <= 150; seed++) {
      const spec = randomHistorySpec(seed, {days: 5})
      const plan = randomPlan(seed, spec)
      const whole = memoryHistory(spec)
      const [fromDay, toDay] = [whole.fromDay + (seed % 3), whole.fromDay + (seed % 3) + (seed % 2)]
      const alone = await verify(memoryHistory({...spec, fromDay, toDay}), plan)
      const cut = await verify(daysOfHistory(whole, fromDay, toDay), plan)
      expect(cut.after).toEqual(alone.after)
      expect(cut.before).toEqual(alone.before)
      expect(cut.violations).toEqual(alone.violations)
      traffic += cut.after.traffic.remoteReadBytes
    }
    expect(traffic).toBeGreaterThan(1000)
  })
})

describe('rebase', () => {
  const history = memoryHistory({
    regions: ['a', 'b', 'c'],
    projects: [
      {project: 'p', region: 'b'},
      {project: 'q', region: 'a'},
      {project: 'z', region: 'c'},
    ],
    tables: [
      {table: 't', project: 'p', partitionBytes: 1},
      {table: 'u', project: 'q', partitionBytes: 1},
    ],
    runs: [{job: 'j', project: 'p', day: 1}],
  })
  const replica = (table: string, region: string) => ({
    ...{table, region, fromAge: 0, toAge: 1, storedBytes: 1, refreshBytesPerDay: 0, savedBytesPerDay: 0},
  })
  const move = (project: string, to: string) => ({project, from: 'a', to, bytes: 1})

  it('keeps what still holds and tells why the rest does not; the verifier takes what is left', async () => {
    const plan = {
      ...noPlan(2),
      moves: [
        move('p', 'b'),
        move('q', 'c'),
        move('z', 'b'),
        move('gone', 'b'),
        {table: 'u', from: 'a', to: 'x', bytes: 1},
      ],
      replicas: [
        replica('t', 'b'),
        replica('t', 'c'),
        replica('u', 'c'),
        replica('u', 'b'),
        replica('v', 'b'),
        replica('t', 'x'),
      ],
      jobs: [
        {job: 'j', region: 'c', savedBytesPerDay: 0},
        {job: 'k', region: 'x', savedBytesPerDay: 0},
      ],
    }
    const {plan: left, overtaken} = rebase(plan, history)
    expect(left.moves.map(({project}) => project)).toEqual(['q'])
    expect(left.replicas.map(({table, region}) => [table, region])).toEqual([
      ['t', 'c'],
      ['u', 'b'],
    ])
    expect(left.jobs.map(({job}) => job)).toEqual(['j'])
    expect(overtaken.map(({name, region, kind}) => `${name} ${region} ${kind}`)).toEqual([
      ...['p b carried-out', 'z b moved-elsewhere', 'gone b project-gone', 'u x region-gone'],
      ...['t b at-home', 'u c at-home', 'v b table-gone', 't x region-gone', 'k x region-gone'],
    ])
    expect((await verify(history, left)).violations).toEqual([])
    expect(rebase(left, history)).toEqual({plan: left, overtaken: []})
  })
})
