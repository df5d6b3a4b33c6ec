import type {Plan} from '../../model/plan.js'
import type {Catalogue} from './catalogue.js'
import {checkNames} from './copies.js'
import type {Exported, Exporter, ExportInput} from './exporter.js'
import {withHeader} from './file-header.js'
import {refuseOutdated} from './in-force.js'
import {type Decision, lossLines, type RoundingLoss} from './rounding-loss.js'
import {readSettings} from './settings.js'
import {alluxio} from './targets/alluxio.js'
import {bigquery} from './targets/bigquery.js'
import {distcp} from './targets/distcp.js'
import {hive} from './targets/hive.js'
import {iceberg} from './targets/iceberg.js'
import {maxcompute} from './targets/maxcompute.js'
import {multikueue} from './targets/multikueue.js'
import {rucio} from './targets/rucio.js'
import {runbook} from './targets/runbook.js'
import {s3} from './targets/s3.js'
import {snowflake} from './targets/snowflake.js'
import {trinoGateway} from './targets/trino-gateway.js'
import {volcanoGlobal} from './targets/volcano-global.js'
import {yarnFederation} from './targets/yarn-federation.js'

/** Every target, by name; one line each. */
export const exporters: Readonly<Record<string, Exporter>> = {
  rucio,
  distcp,
  iceberg,
  hive,
  alluxio,
  s3,
  bigquery,
  snowflake,
  maxcompute,
  'trino-gateway': trinoGateway,
  multikueue,
  'volcano-global': volcanoGlobal,
  'yarn-federation': yarnFederation,
  runbook,
}

export interface ExportRequest {
  readonly plan: Plan
  readonly catalogue: Catalogue
  /** Id of the plan in force; undefined where none is. */
  readonly inForce: string | undefined
  /** The plan in force itself, so that what it kept and the new one does not is let go. */
  readonly previous?: Plan
  /** Day whose work is written; by default the plan's first. */
  readonly day?: string
  readonly settings: unknown
  /** Name of the settings in findings. */
  readonly settingsFile: string
}

/**
 * Writes a plan for one target: files as texts, and what is lost in the rounding. Nothing is run and nothing is read.
 * @throws IsthmusError `refused` where the plan is outdated; BadInput where names or settings are faulty
 */
export function exportPlan(target: Exporter, request: ExportRequest): Exported {
  const {plan, catalogue, inForce, previous, day = plan.asOf, settings, settingsFile} = request
  refuseOutdated(plan, inForce)
  const input: ExportInput = {plan, catalogue, day, ...(previous === undefined ? {} : {previous})}
  checkNames(input)
  const written = target.write(input, readSettings(target, settings, settingsFile, input))
  const loss: RoundingLoss = {
    ...written.loss,
    plannedStoredBytes: target.covers.includes('replica')
      ? plan.replicas.reduce((sum, replica) => sum + replica.storedBytes, 0)
      : 0,
    outside: outsideOf(target, plan),
  }
  const header = [
    `Plan ${plan.planId}, ${target.name}, for ${day}. Written by isthmus, which never runs it.`,
    ...lossLines(loss),
  ]
  return {
    target: target.name,
    planId: plan.planId,
    files: written.files.map(file => withHeader(file, header)),
    loss,
  }
}

function outsideOf(target: Exporter, plan: Plan): Record<Decision, number> {
  const outside = (decision: Decision, count: number) => (target.covers.includes(decision) ? 0 : count)
  return {
    replica: outside('replica', plan.replicas.length),
    move: outside('move', plan.moves.length),
    job: outside('job', plan.jobs.length),
  }
}
