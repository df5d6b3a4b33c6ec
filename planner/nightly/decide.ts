import type {LoadedHistory} from '../../datasets/history/index.js'
import {wanCost} from '../../model/account.js'
import {type Day, formatDay} from '../../model/days.js'
import type {Plan} from '../../model/plan.js'
import {type VerifiedAccount, verify} from '../../model/verifier/index.js'
import {formatPercent} from '../../viz/format.js'
import {frozenSpan} from '../config/frozen-span.js'
import type {Config} from '../config/schema.js'
import {changesBetween} from '../diff/changes.js'
import type {Refusal} from '../ledger/rows.js'
import {plannedRatio} from '../planned-options.js'
import type {Progress} from '../progress.js'
import type {NewFill} from './new-fill.js'
import {noPlan} from './no-plan.js'
import {attempt, propose} from './propose.js'

/** What a night comes to. */
export interface Decision {
  readonly kind: 'changed' | 'kept'
  /** Why, in one sentence. */
  readonly reason: string
  /** In force from tonight; absent: nothing is. */
  readonly plan?: Plan
  /** Its account on the days that were planned from. */
  readonly verified: VerifiedAccount
  /** What was proposed last, also where it was refused. */
  readonly proposal?: Plan
  readonly refusals: readonly Refusal[]
  /** What tonight must copy. */
  readonly fills: readonly NewFill[]
  /** Cost a day, in-sample, under what was in force and under what is now. */
  readonly costPerDay: {readonly before: number; readonly after: number}
  readonly changes: number
  /** There was no plan, where one was asked for. */
  readonly hasFailed: boolean
}

/**
 * Plans knowing what is in force, and holds the proposal to the rails. Frozen days: nothing is planned. Lists and moves: a proposal that breaks
 * one is recorded and planned anew within them. Fill: what does not fit is cut down to what is held. Minimum gain and tolerance: too small a change
 * is none, unless what is in force breaks a limit. A plan that cannot be made or verified leaves in force what is.
 *
 * @param inForce rebased on the history; absent: nothing is in force
 */
export async function decide(
  loaded: LoadedHistory,
  inForce: Plan | undefined,
  config: Config,
  asOfDay: Day,
  progress: Progress,
): Promise<Decision> {
  const {history} = loaded
  const held = inForce ?? noPlan(asOfDay)
  const verified = await verify(history, held, {
    replicaBudgetRatio: config.plan.replicaBudgetRatio ?? plannedRatio(held),
  })
  const costBefore = costPerDay(verified)
  const keep = (reason: string, refusals: readonly Refusal[], proposal?: Plan, hasFailed = false): Decision => ({
    ...{kind: 'kept', reason, verified, refusals, fills: [], hasFailed},
    ...(inForce === undefined ? {} : {plan: inForce}),
    ...(proposal === undefined ? {} : {proposal}),
    ...{costPerDay: {before: costBefore, after: costBefore}, changes: 0},
  })
  const wholePlan = (rail: string, reason: string): Refusal => ({
    ...{rail, decision: 'plan', name: 'plan', region: '', bytes: 0, reason},
  })

  const frozen = config.rails.freeze.find(span => isWithin(span, asOfDay))
  if (frozen !== undefined) {
    const reason = `${formatDay(asOfDay)} is frozen by '${frozen}'`
    return keep(reason, [wholePlan('freeze', reason)])
  }
  const made = await attempt(() => propose(loaded, inForce, config, asOfDay, progress))
  if ('failure' in made) return keep(`no plan: ${made.failure}`, [], undefined, true)
  const {sealed, refusals, fills, brokenRails} = made.value
  const {plan} = sealed
  if (brokenRails.length > 0)
    return keep(`no plan within the rails: ${brokenRails[0].reason}`, [...refusals, ...brokenRails], plan)
  const violation = sealed.verified.violations[0]
  if (violation !== undefined) {
    const reason = `within the rails the plan breaks a limit: ${violation.message}`
    return keep(reason, [...refusals, wholePlan(violation.limit, reason)], plan)
  }

  const changes = changesBetween(held, plan).length
  if (changes === 0) return keep('nothing to change', refusals, plan)
  const after = costPerDay(sealed.verified)
  const tooLittle = gainRefusal(costBefore, after, config.rails)
  if (tooLittle !== undefined && verified.violations.length === 0) {
    return keep(tooLittle.reason, [...refusals, wholePlan(tooLittle.rail, tooLittle.reason)], plan)
  }
  return {
    ...{
      kind: 'changed',
      reason: `${changes} changes`,
      plan,
      verified: sealed.verified,
      proposal: plan,
      refusals,
      fills,
      changes,
    },
    ...{costPerDay: {before: costBefore, after}, hasFailed: false},
  }
}

const isWithin = (text: string, day: Day): boolean => {
  const span = frozenSpan(text)
  return span !== undefined && span.fromDay <= day && day <= span.toDay
}

const costPerDay = ({after: {traffic}}: VerifiedAccount): number => wanCost(traffic) / traffic.dayCount

function gainRefusal(before: number, after: number, {minimumGainPerDay, tolerance}: Config['rails']) {
  const gain = before - after
  const share = before === 0 ? 0 : gain / before
  if (gain < minimumGainPerDay) {
    return {rail: 'minimum-gain', reason: `the change gains ${gain} a day, where ${minimumGainPerDay} is the least`}
  }
  if (share >= tolerance) return undefined
  const reason = `the change gains ${formatPercent(share)} of the WAN cost in force, where ${formatPercent(tolerance)} is the least`
  return {rail: 'tolerance', reason}
}
