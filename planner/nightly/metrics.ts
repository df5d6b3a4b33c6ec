import {Gauge, type OpenMetricsContentType, Registry} from 'prom-client'
import type {Plan} from '../../model/plan.js'
import type {Ledger} from '../ledger/ledger.js'
import {savingOf} from './alarms.js'

/**
 * The state of the ledger after a night as an OpenMetrics text for the node exporter's text-file collector; ends with `# EOF`. Names are base
 * units with the prefix `isthmus_`.
 *
 * @param now seconds since 1970, of the success that is told
 */
export async function nightMetrics(ledger: Ledger, asOf: string, now: number): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({name: `isthmus_${name}`, help, labelNames, registers: [registry]})
  const night = ledger.night(asOf)!
  const plan = night.planInForce === null ? undefined : ledger.plan(night.planInForce)

  gauge('last_success_timestamp_seconds', 'Time of the last nightly run that ended well').set(now)
  gauge('plan_info', 'The plan in force', ['plan_id', 'as_of']).set(
    {plan_id: plan?.planId ?? '', as_of: plan?.asOf ?? ''},
    1,
  )
  const bytes = gauge('wan_bytes', 'WAN bytes a day by link', ['from', 'to', 'kind'])
  const classBytes = gauge('wan_class_bytes', 'WAN bytes a day by cause', ['class', 'kind'])
  const saving = gauge('wan_saving_ratio', 'Share of the WAN cost that the plan saves', ['kind'])
  for (const kind of ['predicted', 'actual'] as const) {
    const row = ledger
      .traffic()
      .filter(traffic => traffic.kind === kind && traffic.day <= asOf)
      .at(-1)
    if (row === undefined) continue
    saving.set({kind}, savingOf(row))
    classBytes.set({class: 'remote_read', kind}, row.remoteReadBytes)
    classBytes.set({class: 'replicate', kind}, row.refreshBytes)
    classBytes.set({class: 'writeback', kind}, row.writeBackBytes)
    for (const link of ledger.links(row.day, kind))
      bytes.set({from: link.fromRegion, to: link.toRegion, kind}, link.bytes)
  }
  setPlan(gauge, plan)
  const decisions = gauge('decisions', 'Decisions in force', ['kind'])
  for (const kind of ['replica', 'move', 'job'] as const) {
    decisions.set({kind}, ledger.decisions(asOf).filter(row => row.decision === kind).length)
  }
  gauge('changes', 'Decisions that the last night changed').set(night.changes)
  gauge('fill_bytes', 'One-off bytes of the replicas that the last night changed').set(night.fillBytes)
  const refusals = gauge('refusals', 'Changes that a guard rail refused in the last night', ['rail'])
  for (const {rail} of ledger.refusals(asOf)) refusals.inc({rail})
  const alarms = gauge('alarms', 'Alarms of the last night', ['kind'])
  for (const {kind} of ledger.alarms(asOf)) alarms.inc({kind})
  return registry.metrics()
}

function setPlan(gauge: (name: string, help: string, labels?: string[]) => Gauge, plan: Plan | undefined): void {
  if (plan === undefined) return
  const {bound, after} = plan.claims
  const stored = gauge('replica_stored_bytes', 'Replica bytes that the plan in force stores', ['region'])
  for (const [region, bytes] of Object.entries(after.replicaBytesByRegion)) stored.set({region}, bytes)
  if (bound === undefined) return
  gauge('plan_gap_ratio', 'Cost of the plan over its bound, as a share of the cost', ['scope']).set(
    {scope: bound.scope},
    bound.gap,
  )
}
