import {basename, join} from 'node:path'
import type {LoadedHistory} from '../../datasets/history/index.js'
import type {Plan} from '../../model/plan.js'
import {formatPlan} from '../../model/plan-file.js'
import {type VerifiedAccount, verify} from '../../model/verifier/index.js'
import {renderReport} from '../../viz/index.js'
import type {Config} from '../config/schema.js'
import {catalogueOf} from '../export/catalogue.js'
import {exporters, exportPlan} from '../export/index.js'
import type {Ledger} from '../ledger/ledger.js'
import {plannedRatio} from '../planned-options.js'
import {knownCoverage} from '../report/known-coverage.js'
import {reportData} from '../report/report-data.js'
import {writeFileWhole} from '../write-file.js'
import {nightSummary} from './night-summary.js'
import {rebase} from './rebase.js'

/** A file of a night, ready to write. */
export interface OutputFile {
  readonly path: string
  readonly text: string
}

/**
 * Everything that a night writes beside the ledger, from the ledger and the history alone, so that a run that was killed writes the same bytes:
 * `DAY/night.json`, and where a plan is in force `DAY/plan.json`, `DAY/report.html`, `DAY/exports/…` and `plan.json`, the plan in force now, last.
 */
export async function nightOutputs(
  ledger: Ledger,
  loaded: LoadedHistory,
  asOf: string,
  config: Config,
): Promise<OutputFile[]> {
  const night = ledger.night(asOf)!
  const at = (...path: string[]) => join(config.out, asOf, ...path)
  const summary = {path: at('night.json'), text: `${JSON.stringify(nightSummary(ledger, asOf), null, 2)}\n`}
  const plan = night.planInForce === null ? undefined : ledger.plan(night.planInForce)
  if (plan === undefined) return [summary]
  const current = rebase(plan, loaded.history).plan
  const verified = await verify(loaded.history, current, {replicaBudgetRatio: plannedRatio(current)})
  return [
    summary,
    {path: at('plan.json'), text: formatPlan(plan)},
    {path: at('report.html'), text: await reportOf(loaded, current, verified, config)},
    ...(await exportsOf(ledger, loaded, current, asOf, config)),
    {path: join(config.out, 'plan.json'), text: formatPlan(plan)},
  ]
}

export async function writeOutputs(
  files: readonly OutputFile[],
  afterEach: (path: string) => Promise<void>,
): Promise<void> {
  for (const {path, text} of files) {
    await writeFileWhole(path, text)
    await afterEach(path)
  }
}

async function reportOf(
  loaded: LoadedHistory,
  plan: Plan,
  verified: VerifiedAccount,
  {history}: Config,
): Promise<string> {
  const known = knownCoverage(history, loaded.history)
  return renderReport(await reportData(loaded, plan, verified, basename(history), known))
}

/** A plan that was kept is exported for today's work; a new one against the plan that it was made against. */
async function exportsOf(
  ledger: Ledger,
  loaded: LoadedHistory,
  plan: Plan,
  asOf: string,
  config: Config,
): Promise<OutputFile[]> {
  if (config.exports.length === 0) return []
  const base = (plan.algorithm.options as {readonly previousPlan?: string}).previousPlan
  const isNew = plan.asOf === asOf
  const previous = isNew ? (base === undefined ? undefined : ledger.plan(base)) : plan
  const catalogue = catalogueOf(await loaded.workload())
  return config.exports.flatMap(({target, settings}) => {
    const exported = exportPlan(exporters[target], {
      ...{plan, catalogue, day: asOf, settings, settingsFile: `exports (${target})`},
      inForce: previous?.planId,
      ...(previous === undefined ? {} : {previous: rebase(previous, loaded.history).plan}),
    })
    return exported.files.map(({path, text}) => ({path: join(config.out, asOf, 'exports', path), text}))
  })
}
