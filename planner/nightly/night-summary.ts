import type {Ledger} from '../ledger/ledger.js'
import type {Alarm, LinkTrafficRow, NightRow, Refusal, RolloutRow, TrafficRow} from '../ledger/rows.js'
import {savingOf} from './alarms.js'

/** A night as the ledger knows it: what `night.json`, `isthmus nightly` and `isthmus history` tell. Holds no time of day and no process. */
export interface NightSummary {
  readonly asOf: string
  readonly decision: string
  readonly reason: string
  readonly planInForce: string | null
  readonly proposedPlan: string | null
  readonly changes: number
  readonly gainPerDay: number
  readonly fillBytes: number
  readonly moveBytes: number
  readonly replicas: number
  readonly moves: number
  readonly jobs: number
  /** Of the days from this night on. */
  readonly predicted: (TrafficRow & {readonly saving: number; readonly links: readonly LinkTrafficRow[]}) | null
  /** Of the newest day whose traffic is known, and the plan that was in force on it. */
  readonly actual: (TrafficRow & {readonly saving: number; readonly links: readonly LinkTrafficRow[]}) | null
  readonly refusals: readonly Refusal[]
  readonly alarms: readonly Alarm[]
  readonly rollout: readonly RolloutRow[]
}

export function nightSummary(ledger: Ledger, asOf: string): NightSummary {
  const {decision, reason, planInForce, proposedPlan, changes, gainPerDay, fillBytes, moveBytes}: NightRow =
    ledger.night(asOf)!
  const traffic = ledger.traffic()
  const told = (row: TrafficRow | undefined) =>
    row === undefined ? null : {...row, saving: savingOf(row), links: ledger.links(row.day, row.kind)}
  const decisions = ledger.decisions(asOf)
  const count = (kind: string) => decisions.filter(row => row.decision === kind).length
  return {
    ...{asOf, decision, reason, planInForce, proposedPlan, changes, gainPerDay, fillBytes, moveBytes},
    ...{replicas: count('replica'), moves: count('move'), jobs: count('job')},
    predicted: told(traffic.find(row => row.kind === 'predicted' && row.day === asOf)),
    actual: told(traffic.filter(row => row.kind === 'actual' && row.day < asOf).at(-1)),
    ...{refusals: ledger.refusals(asOf), alarms: ledger.alarms(asOf), rollout: ledger.rollout(asOf)},
  }
}
