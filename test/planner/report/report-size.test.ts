import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type LoadedHistory, openHistoryFolder} from '../../../datasets/history/index.js'
import {decodePlan, homePlacement} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import type {Plan} from '../../../model/plan.js'
import {verify} from '../../../model/verifier/index.js'
import type {Workload} from '../../../model/workload.js'
import {budgetPoints} from '../../../planner/report/budget-points.js'
import {reportData} from '../../../planner/report/report-data.js'
import {unmetRows} from '../../../planner/report/rows.js'
import type {ReportData} from '../../../viz/index.js'
import {renderReport} from '../../../viz/index.js'
import {isthmus} from '../../support/command.js'

let folder: string
let loaded: LoadedHistory
let workload: Workload
let plan: Plan
const at = (name: string) => join(folder, name)

async function dataOf(page: string): Promise<ReportData> {
  const html = await readFile(page, 'utf8')
  return JSON.parse(/<script type="application\/json" id="isthmus-report">([^<]*)</.exec(html)![1]!)
}

async function run(...argv: string[]): Promise<string> {
  const {exitCode, stdout, stderr} = await isthmus(...argv)
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  return stdout
}

/** The same facts in longer columns, so that they count as many; the objective ends each row where it ended. */
function padded(facts: number): Workload {
  const bytes = new Float64Array(facts)
  bytes.set(workload.reads.bytes as Float64Array)
  return {...workload, reads: {...workload.reads, bytes}}
}

const dataAt = async (facts: number): Promise<ReportData> => {
  const verified = await verify(loaded.history, plan, {})
  return reportData({...loaded, workload: async () => padded(facts)}, plan, verified, 'star')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  await run('generate', '--preset', 'star', '--seed', '7', '--scale', '0.1', '--days', '14', '--out', at('history'))
  await run('plan', '--history', at('history'), '--out', at('plan'), '--move-horizon', '100', '--caching', 'hull')
  plan = JSON.parse(await readFile(join(at('plan'), 'plan.json'), 'utf8'))
  loaded = await openHistoryFolder(at('history'), {})
  workload = await loaded.workload()
}, 120_000)
afterAll(async () => {
  loaded?.close()
  await rm(folder, {recursive: true, force: true})
})

describe('explanations in a report', () => {
  it('are those of `isthmus explain`, of the heaviest tables, projects and jobs, and in the page', async () => {
    const {explanations = [], leftOut} = await dataOf(join(at('plan'), 'report.html'))
    expect(leftOut).toBeUndefined()
    const kinds = explanations.map(({kind}) => kind)
    expect(new Set(kinds)).toEqual(new Set(['table', 'project', 'job']))
    for (const kind of ['table', 'project', 'job']) expect(kinds.filter(k => k === kind).length).toBeLessThanOrEqual(4)
    const planPath = join(at('plan'), 'plan.json')
    for (const {kind, name, sentences} of [explanations[0]!, explanations.at(-1)!]) {
      const flags = ['--history', at('history'), '--plan', planPath, '--output', 'json']
      expect(JSON.parse(await run('explain', kind, name, ...flags)).sentences).toEqual(sentences)
    }
    expect(await readFile(join(at('plan'), 'report.html'), 'utf8')).toContain('Decisions explained')
  })

  it('pass over a job of the plan that the days do not show', async () => {
    const ghost = {...plan.jobs[0]!, job: 'nobody.knows', savedBytesPerDay: 1e30}
    const strange = {...plan, jobs: [ghost, ...plan.jobs]}
    const data = await reportData(loaded, strange, await verify(loaded.history, plan, {}), 'star')
    expect(data.explanations!.map(({name}) => name)).not.toContain('nobody.knows')
  })
})

