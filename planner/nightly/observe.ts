import {type Day, formatDay, parseDay} from '../../model/days.js'
import type {History} from '../../model/history.js'
import {verify} from '../../model/verifier/index.js'
import type {Config} from '../config/schema.js'
import type {DayTraffic, Ledger} from '../ledger/ledger.js'
import type {Alarm} from '../ledger/rows.js'
import {plannedRatio} from '../planned-options.js'
import {
  computeAlarms,
  deadTableAlarms,
  jobAlarms,
  limitAlarms,
  linkAlarms,
  newTableAlarms,
  overtakenAlarms,
  shortfallAlarms,
} from './alarms.js'
import {dayTraffic} from './day-traffic.js'
import {daysOfHistory} from './days-of-history.js'
import {noPlan} from './no-plan.js'
import {rebase} from './rebase.js'
import {usageByDay} from './usage-by-day.js'

export interface Observed {
  /** Days of which the ledger did not know yet what they came to. */
  readonly days: readonly DayTraffic[]
  readonly alarms: readonly Alarm[]
}

/**
 * What came true since the last night: each new day of the history replayed by the verifier under the plan that was in force on it, and
 * alarms where the plan or the world does not hold what was predicted. Before the first plan there is nothing to hold against, and nothing is
 * observed. Days that the loaded history does not reach back to are left out.
 */
export async function observe(
  ledger: Ledger,
  history: History,
  asOf: string,
  settings: Config['drift'],
): Promise<Observed> {
  const before = ledger.decidedBy(formatDay(parseDay(asOf) - 1))
  if (before === undefined) return {days: [], alarms: []}
  const traffic = ledger.traffic()
  const days: DayTraffic[] = []
  const alarms: Alarm[] = []
  for (const day of daysToObserve(
    traffic.filter(row => row.kind === 'actual').map(row => row.day),
    ledger,
    history,
  )) {
    const date = formatDay(day)
    const night = ledger.decidedBy(date)
    if (night === undefined) continue
    const ofDay = daysOfHistory(history, day, day)
    const plan = planOf(ledger, night.planInForce, ofDay, day)
    const verified = await verify(ofDay, plan.plan, {replicaBudgetRatio: plannedRatio(plan.plan)})
    const observed = dayTraffic(date, 'actual', night.planInForce, verified, history.topology)
    days.push(observed)
    const predicted = traffic.find(row => row.kind === 'predicted' && row.day === night.asOf)
    if (predicted !== undefined) alarms.push(...shortfallAlarms(observed.total, predicted, settings))
    alarms.push(...limitAlarms(date, verified))
  }
  const last = days.at(-1)
  if (last === undefined) return {days, alarms}
  const {day} = last.total
  const usage = await usageByDay(history)
  const inForce = planOf(ledger, before.planInForce, history, parseDay(asOf))
  const overall = await verify(history, inForce.plan, {replicaBudgetRatio: plannedRatio(inForce.plan)})
  alarms.push(
    ...computeAlarms(day, overall),
    ...linkAlarms(day, ledger.links(before.asOf, 'predicted'), history),
    ...overtakenAlarms(day, inForce.overtaken),
    ...deadTableAlarms(inForce.plan, history, usage, settings),
    ...jobAlarms(history, usage, last.total.beforeBytes, settings),
    ...newTableAlarms(history, usage, last.total.beforeBytes, settings),
  )
  return {days, alarms}
}

/** The plan with this id as the history allows it to be replayed; a plan without decisions where none was in force. */
function planOf(ledger: Ledger, planId: string | null, history: History, day: Day) {
  const plan = planId === null ? undefined : ledger.plan(planId)
  return plan === undefined ? {plan: noPlan(day), overtaken: []} : rebase(plan, history)
}

/** Days of the history after those that are known, from the first night on. */
function daysToObserve(known: readonly string[], ledger: Ledger, {fromDay, toDay}: History): Day[] {
  const firstNight = parseDay(ledger.nights()[0].asOf)
  const next = known.length === 0 ? firstNight : parseDay(known.at(-1)!) + 1
  const first = Math.max(next, fromDay)
  return Array.from({length: Math.max(0, toDay - first + 1)}, (_, i) => first + i)
}
