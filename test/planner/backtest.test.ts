import {existsSync} from 'node:fs'
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {FoldResult} from '../../planner/backtest/run-fold.js'
import type {BacktestSummary} from '../../planner/backtest/summary.js'
import {isthmus} from '../support/command.js'

let folder: string
const at = (name: string) => join(folder, name)
let data: BacktestSummary & {readonly folds: readonly FoldResult[]}
const names = ['caching:hull', 'two-stage', 'search']

async function backtest(history: string, ...flags: string[]) {
  const result = await isthmus('backtest', '--history', at(history), ...flags)
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(0)
  return result.stdout
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  const world = ['--preset', 'star', '--seed', '7', '--scale', '0.1', '--days', '14', '--format', 'csv']
  expect((await isthmus('generate', ...world, '--out', at('history'))).exitCode).toBe(0)
  const sizes = ['--train-days', '8', '--test-days', '3', '--step', '2', '--move-horizon', '100']
  const flags = [...sizes, '--strategies', names.join(','), '--out', at('out'), '--output', 'json']
  data = JSON.parse(await backtest('history', ...flags))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

const planOf = (out: string, {strategy, test}: FoldResult) =>
  join(at(out), 'plans', test.from, strategy.replace(':', '-'), 'plan.json')

describe('backtest', () => {
  it('has every strategy on every fold, out-of-sample, with moves and placed jobs', () => {
    expect(data.folds.map(({strategy, test}) => [strategy, test.from, test.to])).toEqual(
      [
        ['2026-11-01', '2026-11-03'],
        ['2026-11-03', '2026-11-05'],
      ].flatMap(([from, to]) => names.map(name => [name, from, to])),
    )
    for (const {train, test, score} of data.folds) {
      expect(train.to < test.from).toBe(true)
      expect(score).toMatchObject({sample: 'out-of-sample', days: 3, from: test.from, to: test.to})
      expect(score.after.wanCostPerDay).toBeLessThan(score.before.wanCostPerDay)
    }
    const search = data.folds.filter(({strategy}) => strategy === 'search')
    expect(search.some(({moves}) => moves > 0)).toBe(true)
    expect(search.some(({jobs}) => jobs > 0)).toBe(true)
    expect(data.folds.filter(({strategy}) => strategy === 'caching:hull').every(f => f.moves + f.jobs === 0)).toBe(true)
  })

  it('gives the figures of `isthmus score` of the same plan file on the same days', async () => {
    for (const fold of data.folds) {
      const plan = ['--plan', planOf('out', fold), '--from', fold.test.from, '--to', fold.test.to, '--output', 'json']
      const score = JSON.parse((await isthmus('score', '--history', at('history'), ...plan)).stdout)
      expect(fold.score).toEqual(score)
      const stored = Object.values<number>(score.after.replicaBytesByRegion).reduce((sum, bytes) => sum + bytes, 0)
      expect(fold.replicaBytes).toBe(stored)
    }
  })

  it('plans what `isthmus plan` plans on the training days, byte for byte', async () => {
    const fold = data.folds.at(-1)!
    const days = ['--from', fold.train.from, '--to', fold.train.to]
    const flags = ['--strategy', 'search', '--move-horizon', '100', ...days, '--out', at('plan')]
    expect((await isthmus('plan', '--history', at('history'), ...flags)).stderr).toBe('')
    expect(await readFile(planOf('out', fold), 'utf8')).toBe(await readFile(join(at('plan'), 'plan.json'), 'utf8'))
  })

  it('takes hindsight from the same strategy on the test days, and regret against it', async () => {
    const fold = data.folds.find(({strategy}) => strategy === 'two-stage')!
    const days = ['--from', fold.test.from, '--to', fold.test.to, '--output', 'json']
    const flags = ['--strategy', 'two-stage', '--move-horizon', '100', ...days, '--out', at('hindsight')]
    const planned = await isthmus('plan', '--history', at('history'), ...flags)
    expect(fold.hindsight!.wanCostPerDay).toBe(JSON.parse(planned.stdout).after.wanCostPerDay)
    for (const {hindsight, regret, score} of data.folds) {
      expect(regret!.wanCostPerDay).toBe(score.after.wanCostPerDay - hindsight!.wanCostPerDay)
    }
  })

  it('knows nothing of the test days when it plans', async () => {
    await cp(at('history'), at('changed'), {recursive: true})
    const cutoff = '2026-11-03'
    await changeDaysFrom(cutoff, at('changed'))
    const flags = ['--train-days', '8', '--test-days', '3', '--strategies', names.join(','), '--output', 'json']
    const told = JSON.parse(await backtest('history', ...flags, '--out', at('same')))
    const changed = JSON.parse(await backtest('changed', ...flags, '--out', at('other')))
    expect(told.folds).toHaveLength(names.length)
    for (const [i, fold] of (told.folds as FoldResult[]).entries()) {
      expect(fold.test.from).toBe(cutoff)
      expect(await readFile(planOf('other', fold), 'utf8')).toBe(await readFile(planOf('same', fold), 'utf8'))
      expect(changed.folds[i].score.before.wanBytesPerDay).not.toBe(fold.score.before.wanBytesPerDay)
    }
  })

  it('prints a row a strategy, the ratios, and every day where asked', async () => {
    const flags = ['--train-days', '11', '--test-days', '3', '--strategies', 'caching,two-stage', '--per-day']
    const text = await backtest('history', ...flags)
    expect(text).toContain('means over 1 fold: 2026-11-03 … 2026-11-05')
    for (const row of [/│ caching +│.*%/, /│ two-stage +│.*%/, /cost left ÷/, /│ 2026-11-05 │/])
      expect(text).toMatch(row)
    expect(await backtest('history', ...flags.slice(0, -1))).not.toContain('│ 2026-11-05 │')
  })

  it('tells of a strategy that has no plan instead of giving up', async () => {
    const flags = ['--train-days', '8', '--test-days', '3', '--strategies', 'caching:all,caching:hull']
    const text = await backtest('history', ...flags, '--replica-budget-ratio', '0.0001', '--out', at('refused'))
    expect(text).toMatch(/caching:all has no plan for the days from 2026-11-03: the verifier refuses the plan/)
    expect(text).toMatch(/│ caching:hull +│.*%/)
    expect(existsSync(join(at('refused'), 'plans', '2026-11-03', 'caching-all'))).toBe(false)
    expect(existsSync(join(at('refused'), 'plans', '2026-11-03', 'caching-hull', 'plan.json'))).toBe(true)
  })

  it.each([
    ['more days than there are', ['--train-days', '12', '--test-days', '3'], 'more than the 14 days of the history'],
    [
      'no such strategy',
      ['--strategies', 'magic,caching:wand'],
      "no strategy 'magic'; there is no strategy 'caching:wand'",
    ],
    ['a strategy twice', ['--strategies', 'search,search'], "'search' is named twice"],
    ['moves where none move', ['--strategies', 'caching', '--moves', '3'], '--moves given where caching moves no home'],
    ['an option nobody has', ['--strategies', 'caching', '--kicks', '3'], "none of caching has an option 'kicks'"],
    ['an option out of range', ['--strategies', 'search', '--kicks', '-3'], "option 'kicks' of search is -3"],
  ])('%s is a usage error', async (_, flags, text) => {
    const result = await isthmus('backtest', '--history', at('history'), ...flags)
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain(text)
    expect(result.stdout).toBe('')
  })
})

/** Three times the bytes, and other partition sizes, from a day on. */
async function changeDaysFrom(day: string, history: string): Promise<void> {
  const rewrite = async (table: string, change: (cells: string[], head: string[]) => string[]) => {
    const path = join(history, `${table}.csv`)
    const [head, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n')
    const columns = head!.split(',')
    await writeFile(path, [head, ...rows.map(row => change(row.split(','), columns).join(','))].join('\n'))
  }
  const late = new Set<string>()
  await rewrite('runs', (cells, head) => {
    if (cells[head.indexOf('start')]! < day) return cells
    late.add(cells[head.indexOf('run')]!)
    return cells.with(head.indexOf('cpu_hours'), '9')
  })
  expect(late.size).toBeGreaterThan(0)
  const threefold = (cells: string[], head: string[]) => {
    const bytes = head.indexOf('bytes')
    return cells.with(bytes, String(3 * Number(cells[bytes])))
  }
  for (const table of ['reads', 'writes']) {
    await rewrite(table, (cells, head) => (late.has(cells[head.indexOf('run')]!) ? threefold(cells, head) : cells))
  }
  await rewrite('partitions', (cells, head) =>
    cells[head.indexOf('partition_date')]! >= day ? threefold(cells, head) : cells,
  )
}
