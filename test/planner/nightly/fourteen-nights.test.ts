import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {formatDay, parseDay} from '../../../model/days.js'
import type {Config} from '../../../planner/config/schema.js'
import {type NightSummary, nightSummary} from '../../../planner/nightly/night-summary.js'
import {closeLink, configIn, editRows, generateHistory, night, read} from './night-world.js'

const first = parseDay('2026-11-02')
const nights = Array.from({length: 14}, (_, i) => formatDay(first + i))
/** Between the six regions of the preset. */
const links = 30
/** First days that show each fault. */
const [doubledFrom, diedFrom, closedOn] = [nights[5], nights[6], nights[11]]
const fillBytesPerLink = 20e9

let folder: string
let config: Config
let summaries: NightSummary[]
const planted = {job: '', table: '', link: ''}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  const history = join(folder, 'history')
  await generateHistory(history, 24, 0.1)
  config = configIn(folder, {
    trainDays: 8,
    plan: {strategy: 'two-stage'},
    rails: {mostMoves: 2, fillBytesPerLink},
    metricsFile: join(folder, 'isthmus.prom'),
  })
  for (const asOf of nights) {
    if (asOf === doubledFrom) await plantFaults(history)
    if (asOf === closedOn) await plantClosedLink(history)
    await night(config, asOf)
  }
  summaries = read(config, ledger => nights.map(asOf => nightSummary(ledger, asOf)))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

/** The job that reads most reads twice as much; the replicated table with the most readers' days is neither read nor written any more. */
async function plantFaults(history: string): Promise<void> {
  const jobOf = new Map<string, string>()
  const startOf = new Map<string, string>()
  await editRows(history, 'runs', row => {
    jobOf.set(row.run, row.job)
    startOf.set(row.run, row.start.slice(0, 10))
    return row
  })
  const dayOf = (row: Record<string, string>) => startOf.get(row.run)!
  const bytes = new Map<string, number>()
  const daysOf = new Map<string, Set<string>>()
  await editRows(history, 'reads', row => {
    const job = jobOf.get(row.run)!
    bytes.set(job, (bytes.get(job) ?? 0) + Number(row.bytes))
    daysOf.set(row.table, (daysOf.get(row.table) ?? new Set()).add(dayOf(row)))
    return row
  })
  planted.job = [...bytes].sort((a, b) => b[1] - a[1])[0][0]
  const held = new Set(
    read(config, ledger =>
      ledger
        .decisions(nights[4])
        .filter(row => row.decision === 'replica')
        .map(row => row.name),
    ),
  )
  planted.table = [...daysOf].filter(([table]) => held.has(table)).sort((a, b) => b[1].size - a[1].size)[0][0]
  await editRows(history, 'reads', row => {
    if (row.table === planted.table && dayOf(row) >= diedFrom) return undefined
    const isDoubled = jobOf.get(row.run) === planted.job && dayOf(row) >= doubledFrom
    return isDoubled ? {...row, bytes: String(2 * Number(row.bytes))} : row
  })
  await editRows(history, 'writes', row => (row.table === planted.table && dayOf(row) >= diedFrom ? undefined : row))
}

/** The link closes over which the plan in force expects most. */
async function plantClosedLink(history: string): Promise<void> {
  const links = read(config, ledger => ledger.links(nights[10], 'predicted'))
  const {fromRegion, toRegion} = links.reduce((a, b) => (b.bytes > a.bytes ? b : a))
  planted.link = `${fromRegion} → ${toRegion}`
  await closeLink(history, fromRegion, toRegion)
}

const alarmsOf = (kind: string) =>
  summaries.flatMap(({asOf, alarms}) => alarms.filter(a => a.kind === kind).map(a => ({asOf, ...a})))

