import {describe, expect, it} from 'vitest'
import type {Plan, Replica} from '../../../model/plan.js'
import {diffPlans} from '../../../planner/diff/index.js'
import {diffTables} from '../../../planner/diff/rows.js'
import {planWith, samplePlan} from '../export/sample.js'

const replica = (
  table: string,
  fromAge: number,
  toAge: number,
  [storedBytes, savedBytesPerDay]: readonly [number, number] = [10 * (toAge - fromAge), toAge - fromAge],
  region = 'beijing',
): Replica => ({table, region, fromAge, toAge, storedBytes, refreshBytesPerDay: 10, savedBytesPerDay})

const kindsOf = (a: readonly Replica[], b: readonly Replica[]) =>
  diffPlans(planWith({planId: 'a', replicas: a}), planWith({planId: 'b', replicas: b})).changes.map(
    ({kind, name, before, after, bytesBefore, bytesAfter}) => [kind, name, before, after, bytesAfter - bytesBefore],
  )

describe('changes', () => {
  it('a plan and itself: nothing', () => {
    const diff = diffPlans(samplePlan, samplePlan)
    expect(diff).toMatchObject({hasChanges: false, hasDrift: false, changes: [], basis: [], summary: []})
    expect(diffTables(diff).summary).toBe('No change: the second plan proposes what the first one does.')
  })

  it.each([
    ['add', [], [replica('t', 0, 3)], [['add', 't', undefined, '0-2', 30]]],
    ['drop', [replica('t', 0, 1)], [], [['drop', 't', '0', undefined, -10]]],
    ['longer', [replica('t', 0, 3)], [replica('t', 0, 5)], [['longer', 't', '0-2', '0-4', 20]]],
    ['longer at the front', [replica('t', 2, 3)], [replica('t', 0, 3)], [['longer', 't', '2', '0-2', 20]]],
    ['shorter', [replica('t', 0, 5)], [replica('t', 1, 3)], [['shorter', 't', '0-4', '1-2', -30]]],
    ['shifted', [replica('t', 0, 3)], [replica('t', 1, 4)], [['shifted', 't', '0-2', '1-3', 0]]],
    [
      'a second window is longer',
      [replica('t', 0, 2)],
      [replica('t', 0, 2), replica('t', 7, 8)],
      [['longer', 't', '0-1', '0-1 7', 10]],
    ],
    ['a window in two parts is the same', [replica('t', 0, 4)], [replica('t', 2, 4), replica('t', 0, 2)], []],
    [
      'another region is another replica',
      [replica('t', 0, 1)],
      [replica('t', 0, 1, [10, 1], 'hangzhou')],
      [
        ['add', 't', undefined, '0', 10],
        ['drop', 't', '0', undefined, -10],
      ],
    ],
  ] as const)('%s', (_, a, b, expected) => expect(kindsOf(a, b)).toEqual(expected))

  it('moves and jobs, with both places', () => {
    const a = planWith({
      moves: [
        {project: 'p', from: 'hangzhou', to: 'beijing', bytes: 5},
        {project: 'q', from: 'hangzhou', to: 'beijing', bytes: 7},
      ],
      jobs: [
        {job: 'j', region: 'beijing', savedBytesPerDay: 3},
        {job: 'k', region: 'beijing', savedBytesPerDay: 4},
      ],
    })
    const b = planWith({
      planId: 'b',
      moves: [
        {project: 'p', from: 'hangzhou', to: 'US West', bytes: 5},
        {table: 'p', from: 'beijing', to: 'hangzhou', bytes: 1},
      ],
      jobs: [
        {job: 'l', region: 'hangzhou', savedBytesPerDay: 9},
        {job: 'j', region: 'US West', savedBytesPerDay: 5},
      ],
    })
    const diff = diffPlans(a, b)
    expect(diff.changes.map(({kind, name, before, after}) => [kind, name, before, after])).toEqual([
      ['move', 'p', 'beijing', 'US West'],
      ['move', 'p', 'beijing', 'hangzhou'],
      ['stay', 'q', 'beijing', 'hangzhou'],
      ['place', 'l', undefined, 'hangzhou'],
      ['replace', 'j', 'beijing', 'US West'],
      ['unplace', 'k', 'beijing', undefined],
    ])
    expect(diff.summary).toEqual([
      {kind: 'move', count: 2, bytes: 1, savedBytesPerDay: 0},
      {kind: 'stay', count: 1, bytes: -7, savedBytesPerDay: 0},
      {kind: 'place', count: 1, bytes: 0, savedBytesPerDay: 9},
      {kind: 'replace', count: 1, bytes: 0, savedBytesPerDay: 2},
      {kind: 'unplace', count: 1, bytes: 0, savedBytesPerDay: -4},
    ])
  })

  it('reasons give the figures of the plans', () => {
    const a = planWith({
      replicas: [replica('poor', 0, 1, [100, 20]), replica('rich', 0, 1, [100, 500]), replica('kept', 0, 1, [100, 50])],
    })
    const b = planWith({planId: 'b', replicas: [replica('kept', 0, 3, [300, 150]), replica('new', 0, 1, [80, 40])]})
    const reasons = Object.fromEntries(
      diffPlans(a, b).changes.map(({name, reason}) => [name, reason.replaceAll('\u00a0', ' ')]),
    )
    expect(reasons).toEqual({
      new: 'saves 40 B a day for 80 B stored: pays its copy back in 2 days',
      kept: 'saves 100 B more a day for 200 B more stored: pays its copy back in 2 days',
      poor: 'saved 20 B a day for 100 B stored: 0.2 bytes a day for a byte, and the new plan keeps nothing there below 0.5',
      rich: 'saved 500 B a day for 100 B stored: 5 bytes a day for a byte, and the new plan keeps nothing there below 0.5, so its demand, its size or the budget changed',
    })
  })

  it('does not depend on the order of the rows', () => {
    const shuffled: Plan = {
      ...samplePlan,
      replicas: [...samplePlan.replicas].reverse(),
      jobs: [...samplePlan.jobs].reverse(),
    }
    expect(diffPlans(planWith({}), shuffled).changes).toEqual(diffPlans(planWith({}), samplePlan).changes)
    expect(diffPlans(samplePlan, shuffled).hasChanges).toBe(false)
  })
})