describe('the founding article’s figures', () => {
  it('are in the report on demand, by the plan’s own options', async () => {
    const page = at('article.html')
    const flags = ['--plan', join(at('plan'), 'plan.json'), '--out', page]
    await run('report', '--history', at('history'), ...flags, '--article-figures')
    const {articleFigures} = await dataOf(page)
    expect(articleFigures!.storageByMoves.map(({mostMoves}) => mostMoves)).toEqual([0, 20, 50])
    const reductions = articleFigures!.reductionByMoves.map(({reduction}) => reduction)
    expect(reductions.length).toBeGreaterThan(2)
    expect(reductions).toEqual([...reductions].sort((a, b) => a - b))
    expect(articleFigures!.reductionByMoves[0]!.moves).toBe(0)
    expect(await readFile(page, 'utf8')).toContain('id="figure-by-moves"')
    expect((await dataOf(join(at('plan'), 'report.html'))).articleFigures).toBeUndefined()
    await run(
      'plan',
      '--history',
      at('history'),
      '--out',
      at('again'),
      '--move-horizon',
      '100',
      ...['--caching', 'hull'],
      '--article-figures',
    )
    expect((await dataOf(join(at('again'), 'report.html'))).articleFigures).toEqual(articleFigures)
  }, 120_000)

  it('are refused where nothing may move, and on other days than the plan’s', async () => {
    const flags = ['--history', at('history'), '--out', at('no'), '--article-figures']
    const still = await isthmus('plan', ...flags, '--strategy', 'caching')
    expect([still.exitCode === 0, still.stderr]).toEqual([false, expect.stringContaining('moves no home')])
    const planPath = join(at('plan'), 'plan.json')
    const other = await isthmus('report', ...flags, '--plan', planPath, '--to', '2026-11-10')
    expect([other.exitCode === 0, other.stderr]).toEqual([false, expect.stringContaining('the plan was made from')])
  })
})

describe('a report of a large history', () => {
  it('draws three policies at three budgets, and says what it leaves out', async () => {
    const data = await dataAt(1_000_001)
    const {policies, boundPoints} = data.storageCurve
    expect(policies.map(({name, points}) => [name, points.length])).toEqual([
      ['none', 1],
      ['k-probe', 3],
      ['hull', 3],
    ])
    expect(boundPoints).toEqual([])
    expect(data.budgetPoints!.length).toBe(4)
    expect(data.explanations).toBeUndefined()
    expect(data.leftOut!.join(' ')).toMatch(/1,000,001 read facts, the storage curve.*isthmus explain table/)
    expect(renderReport(data)).toContain('decisions are not explained here')
  })

  it('of three million facts draws one budget, measured as before, and no slider', async () => {
    const data = await dataAt(3_000_001)
    expect(data.storageCurve.policies.map(({points}) => points.length)).toEqual([1, 1, 1])
    const placement = decodePlan(plan, workload)
    const account = objective(workload, {...placement, windows: homePlacement(workload).windows}, workload.toDay + 1)
    const {remoteReadCost, refreshCost, writeBackCost, dayCount} = account.traffic
    const none = data.storageCurve.policies.find(({name}) => name === 'none')!
    expect(none.points[0]!.wanCostPerDay).toBeCloseTo((remoteReadCost + refreshCost + writeBackCost) / dayCount, 6)
    expect(await budgetPoints(padded(3_000_001), plan, placement, account)).toEqual([])
    expect(data.leftOut!.join(' ')).toContain('isthmus what-if')
  })
})

describe('what still crosses the WAN', () => {
  it('lists the dearest, and the first of a longer list are the shorter one', () => {
    const placement = decodePlan(plan, workload)
    const all = unmetRows(workload, placement, Infinity)
    expect(all.length).toBeGreaterThan(20)
    expect(all.map(row => row.remoteReadCostPerDay)).toEqual(
      all.map(row => row.remoteReadCostPerDay).sort((a, b) => b - a),
    )
    expect(unmetRows(workload, placement, 7)).toEqual(all.slice(0, 7))
    const {traffic} = objective(workload, placement, workload.toDay + 1)
    const bytes = all.reduce((sum, row) => sum + row.remoteReadBytesPerDay, 0)
    expect(bytes / (traffic.remoteReadBytes / traffic.dayCount)).toBeCloseTo(1, 9)
  })
})