describe('fourteen nights', () => {
  it('each is decided, and its prediction and what came true are in the ledger', () => {
    expect(summaries.map(({asOf}) => asOf)).toEqual(nights)
    expect(summaries[0]).toMatchObject({decision: 'changed', actual: null})
    const actual = read(config, ledger =>
      ledger
        .traffic()
        .filter(({kind}) => kind === 'actual')
        .map(({day}) => day),
    )
    expect(actual).toEqual(nights.slice(0, -1))
    for (const {predicted} of summaries) expect(predicted!.saving).toBeGreaterThan(0.1)
    for (const {actual: came} of summaries.slice(1)) {
      expect(came!.saving).toBeGreaterThan(0.1)
      expect(came!.afterBytes).toBeCloseTo(
        came!.links.reduce((sum, {bytes}) => sum + bytes, 0),
        -1,
      )
    }
  })

  it('the rails hold every night, and what they refuse is named', () => {
    for (const {asOf, fillBytes} of summaries) {
      const begun = read(config, ledger => ledger.decisions(asOf).filter(row => row.since === asOf))
      expect(begun.filter(row => row.decision === 'move').length).toBeLessThanOrEqual(2)
      expect(fillBytes).toBeLessThanOrEqual(fillBytesPerLink * links)
    }
    const refused = summaries[0].refusals.filter(({rail}) => rail === 'fill-bytes-per-link')
    expect(refused.length).toBeGreaterThan(0)
    for (const {name, reason} of refused) {
      expect(name).not.toBe('')
      expect(reason).toContain('20\u00a0GB of a night')
    }
  })

  it('churn falls after the first nights: what is in force stays where it is good enough', () => {
    const changes = summaries.map(night => night.changes)
    const late = changes.slice(5, 10).reduce((sum, count) => sum + count, 0)
    expect(late).toBeLessThan(changes[0])
    expect(
      summaries.some(({decision, refusals}) => decision === 'kept' && refusals.some(r => r.rail === 'tolerance')),
    ).toBe(true)
  })

  it('a decision keeps its first day while it goes on, and ends with a day', () => {
    const rows = read(config, ledger => ledger.decisions())
    const old = rows.filter(({since, until}) => since === nights[0] && until === null)
    expect(old.length).toBeGreaterThan(0)
    expect(rows.every(({since, until}) => until === null || since < until)).toBe(true)
    const plan = read(config, ledger => ledger.plan(summaries.at(-1)!.planInForce!)!)
    const open = rows.filter(({until}) => until === null)
    expect(open.length).toBe(plan.moves.length + plan.replicas.length + plan.jobs.length)
  })

  it('raises no alarm while the world is as it was', () => {
    expect(summaries.slice(0, 6).flatMap(({alarms}) => alarms)).toEqual([])
  })

  it('a job that doubles raises an alarm the next night, and none before', () => {
    const alarms = alarmsOf('job-grown').filter(({subject}) => subject === planted.job)
    expect(alarms[0]).toMatchObject({asOf: nights[6], day: doubledFrom})
    expect(alarms[0].actual / alarms[0].expected).toBeGreaterThan(1.8)
  })

  it('a replicated table that dies raises an alarm three days later, until the plan drops it', () => {
    const alarms = alarmsOf('table-dead').filter(({subject}) => subject === planted.table)
    expect(alarms[0]?.asOf).toBe(nights[9])
    expect(alarmsOf('table-dead').every(({asOf}) => asOf >= nights[9])).toBe(true)
  })

  it('a link that closes raises an alarm that night, and none before', () => {
    expect(alarmsOf('link-closed').map(({asOf, subject}) => ({asOf, subject}))[0]).toEqual({
      asOf: closedOn,
      subject: planted.link,
    })
    expect(alarmsOf('link-closed').every(({asOf}) => asOf >= closedOn)).toBe(true)
  })

  it('copies are scheduled whole, none over a link that is closed', () => {
    for (const {fillBytes, moveBytes, rollout, alarms} of summaries) {
      const unplaced = alarms
        .filter(({kind}) => kind === 'rollout')
        .reduce((sum, {expected, actual}) => sum + expected - actual, 0)
      const placed = rollout.reduce((sum, {bytes}) => sum + bytes, 0)
      expect(placed + unplaced).toBeCloseTo(fillBytes + moveBytes, -1)
    }
    const [from, to] = planted.link.split(' → ')
    const late = summaries.slice(11).flatMap(({rollout}) => rollout.map(({route}) => route))
    expect(late.filter(route => route.includes(`${from} > ${to}`))).toEqual([])
  })

  it('metrics say what the ledger says', async () => {
    const text = await readFile(join(folder, 'isthmus.prom'), 'utf8')
    const last = summaries.at(-1)!
    expect(text.endsWith('# EOF\n')).toBe(true)
    expect(text).toContain(`isthmus_wan_saving_ratio{kind="predicted"} ${last.predicted!.saving}\n`)
    expect(text).toContain(`isthmus_wan_saving_ratio{kind="actual"} ${last.actual!.saving}\n`)
    expect(text).toContain(`isthmus_decisions{kind="replica"} ${last.replicas}\n`)
    expect(text).toMatch(
      new RegExp(`^isthmus_last_success_timestamp_seconds ${Date.parse(`${last.asOf}T01:00:00Z`) / 1000}$`, 'm'),
    )
  })
})