describe('drift is told apart from change', () => {
  const grown: Plan = {
    ...planWith({planId: 'b', replicas: [replica('t', 0, 3, [45, 6])]}),
    history: {from: '2026-10-22', to: '2026-11-20', fingerprint: 'f2'},
  }
  const before = planWith({planId: 'a', replicas: [replica('t', 0, 3, [30, 6])]})

  it('a table that grew under the same window is drift and no change', () => {
    const after = {...grown, claims: {...grown.claims, before: {...grown.claims.before, wanBytesPerDay: 9}}}
    const diff = diffPlans(before, after)
    expect(diff).toMatchObject({hasChanges: false, hasDrift: true})
    expect(diff.drift.historyChanged).toBe(true)
    expect(diff.drift.traffic).toEqual([{field: 'wanBytesPerDay', before: 0, after: 9}])
    expect(diff.drift.replicas).toMatchObject([{table: 't', ages: '0-2', storedBytesBefore: 30, storedBytesAfter: 45}])
  })

  it('means that differ by rounding only are no drift', () => {
    const same = planWith({planId: 'b', replicas: [replica('t', 0, 3, [30, 6 * (1 + 1e-12)])]})
    expect(diffPlans(before, same).hasDrift).toBe(false)
    expect(diffPlans(before, planWith({planId: 'b', replicas: [replica('t', 0, 3, [30, 6.001])]})).hasDrift).toBe(true)
  })

  it('what the plan was decided by is neither', () => {
    const options = {replicaBudgetRatio: 0.02, previousPlan: 'a'}
    const after = {...before, algorithm: {...before.algorithm, caching: 'hull', options}}
    expect(diffPlans(before, after)).toMatchObject({
      ...{hasChanges: false, hasDrift: false},
      basis: [
        {field: 'caching', before: 'k-probe', after: 'hull'},
        {field: 'options.replicaBudgetRatio', before: null, after: 0.02},
      ],
    })
  })
})

describe('the table for a terminal', () => {
  it('shows control characters instead of sending them', () => {
    const plan = planWith({planId: 'b', replicas: [replica('a\u001b[2Jb\nc\u202ed', 0, 1)]})
    const [row] = diffTables(diffPlans(planWith({}), plan)).changes
    expect(row![1]).toBe('replica a\\u001b[2Jb\\u000ac\\u202ed')
  })

  it('is cut at 40 rows and says so', () => {
    const many = planWith({planId: 'b', replicas: Array.from({length: 43}, (_, i) => replica(`t${i}`, 0, 1))})
    const {changes, summary} = diffTables(diffPlans(planWith({}), many))
    expect(changes).toHaveLength(41)
    expect(changes.at(-1)![0]).toBe('… and 3 more: --output json has all')
    expect(summary.replaceAll('\u00a0', ' ')).toBe('Changes: 43 add (+430 B).')
  })
})
