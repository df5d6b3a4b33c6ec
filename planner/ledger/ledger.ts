import type Database from 'better-sqlite3'
import type {Plan} from '../../model/plan.js'
import {formatPlan, parsePlan} from '../../model/plan-file.js'
import {decisionKey, decisionsOf} from './plan-decisions.js'
import type {
  Alarm,
  DecisionRow,
  LinkTrafficRow,
  NightRow,
  NightStep,
  PlanRow,
  Refusal,
  RolloutRow,
  RunRow,
  TrafficRow,
} from './rows.js'
import {columnsOf, selectAs} from './sql.js'

/** Predicted or actual traffic of one day, with its links. */
export interface DayTraffic {
  readonly total: TrafficRow
  readonly links: readonly LinkTrafficRow[]
}

/** What a night decided: recorded all together or not at all. */
export interface DecisionRecord {
  readonly historyFingerprint: string
  readonly decision: 'changed' | 'kept'
  readonly reason: string
  /** What was proposed, also where it was refused; absent where there was no proposal. */
  readonly proposed?: Plan
  /** In force from this night on; absent: nothing is. */
  readonly inForce?: Plan
  readonly gainPerDay: number
  readonly fillBytes: number
  readonly moveBytes: number
  readonly changes: number
  readonly predicted: DayTraffic
  readonly refusals: readonly Refusal[]
  readonly alarms: readonly Alarm[]
  readonly rollout: readonly RolloutRow[]
}

/**
 * The memory of the nightly run (design.md section 1): plans with what they were made from, what is in force since when, what was predicted and
 * what came true, runs and their outcome. Every public method that writes is one transaction.
 */
export class Ledger {
  readonly #database: Database.Database
  constructor(database: Database.Database) {
    this.#database = database
  }

  close(): void {
    this.#database.close()
  }

