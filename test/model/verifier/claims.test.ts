import {describe, expect, test} from 'vitest'
import type {Plan} from '../../../model/plan.js'
import {claimDifferences, claimsOf, verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

const history = memoryHistory({
  regions: ['a', 'b'],
  prices: {'a>b': 2, 'b>a': 3},
  projects: [
    {project: 'p', region: 'a'},
    {project: 'q', region: 'b'},
  ],
  tables: [{table: 't', project: 'p', partitionBytes: 10}],
  runs: [
    {
      job: 'j',
      project: 'q',
      day: 98,
      reads: [
        ['t', 98, 60],
        ['t', 90, 8],
      ],
      writes: [['t', 98, 2]],
    },
    {job: 'j', project: 'q', day: 99, reads: [['t', 99, 40]]},
  ],
})

async function honestPlan(): Promise<Plan> {
  const plan = planOf({replicas: [['t', 'b', 0, 3]]})
  const verified = await verify(history, plan)
  return {
    ...plan,
    replicas: [{...plan.replicas[0]!, storedBytes: 30, refreshBytesPerDay: 10}],
    claims: claimsOf(verified, history),
  }
}

describe('claims', () => {
  test('are the means of a day, counts of all days, and one-off bytes', async () => {
    // Before: 108 bytes a → b at 2 and 2 bytes b → a at 3, over 2 days. After: 8 read, 20 refreshed, 2 written back.
    expect((await honestPlan()).claims).toEqual({
      before: {wanBytesPerDay: 55, wanCostPerDay: 111, remoteReads: 3, reads: 3},
      after: {
        wanBytesPerDay: 15,
        wanCostPerDay: 31,
        remoteReads: 1,
        reads: 3,
        byCause: {remoteRead: 4, refresh: 10, writeBack: 1},
        replicaBytesByRegion: {a: 0, b: 30},
      },
      oneOff: {moveBytes: 0, fillBytes: 20, snapshotFillBytes: 0},
    })
  })

  test('that the verifier makes itself hold, and a region without replicas may be left out', async () => {
    const plan = await honestPlan()
    expect(claimDifferences(plan, await verify(history, plan))).toEqual([])
    const after = {...plan.claims.after, replicaBytesByRegion: {b: 30}}
    const sparse = {...plan, claims: {...plan.claims, after}}
    expect(claimDifferences(sparse, await verify(history, sparse))).toEqual([])
  })

  test.each([
    ['claims.before.wanCostPerDay', (n: number) => n * (1 + 1e-8)],
    ['claims.before.reads', (n: number) => n + 1],
    ['claims.after.wanBytesPerDay', (n: number) => n - 1],
    ['claims.after.remoteReads', () => 0],
    ['claims.after.byCause.refresh', () => Number.NaN],
    ['claims.after.replicaBytesByRegion.b', () => 0],
    ['claims.after.replicaBytesByRegion.mars', () => 5],
    ['claims.oneOff.fillBytes', () => 0],
    ['claims.oneOff.moveBytes', () => 1],
    ['replicas[0].storedBytes', () => 29],
    ['replicas[0].refreshBytesPerDay', () => 20],
  ])('a false %s is found, and nothing else', async (subject, falsify) => {
    const plan = structuredClone(await honestPlan())
    const path = subject.split(/[.[\]]+/)
    const last = path.pop()!
    const holder = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], plan) as Record<
      string,
      number
    >
    holder[last] = falsify(holder[last]!)
    const differences = claimDifferences(plan, await verify(history, plan))
    expect(differences.map(({limit, subject: named}) => [limit, named])).toEqual([['claim', subject]])
  })

  test('within 1e-9 hold', async () => {
    const plan = await honestPlan()
    const before = {...plan.claims.before, wanCostPerDay: 111 * (1 + 1e-10)}
    expect(claimDifferences({...plan, claims: {...plan.claims, before}}, await verify(history, plan))).toEqual([])
  })
})
