import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type LoadedHistory, openHistoryFolder} from '../../../datasets/history/index.js'
import {parseDay} from '../../../model/days.js'
import {decodePlan} from '../../../model/decode-plan.js'
import {objective, regionOfJob} from '../../../model/objective.js'
import type {Plan} from '../../../model/plan.js'
import {formatPlan} from '../../../model/plan-file.js'
import {verify} from '../../../model/verifier/index.js'
import {draftPlan} from '../../../planner/draft-plan.js'
import {plansAtBudgets} from '../../../planner/report/budget-points.js'
import {churnAgainst} from '../../../planner/report/churn.js'
import {readBacktest} from '../../../planner/report/read-backtest.js'
import {reportData} from '../../../planner/report/report-data.js'
import type {ReportData} from '../../../viz/index.js'
import {isthmus} from '../../support/command.js'

let folder: string
let loaded: LoadedHistory
let plan: Plan
let data: ReportData
const at = (name: string) => join(folder, name)

async function run(...argv: string[]): Promise<string> {
  const {exitCode, stdout, stderr} = await isthmus(...argv)
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  return stdout
}

async function dataOf(out: string): Promise<ReportData> {
  const page = await readFile(join(at(out), 'report.html'), 'utf8')
  return JSON.parse(/<script type="application\/json" id="isthmus-report">([^<]*)</.exec(page)![1]!)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  await run('generate', '--preset', 'star', '--seed', '7', '--scale', '0.1', '--days', '14', '--out', at('history'))
  await run('plan', '--history', at('history'), '--out', at('plan'), '--move-horizon', '100')
  plan = JSON.parse(await readFile(join(at('plan'), 'plan.json'), 'utf8'))
  loaded = await openHistoryFolder(at('history'), {})
  data = await reportData(loaded, plan, await verify(loaded.history, plan, {}), 'star')
}, 120_000)
afterAll(async () => {
  loaded?.close()
  await rm(folder, {recursive: true, force: true})
})

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

describe('budget points', () => {
  it('are plans: each one’s figures are what `isthmus score` gives for the plan written down', async () => {
    const workload = await loaded.workload()
    const placement = decodePlan(plan, workload)
    const after = objective(workload, placement, workload.toDay + 1)
    const stored = total([...after.replicaBytes])
    const plans = await plansAtBudgets(workload, plan, placement, stored)
    expect(plans.length).toBeGreaterThan(5)
    for (const {timesToday, placement: other} of plans) {
      const asOf = parseDay(plan.asOf)
      const account = objective(workload, other, asOf)
      const draft = draftPlan(workload, plan.algorithm, other, account, asOf)
      await writeFile(at('other.json'), formatPlan({...draft, planId: 'other'}))
      const score = JSON.parse(
        await run('score', '--history', at('history'), '--plan', at('other.json'), '--output', 'json'),
      )
      const point = data.budgetPoints!.find(p => p.timesToday === timesToday)!
      expect(point.after.wanBytesPerDay).toBeCloseTo(score.after.wanBytesPerDay, 3)
      expect(point.after.wanCostPerDay / score.after.wanCostPerDay).toBeCloseTo(1, 9)
      expect([point.after.remoteReads, point.after.reads]).toEqual([score.after.remoteReads, score.after.reads])
      const bytes = total(Object.values(score.after.replicaBytesByRegion))
      expect(point.replicaBytes).toBe(bytes)
      expect(bytes).toBeLessThanOrEqual(point.budgetBytes * (1 + 1e-9))
      if (timesToday <= 1) expect(score.violations).toEqual([])
    }
  })

  it('hold the plan itself once, rise in budget, and do not rise in cost beyond a hair', () => {
    const points = data.budgetPoints!
    expect(points.filter(({isPlan}) => isPlan).map(p => p.after)).toEqual([data.headline.after])
    for (let i = 1; i < points.length; i++) {
      expect(points[i]!.budgetBytes).toBeGreaterThan(points[i - 1]!.budgetBytes)
      expect(points[i]!.after.wanCostPerDay).toBeLessThanOrEqual(points[i - 1]!.after.wanCostPerDay * 1.01)
    }
    expect(points[0]!.replicaBytes).toBe(0)
  })

  it('are what planning with that budget gives, where only replicas are chosen', async () => {
    const caching = ['--strategy', 'caching', '--caching', 'hull']
    await run('plan', '--history', at('history'), '--out', at('hull'), ...caching, '--replica-budget-ratio', '0.01')
    await run('plan', '--history', at('history'), '--out', at('twice'), ...caching, '--replica-budget-ratio', '0.02')
    const point = (await dataOf('hull')).budgetPoints!.find(p => p.timesToday === 2)!
    const twice: Plan = JSON.parse(await readFile(join(at('twice'), 'plan.json'), 'utf8'))
    expect(point.after.wanCostPerDay / twice.claims.after.wanCostPerDay).toBeCloseTo(1, 9)
    expect(point.after.remoteReads).toBe(twice.claims.after.remoteReads)
  })

  it('are left out on days that the plan was not made from, where they would be chosen with hindsight', async () => {
    const flags = ['--plan', join(at('plan'), 'plan.json'), '--out', join(at('plan'), 'later.html')]
    await run('report', '--history', at('history'), '--from', plan.history.from, '--to', '2026-11-15', ...flags)
    const page = await readFile(join(at('plan'), 'later.html'), 'utf8')
    expect(page).not.toContain('id="budget"')
    expect(await readFile(join(at('plan'), 'report.html'), 'utf8')).toContain('id="budget"')
  })
})