  /** Records that a run begins. Runs that still count as running ended without a word: the lock says that they are no more. */
  beginRun(run: Pick<RunRow, 'asOf' | 'startedAt' | 'pid' | 'host'>, settingsFingerprint: string): number {
    return this.#write(() => {
      this.#run(`UPDATE runs SET outcome = 'broken-off' WHERE outcome = 'running'`)
      this.#run(
        `INSERT INTO nights (as_of, step, settings_fingerprint) VALUES (?, 'begun', ?) ON CONFLICT DO NOTHING`,
        [run.asOf, settingsFingerprint],
      )
      return Number(this.#insert('runs', {...run}))
    })
  }

  endRun(run: number, endedAt: string, outcome: 'done' | 'failed', message: string): void {
    this.#write(() => {
      this.#run('UPDATE runs SET ended_at = ?, outcome = ?, message = ? WHERE run = ?', [
        endedAt,
        outcome,
        message,
        run,
      ])
    })
  }

  recordObserved(asOf: string, days: readonly DayTraffic[], alarms: readonly Alarm[]): void {
    this.#write(() => {
      for (const day of days) this.#insertTraffic(day)
      for (const alarm of alarms) this.#insert('alarms', {asOf, ...alarm})
      this.#advance(asOf, 'observed')
    })
  }

  recordDecision(asOf: string, record: DecisionRecord): void {
    this.#write(() => {
      const {proposed, inForce} = record
      const {settingsFingerprint} = this.night(asOf)!
      for (const plan of [proposed, inForce]) if (plan !== undefined) this.#insertPlan(plan, settingsFingerprint)
      this.#run(
        `UPDATE nights SET history_fingerprint = ?, decision = ?, reason = ?, proposed_plan = ?, plan_in_force = ?,
           gain_per_day = ?, fill_bytes = ?, move_bytes = ?, changes = ? WHERE as_of = ?`,
        [
          ...[record.historyFingerprint, record.decision, record.reason, proposed?.planId ?? null],
          ...[inForce?.planId ?? null, record.gainPerDay, record.fillBytes, record.moveBytes, record.changes, asOf],
        ],
      )
      this.#putInForce(asOf, inForce)
      this.#insertTraffic(record.predicted)
      for (const refusal of record.refusals) this.#insert('refusals', {asOf, ...refusal}, 'OR REPLACE')
      for (const alarm of record.alarms) this.#insert('alarms', {asOf, ...alarm}, 'OR IGNORE')
      record.rollout.forEach((row, index) => {
        this.#insert('rollout', {asOf, row: index, ...row})
      })
      this.#advance(asOf, 'decided')
    })
  }

  recordStep(asOf: string, step: NightStep): void {
    this.#write(() => this.#advance(asOf, step))
  }

  /** The last night is done and its run too, in one transaction. */
  recordDone(asOf: string, run: number, endedAt: string, message: string): void {
    this.#write(() => {
      this.#advance(asOf, 'done')
      this.#run(`UPDATE runs SET ended_at = ?, outcome = 'done', message = ? WHERE run = ?`, [endedAt, message, run])
    })
  }

  runs(): RunRow[] {
    return this.#all<RunRow>('runs', 'ORDER BY run')
  }

  nights(): NightRow[] {
    return this.#all<NightRow>('nights', 'ORDER BY as_of')
  }

  night(asOf: string): NightRow | undefined {
    return this.#all<NightRow>('nights', 'WHERE as_of = ?', [asOf])[0]
  }

  /** The newest night whose decision is recorded, on or before a day. */
  decidedBy(day: string): NightRow | undefined {
    return this.#all<NightRow>('nights', `WHERE decision <> '' AND as_of <= ? ORDER BY as_of DESC LIMIT 1`, [day])[0]
  }

  plans(): PlanRow[] {
    return this.#all<PlanRow>('plans', 'ORDER BY as_of, plan_id')
  }

  plan(planId: string): Plan | undefined {
    const row = this.#database.prepare('SELECT plan FROM plans WHERE plan_id = ?').get(planId) as
      | {plan: string}
      | undefined
    return row === undefined ? undefined : parsePlan(row.plan, `plan ${planId} of the ledger`)
  }

  /** Decisions in force on a day, or every one that ever was. */
  decisions(day?: string): DecisionRow[] {
    const order = 'ORDER BY decision, name, region, ages, since'
    if (day === undefined) return this.#all<DecisionRow>('decisions', order)
    return this.#all<DecisionRow>('decisions', `WHERE since <= ? AND (until IS NULL OR until > ?) ${order}`, [day, day])
  }

  traffic(): TrafficRow[] {
    return this.#all<TrafficRow>('traffic', 'ORDER BY day, kind')
  }

  links(day: string, kind: 'predicted' | 'actual'): LinkTrafficRow[] {
    return this.#all<LinkTrafficRow>('link_traffic', 'WHERE day = ? AND kind = ? ORDER BY from_region, to_region', [
      day,
      kind,
    ])
  }

  refusals(asOf: string): Refusal[] {
    return this.#all<Refusal>('refusals', 'WHERE as_of = ? ORDER BY rail, decision, name, region', [asOf])
  }

  alarms(asOf: string): Alarm[] {
    return this.#all<Alarm>('alarms', 'WHERE as_of = ? ORDER BY day, kind, subject', [asOf])
  }

  rollout(asOf: string): RolloutRow[] {
    return this.#all<RolloutRow>('rollout', 'WHERE as_of = ? ORDER BY row', [asOf])
  }

  #write<T>(work: () => T): T {
    return this.#database.transaction(work).immediate()
  }

  #advance(asOf: string, step: NightStep): void {
    this.#run('UPDATE nights SET step = ? WHERE as_of = ?', [step, asOf])
  }

  #run(sql: string, values: readonly (string | number | null)[] = []): Database.RunResult {
    return this.#database.prepare(sql).run(...values)
  }

  #all<Row>(table: Parameters<typeof selectAs>[0], rest: string, values: readonly string[] = []): Row[] {
    return this.#database.prepare(`${selectAs(table)} ${rest}`).all(...values) as Row[]
  }

  #insert(table: string, row: Readonly<Record<string, string | number | null>>, or = ''): number | bigint {
    const {names, marks} = columnsOf(row)
    return this.#run(`INSERT ${or} INTO ${table} (${names}) VALUES (${marks})`, Object.values(row)).lastInsertRowid
  }

  #insertTraffic({total, links}: DayTraffic): void {
    this.#insert('traffic', {...total}, 'OR REPLACE')
    for (const link of links) this.#insert('link_traffic', {...link}, 'OR REPLACE')
  }

  #insertPlan(plan: Plan, settingsFingerprint: string): void {
    const {previousPlan = null} = plan.algorithm.options as {readonly previousPlan?: string}
    this.#insert(
      'plans',
      {
        ...{planId: plan.planId, asOf: plan.asOf, previousPlan, settingsFingerprint},
        ...{historyFrom: plan.history.from, historyTo: plan.history.to, historyFingerprint: plan.history.fingerprint},
        ...{options: JSON.stringify(plan.algorithm), plan: formatPlan(plan)},
      },
      'OR IGNORE',
    )
  }

  /** Ends what is no longer decided and begins what is new; what goes on keeps its first day. */
  #putInForce(asOf: string, plan: Plan | undefined): void {
    const wanted = new Map((plan === undefined ? [] : decisionsOf(plan)).map(row => [decisionKey(row), row]))
    const held = this.#all<DecisionRow>('decisions', 'WHERE until IS NULL')
    for (const row of held) {
      if (wanted.delete(decisionKey(row))) continue
      this.#run(
        'UPDATE decisions SET until = ? WHERE decision = ? AND name = ? AND region = ? AND ages = ? AND since = ?',
        [asOf, row.decision, row.name, row.region, row.ages, row.since],
      )
    }
    for (const row of wanted.values()) this.#insert('decisions', {...row, since: asOf, planId: plan!.planId})
  }
}
