import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Database from 'better-sqlite3'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import type {Plan} from '../../../model/plan.js'
import type {DecisionRecord, Ledger} from '../../../planner/ledger/ledger.js'
import {takeLock} from '../../../planner/ledger/lock.js'
import {migrations} from '../../../planner/ledger/migrations.js'
import {openLedger, readLedger} from '../../../planner/ledger/open-ledger.js'
import {noPlan} from '../../../planner/nightly/no-plan.js'

let folder: string
let path: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
})
beforeEach(() => {
  path = join(folder, `${files++}.db`)
})
afterAll(() => rm(folder, {recursive: true, force: true}))

const replica = (table: string, toAge: number) => ({
  ...{table, region: 'r', fromAge: 0, toAge, storedBytes: toAge, refreshBytesPerDay: 0, savedBytesPerDay: 0},
})
const plan = (planId: string, more: Partial<Plan>): Plan => ({
  ...noPlan(20000),
  planId,
  history: {from: '2026-01-01', to: '2026-01-02', fingerprint: 'f'},
  ...more,
})

function record(day: string, inForce: Plan | undefined): DecisionRecord {
  const total = {day, kind: 'predicted' as const, planId: inForce?.planId ?? null}
  const nothing = {
    beforeBytes: 0,
    beforeCost: 0,
    afterBytes: 0,
    afterCost: 0,
    remoteReadBytes: 0,
    refreshBytes: 0,
    writeBackBytes: 0,
  }
  return {
    ...{
      historyFingerprint: 'f',
      decision: 'changed',
      reason: 'r',
      gainPerDay: 0,
      fillBytes: 0,
      moveBytes: 0,
      changes: 1,
    },
    ...(inForce === undefined ? {} : {inForce}),
    predicted: {total: {...total, ...nothing}, links: []},
    ...{refusals: [], alarms: [], rollout: []},
  }
}

function put(ledger: Ledger, day: string, inForce: Plan | undefined): void {
  ledger.beginRun({asOf: day, startedAt: day, pid: 1, host: 'h'}, 's')
  ledger.recordDecision(day, record(day, inForce))
}

describe('ledger', () => {
  it('knows what is in force on a day, and since when', () => {
    const ledger = openLedger(path)
    const move = {project: 'p', from: 'a', to: 'b', bytes: 3}
    put(ledger, '2026-01-03', plan('one', {replicas: [replica('t', 2), replica('u', 1)], moves: [move]}))
    put(
      ledger,
      '2026-01-04',
      plan('two', {
        replicas: [replica('t', 2), replica('u', 5)],
        moves: [move],
        jobs: [{job: 'j', region: 'b', savedBytesPerDay: 0}],
      }),
    )
    put(ledger, '2026-01-06', undefined)
    put(ledger, '2026-01-07', plan('three', {replicas: [replica('t', 2)]}))
    const rows = (day?: string) =>
      ledger.decisions(day).map(row => [row.decision, row.name, row.ages, row.since, row.until, row.planId])
    expect(rows('2026-01-02')).toEqual([])
    expect(rows('2026-01-05')).toEqual([
      ['job', 'j', '', '2026-01-04', '2026-01-06', 'two'],
      ['move', 'p', '', '2026-01-03', '2026-01-06', 'one'],
      ['replica', 't', '0-2', '2026-01-03', '2026-01-06', 'one'],
      ['replica', 'u', '0-5', '2026-01-04', '2026-01-06', 'two'],
    ])
    expect(rows('2026-01-06')).toEqual([])
    expect(rows('2026-01-08')).toEqual([['replica', 't', '0-2', '2026-01-07', null, 'three']])
    expect(ledger.plans().map(({planId, inForceSince}) => [planId, inForceSince])).toEqual([
      ['one', '2026-01-03'],
      ['three', '2026-01-07'],
      ['two', '2026-01-04'],
    ])
    expect(ledger.plan('two')!.jobs).toHaveLength(1)
    expect(ledger.decidedBy('2026-01-05')!.planInForce).toBe('two')
    ledger.close()
  })

  it('a step that fails leaves nothing behind', () => {
    const ledger = openLedger(path)
    ledger.beginRun({asOf: '2026-01-03', startedAt: 'x', pid: 1, host: 'h'}, 's')
    const alarm = {day: '2026-01-02', kind: 'k', subject: 's', expected: 0, actual: 0, message: 'm'}
    expect(() => ledger.recordObserved('2026-01-03', [], [alarm, {...alarm, day: null as never}])).toThrow('NOT NULL')
    expect(ledger.alarms('2026-01-03')).toEqual([])
    expect(ledger.night('2026-01-03')!.step).toBe('begun')
    ledger.close()
  })

  it('keeps what it holds when it is opened again, and writes ahead', () => {
    const ledger = openLedger(path)
    put(ledger, '2026-01-03', plan('one', {}))
    ledger.close()
    const again = openLedger(path)
    expect(again.nights()).toHaveLength(1)
    again.close()
    const raw = new Database(path)
    expect(raw.pragma('journal_mode', {simple: true})).toBe('wal')
    expect(raw.pragma('user_version', {simple: true})).toBe(migrations.length)
    raw.pragma('user_version = 99')
    raw.close()
    expect(() => openLedger(path)).toThrow('has version 99')
    expect(() => readLedger(path)).toThrow('has version 99')
  })

  it('refuses a file that is no ledger, and does not make one to read', async () => {
    await writeFile(path, 'this is a text and no database, and long enough to be told apart from one')
    expect(() => openLedger(path)).toThrow('cannot open the ledger')
    expect(() => readLedger(join(folder, 'nowhere.db'))).toThrow('there is no ledger')
  })

  it('has one lock', () => {
    const lock = takeLock(path)
    expect(lock).toBeDefined()
    expect(takeLock(path)).toBeUndefined()
    lock!.release()
    const next = takeLock(path)
    expect(next).toBeDefined()
    next!.release()
  })
})
