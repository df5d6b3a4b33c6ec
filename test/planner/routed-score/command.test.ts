import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {formatDay, parseDay} from '../../../model/days.js'
import {isthmus} from '../../support/command.js'

let folder: string
const at = (name: string) => join(folder, name)
const score = async (...flags: string[]) => {
  const result = await isthmus('score', '--history', at('history'), '--plan', at('plan/plan.json'), ...flags)
  return {...result, json: () => JSON.parse(result.stdout)}
}
let testDay: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-routed-'))
  await isthmus('generate', '--preset', 'adhoc', '--seed', '7', '--scale', '0.1', '--out', at('history'))
  const first = /(\d{4}-\d\d-\d\d) to/.exec(await readFile(at('history/topology.yaml'), 'utf8'))![1]!
  const lastTraining = formatDay(parseDay(first) + 20)
  testDay = formatDay(parseDay(first) + 21)
  const flags = ['--strategy', 'caching', '--to', lastTraining, '--out', at('plan')]
  expect((await isthmus('plan', '--history', at('history'), ...flags)).stderr).toBe('')
})
afterAll(() => rm(folder, {recursive: true, force: true}))

describe('isthmus score --router', () => {
  it('adds the account with the router, and leaves that without it as it is', async () => {
    const plain = (await score('--from', testDay, '--output', 'json')).json()
    const {router, ...rest} = (await score('--from', testDay, '--router', '--output', 'json')).json()
    expect(rest).toEqual(plain)
    expect(rest.sample).toBe('out-of-sample')
    expect(router.policy).toBe('cost-and-load')
    expect(router.without.wanBytesPerDay).toBe(rest.after.wanBytesPerDay)
    expect(router.foreignRuns).toBeGreaterThan(0)
    expect(router.routed.wanCostPerDay).toBeLessThan(router.without.wanCostPerDay)
    const reasons = Object.values(router.reasons as Record<string, number>)
    expect(reasons.reduce((sum, count) => sum + count, 0)).toBe(router.runs)
  })

  it('takes another policy, prints rows, and refuses one that there is not', async () => {
    const printed = await score('--from', testDay, '--router', 'home')
    expect(printed.stdout).toMatch(/With the router .*home: 0 of \d+ runs away from home/)
    const wrong = await score('--router', 'best')
    expect(wrong.exitCode).toBe(2)
    expect(wrong.stderr).toContain("--router is 'best'")
  })
})

describe('isthmus backtest --router', () => {
  it('scores every strategy with and without the router on the test days', async () => {
    const backtest = (...flags: string[]) =>
      isthmus('backtest', '--history', at('history'), '--strategies', 'caching:hull', '--step', '14', ...flags)
    const printed = await backtest('--router')
    expect(printed.stderr).toBe('')
    expect(printed.stdout).toMatch(/with the router.*cost a day/)
    const plain = JSON.parse((await backtest('--output', 'json')).stdout)
    const routed = JSON.parse((await backtest('--output', 'json', '--router')).stdout)
    expect(routed.folds.length).toBe(plain.folds.length)
    for (const [i, {score}] of routed.folds.entries()) {
      const {router, ...rest} = score
      expect(rest).toEqual(plain.folds[i].score)
      expect(router.without.wanCostPerDay).toBe(rest.after.wanCostPerDay)
      expect(router.routed.wanCostPerDay).toBeLessThan(router.without.wanCostPerDay)
    }
  })
})