describe('rows of moves and jobs', () => {
  it('tell for each moved home what is read between it and its regions', async () => {
    const workload = await loaded.workload()
    const placement = decodePlan(plan, workload)
    const {jobs, reads, tables, projects, topology} = workload
    expect(data.moves.length).toBeGreaterThan(0)
    for (const move of data.moves) {
      const own = projects.names.indexOf(move.name)
      const read = (region: string): number => {
        let bytes = 0
        for (let j = 0; j < jobs.names.length; j++) {
          for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
            const [reader, owner] = [jobs.project[j] === own, tables.project[reads.table[i]!] === own]
            if (reader === owner) continue
            const other = reader ? placement.tableRegion[reads.table[i]!]! : regionOfJob(workload, placement, j)
            if (topology.regions[other]!.name === region) bytes += reads.bytes[i]!
          }
        }
        return bytes / workload.dayCount
      }
      expect(move.readWithNewHomeBytesPerDay).toBeCloseTo(read(move.to), 3)
      expect(move.readWithOldHomeBytesPerDay).toBeCloseTo(read(move.from), 3)
    }
  })

  it('tell for each placed job what is local there: where it writes nothing, the difference is the saving', async () => {
    const workload = await loaded.workload()
    const writes = new Set(
      workload.jobs.names.filter((_, j) => workload.writes.start[j] !== workload.writes.start[j + 1]),
    )
    const readers = data.jobs!.filter(({job}) => !writes.has(job))
    expect(readers.length).toBeGreaterThan(0)
    for (const job of readers) {
      expect(job.localBytesPerDay - job.localBytesPerDayOtherwise).toBeCloseTo(job.savedBytesPerDay, 3)
      expect(job.localBytesPerDay).toBeLessThanOrEqual(job.readBytesPerDay)
      expect(job.from).not.toBe(job.to)
    }
    expect(data.jobs!.length + data.otherJobs!.jobCount).toBe(plan.jobs.length)
  })
})

describe('what still crosses', () => {
  it('adds up over hours to the reads and write-backs, before and after', () => {
    for (const when of ['before', 'after'] as const) {
      const {remoteReadBytesPerDay, writeBackBytesPerDay} = data.byCause[when]
      expect(total(data.hourLoad![when]) / (remoteReadBytesPerDay + writeBackBytesPerDay)).toBeCloseTo(1, 9)
    }
  })

  it('adds up over projects to all of it, and over no list to more', () => {
    const sum = (rows: NonNullable<ReportData['remaining']>['tables'], cause: keyof ReportData['byCause']['after']) =>
      total(rows.map(row => row.bytesPerDay[cause]))
    for (const cause of ['remoteReadBytesPerDay', 'refreshBytesPerDay', 'writeBackBytesPerDay'] as const) {
      const all = data.byCause.after[cause]
      expect(sum(data.remaining!.projects, cause)).toBeCloseTo(all, 0)
      for (const rows of [data.remaining!.tables, data.remaining!.jobs]) {
        expect(sum(rows, cause)).toBeLessThanOrEqual(all + 1)
      }
    }
    expect(data.remaining!.projects.length).toBeLessThan(25)
  })
})

describe('what the report is told', () => {
  it('counts what changes against the plan in force', () => {
    expect(churnAgainst(plan, plan)).toMatchObject({kinds: []})
    const [first, ...replicas] = plan.replicas
    const without = {...plan, replicas: replicas.filter(r => r.table !== first!.table || r.region !== first!.region)}
    const churn = churnAgainst(without, plan)
    expect(churn.kinds).toMatchObject([{label: 'replicas added', count: 1}])
    expect(churnAgainst(plan, without).kinds).toMatchObject([{label: 'replicas dropped', count: 1}])
    expect(churnAgainst(plan, without).keptReplicas).toBe(churn.keptReplicas)
  })

  it('reads what the backtest wrote, day by day, into the page', async () => {
    const sizes = ['--train-days', '7', '--test-days', '3', '--step', '4', '--strategies', 'caching:hull']
    await run('backtest', '--history', at('history'), ...sizes, '--out', at('backtest'))
    const path = join(at('backtest'), 'backtest.json')
    const raw = JSON.parse(await readFile(path, 'utf8'))
    const figures = await readBacktest(path)
    expect(figures.strategies.map(({name}) => name)).toEqual(['caching:hull'])
    const costs = figures.strategies[0]!.days.map(({afterCost}) => afterCost)
    expect(costs).toEqual(raw.folds.flatMap((fold: {score: {costByDay: number[]}}) => fold.score.costByDay))
    const flags = ['--plan', join(at('plan'), 'plan.json'), '--out', at('told.html'), '--backtest', path]
    await run('report', '--history', at('history'), ...flags, '--previous', join(at('plan'), 'plan.json'))
    const page = await readFile(at('told.html'), 'utf8')
    expect(page).toContain('id="figure-backtest"')
    expect(page).toContain('Nothing changes against the plan in force')
  })

  it('refuses a file that is no backtest, by name', async () => {
    await writeFile(at('none.json'), '{"trainDays": 7}')
    await expect(readBacktest(at('none.json'))).rejects.toThrow(/none\.json is no backtest: folds/)
    await expect(readBacktest(at('missing.json'))).rejects.toThrow(/missing\.json is no backtest: ENOENT/)
  })
})
