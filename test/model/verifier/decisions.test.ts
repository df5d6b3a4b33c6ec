import {describe, expect, test} from 'vitest'
import {BadInput} from '../../../model/errors.js'
import type {Plan} from '../../../model/plan.js'
import {verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

const history = memoryHistory({
  regions: ['a', 'b'],
  projects: [{project: 'p', region: 'a'}],
  tables: [{table: 't', project: 'p', partitionBytes: 1}],
  runs: [{job: 'j', project: 'p', day: 99}],
})

async function fault(plan: Plan): Promise<BadInput> {
  const error = await verify(history, plan).catch((thrown: unknown) => thrown)
  if (!(error instanceof BadInput)) throw new Error(`expected BadInput, got ${String(error)}`)
  return error
}
const found = async (plan: Plan) => (await fault(plan)).findings.map(({kind, row, column}) => [kind, row, column])

describe('plans that cannot be read', () => {
  test('all unknown names are reported at once, with row, value and what to do', async () => {
    const plan = planOf({
      moves: {p: 'a>nowhere', ghost: 'limbo>b', 'table:phantom': 'a>b'},
      replicas: [
        ['gone', 'b', 0, 1],
        ['t', 'void', 0, 1],
      ],
      jobs: {j: 'mars'},
    })
    expect(await found(plan)).toEqual([
      ['unknown-region', 1, 'moves[].to'],
      ['unknown-region', 2, 'moves[].from'],
      ['unknown-project', 2, 'moves[].project'],
      ['unknown-table', 3, 'moves[].table'],
      ['unknown-table', 1, 'replicas[].table'],
      ['unknown-region', 2, 'replicas[].region'],
      ['unknown-region', 1, 'jobs[].region'],
    ])
    const error = await fault(plan)
    expect(error.totals).toEqual({'unknown-region': 4, 'unknown-project': 1, 'unknown-table': 2})
    expect(error.findings[2]).toEqual({
      kind: 'unknown-project',
      file: 'plan',
      row: 2,
      column: 'moves[].project',
      value: 'ghost',
      message: "the history has no project 'ghost'",
      advice: 'Use a project of the history, or make the plan again from this history.',
    })
  })

  test('windows of one table and region that overlap are refused, those that touch are not', async () => {
    expect(
      await found(
        planOf({
          replicas: [
            ['t', 'b', 5, 9],
            ['t', 'b', 0, 6],
          ],
        }),
      ),
    ).toEqual([['overlapping-windows', 1, 'replicas[].fromAge']])
    expect(
      await found(
        planOf({
          replicas: [
            ['t', 'b', 0, 9],
            ['t', 'b', 1, 2],
            ['t', 'b', 3, 4],
          ],
        }),
      ),
    ).toHaveLength(2)
    const touching = await verify(
      history,
      planOf({
        replicas: [
          ['t', 'b', 5, 9],
          ['t', 'b', 0, 5],
        ],
      }),
    )
    expect([...touching.after.windows.storedBytes]).toEqual([4, 5])
  })

  test('ages are whole, not negative, and fromAge lies below toAge', async () => {
    expect(await found(planOf({replicas: [['t', 'b', -1, 2]]}))).toEqual([['bad-age', 1, 'replicas[].fromAge']])
    expect(await found(planOf({replicas: [['t', 'b', 0, 1.5]]}))).toEqual([['bad-age', 1, 'replicas[].toAge']])
    expect(await found(planOf({replicas: [['t', 'b', 0, Number.NaN]]}))).toEqual([['bad-age', 1, 'replicas[].toAge']])
    expect(await found(planOf({replicas: [['t', 'b', 3, 3]]}))).toEqual([['empty-window', 1, 'replicas[].toAge']])
  })

  test('nothing is moved or placed twice', async () => {
    const plan = planOf({moves: {p: 'a>b', 'table:t': 'a>b'}, jobs: {j: 'a', unseen: 'a'}})
    const twice = {...plan, moves: [...plan.moves, ...plan.moves], jobs: [...plan.jobs, ...plan.jobs]}
    expect(await found(twice)).toEqual([
      ['moved-twice', 3, 'moves[].project'],
      ['moved-twice', 4, 'moves[].table'],
      ['placed-twice', 3, 'jobs[].job'],
      ['placed-twice', 4, 'jobs[].job'],
    ])
  })

  test('a move names a project or a table, not both and not neither', async () => {
    const move = {from: 'a', to: 'b', bytes: 0}
    const plan = {...planOf({}), moves: [move, {...move, project: 'p', table: 't'}]}
    expect(await found(plan)).toEqual([
      ['ambiguous-move', 1, 'moves[]'],
      ['ambiguous-move', 2, 'moves[]'],
    ])
  })

  test('asOf is a date', async () => {
    expect(await found(planOf({asOf: '2026-02-30'}))).toEqual([['bad-date', 1, 'asOf']])
  })

  test('at most 20 findings of a kind are listed, all are counted', async () => {
    const error = await fault(planOf({replicas: Array.from({length: 30}, (_, i) => [`x${i}`, 'b', 0, 1] as const)}))
    expect(error.findings).toHaveLength(20)
    expect(error.totals).toEqual({'unknown-table': 30})
  })
})
