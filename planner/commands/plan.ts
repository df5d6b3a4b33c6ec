import {basename, join, resolve} from 'node:path'
import type {CommandModule, Options} from 'yargs'
import {type CachingPolicyName, cachingPolicies} from '../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../algorithms/caching/policy.js'
import type {OptionSpec, OptionValues} from '../../algorithms/options.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {formatPlan} from '../../model/plan-file.js'
import {formatBytes, formatCost, formatPercent} from '../../viz/format.js'
import {renderReport} from '../../viz/index.js'
import {type PlannedCaching, planCaching} from '../caching-plan.js'
import type {ChangeSettings} from '../change.js'
import {costUnitOf} from '../cost-unit.js'
import {type DemandChoice, demandChoices} from '../demand.js'
import {dayFlag, numberFlag, textFlag} from '../flags.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {reportData} from '../report/report-data.js'
import {writeFileWhole} from '../write-file.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {readPlan} from './score.js'

interface PlanArguments extends HistoryArguments {
  readonly forecast: DemandChoice
  readonly previous: string | undefined
  readonly horizon: number | undefined
  readonly hysteresis: number | undefined
  readonly fillCapBytes: number | undefined
  readonly caching: CachingPolicyName
  readonly replicaBudgetRatio: number | undefined
  readonly asOf: Day | undefined
  readonly seed: number
  readonly out: string
  readonly output: 'table' | 'json'
}

const policies: readonly CachingPolicy[] = Object.values(cachingPolicies)

export const planCommand: CommandModule<object, PlanArguments> = {
  command: 'plan',
  describe: 'Choose the replicas, verify the plan, and write plan.json and report.html',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      caching: {
        describe: `Caching policy.\n${policies.map(policy => `${policy.name}: ${policy.summary}`).join('\n')}`,
        choices: Object.keys(cachingPolicies),
        default: 'holders',
      },
      ...policyFlags(),
      'replica-budget-ratio': numberFlag(
        'replica-budget-ratio',
        'Budget over all regions, as a share of all bytes at home (default: the topology)',
        {min: 0},
      ),
      forecast: {
        describe: 'Demand to plan for: the history as it is, one forecast, or the one that a rolling backtest prefers',
        choices: demandChoices,
        default: 'history' as const,
      },
      previous: textFlag('previous', 'Plan in force: changing it costs, keeping it does not'),
      horizon: numberFlag(
        'horizon',
        'Days over which one-off fill is spread (default: 30 with --previous, else fill is free)',
        {
          min: 1,
        },
      ),
      hysteresis: numberFlag(
        'hysteresis',
        "Share of a table's saving by which a change must be better (default: 0.05 with --previous)",
        {min: 0, max: 1},
      ),
      'fill-cap-bytes': numberFlag('fill-cap-bytes', "Most bytes of tonight's fill on any one link", {min: 0}),
      'as-of': dayFlag('as-of', 'First day that the plan is meant for (default: the day after the history)'),
      seed: {...numberFlag('seed', 'Seed for policies that draw', {min: 0, integer: true}), default: '1'},
      out: {...textFlag('out', 'Folder for plan.json and report.html'), demandOption: true},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress)
    try {
      const planned = await planCaching(
        loaded,
        {
          caching: args.caching,
          options: givenOptions(args as unknown as Readonly<Record<string, unknown>>),
          seed: args.seed,
          forecast: args.forecast,
          change: await changeSettings(args),
          ...(args.replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio: args.replicaBudgetRatio}),
          ...(args.asOf === undefined ? {} : {asOfDay: args.asOf}),
        },
        progress,
      )
      progress.stage('report', 0.9)
      const report = renderReport(await reportData(loaded, planned.plan, planned.verified, titleOf(args.history)))
      const planPath = join(args.out, 'plan.json')
      const reportPath = join(args.out, 'report.html')
      await writeFileWhole(reportPath, report)
      await writeFileWhole(planPath, formatPlan(planned.plan))
      progress.done()
      if (args.output === 'json')
        printJson({plan: resolve(planPath), report: resolve(reportPath), ...planned.plan.claims})
      else printTable(undefined, planRows(planned, planPath, reportPath))
    } finally {
      progress.done()
      loaded.close()
    }
  },
}

async function changeSettings(args: PlanArguments): Promise<ChangeSettings> {
  const previous = args.previous === undefined ? undefined : await readPlan(args.previous)
  const horizonDays = args.horizon ?? (previous === undefined ? undefined : 30)
  const hysteresis = args.hysteresis ?? (previous === undefined ? undefined : 0.05)
  if (previous === undefined && args.hysteresis !== undefined) {
    throw new IsthmusError(
      'usage',
      '--hysteresis is given without --previous',
      'Name the plan in force, or leave it out.',
    )
  }
  return {
    ...(previous === undefined ? {} : {previous}),
    ...(horizonDays === undefined ? {} : {horizonDays}),
    ...(hysteresis === undefined ? {} : {hysteresis}),
    ...(args.fillCapBytes === undefined ? {} : {fillCapBytes: args.fillCapBytes}),
  }
}

/** One flag for each option that a policy declares; a flag that the chosen policy does not know is refused later. */
function policyFlags(): Record<string, Options> {
  const flags: Record<string, Options> = {}
  for (const policy of policies) {
    for (const [name, spec] of Object.entries(policy.options)) {
      const flag = flagName(name)
      const owners = policies.filter(p => name in p.options).map(p => p.name)
      flags[flag] = optionFlag(
        flag,
        spec,
        `${owners.join(', ')}: ${spec.meaning} (default ${spec.default}${spec.unit === '' ? '' : ` ${spec.unit}`})`,
      )
    }
  }
  return flags
}

function optionFlag(flag: string, spec: OptionSpec, describe: string): Options {
  if (spec.type === 'boolean') return {describe, boolean: true}
  return numberFlag(flag, describe, {integer: spec.type === 'integer'})
}

function givenOptions(args: Readonly<Record<string, unknown>>): OptionValues {
  const given: Record<string, number | boolean> = {}
  for (const policy of policies) {
    for (const name of Object.keys(policy.options)) {
      const value = args[name]
      if (typeof value === 'number' || typeof value === 'boolean') given[name] = value
    }
  }
  return given
}

/** `coreColumns` → `core-columns`. */
const flagName = (option: string): string => option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** The history folder's own name. */
export const titleOf = (history: string): string => basename(resolve(history))

function planRows(planned: PlannedCaching, planPath: string, reportPath: string): string[][] {
  const {plan, workload, verified} = planned
  const {before, after, oneOff, bound} = plan.claims
  const unit = costUnitOf(workload.topology)
  const less = (a: number, b: number) => (a === 0 ? '' : ` (${formatPercent(1 - b / a)} less)`)
  const stored = verified.after.replicaBytes.reduce((sum, bytes) => sum + bytes, 0)
  const atHome = verified.after.homeBytes.reduce((sum, bytes) => sum + bytes, 0)
  return [
    ['Plan', plan.planId],
    ['History', `${plan.history.from} … ${plan.history.to} (${workload.dayCount} days)`],
    ['Caching', plan.algorithm.caching],
    [
      'WAN bytes a day, in-sample',
      `${formatBytes(before.wanBytesPerDay)} → ${formatBytes(after.wanBytesPerDay)}${less(before.wanBytesPerDay, after.wanBytesPerDay)}`,
    ],
    [
      'WAN cost a day, in-sample',
      `${formatCost(before.wanCostPerDay, unit)} → ${formatCost(after.wanCostPerDay, unit)}${less(before.wanCostPerDay, after.wanCostPerDay)}`,
    ],
    ['Remote reads', `${before.remoteReads} → ${after.remoteReads}${less(before.remoteReads, after.remoteReads)}`],
    [
      'Replicas',
      `${plan.replicas.length}, ${formatBytes(stored)} (${formatPercent(atHome === 0 ? 0 : stored / atHome)} of what is at home)`,
    ],
    ...(planned.forecast.name === 'history'
      ? []
      : [['Demand', `${planned.forecast.name}: ${planned.forecast.reason}`]]),
    ...(planned.shedCount === 0 ? [] : [['Given up for link capacity', `${planned.shedCount} replicas`]]),
    ...(planned.tonight === undefined
      ? []
      : [
          [
            'Fill tonight',
            `${formatBytes(planned.tonight.fillBytes)}, ${formatBytes(planned.tonight.deferredBytes)} put off by the cap`,
          ],
        ]),
    ['Fill from nothing', formatBytes(oneOff.fillBytes + verified.after.snapshotFillBytes)],
    ...(bound === undefined
      ? []
      : [
          [
            'Bound',
            `no ${bound.scope} plan costs less than ${formatCost(bound.wanCostPerDay, unit)} a day; gap ${formatPercent(bound.gap)}`,
          ],
        ]),
    ['Plan file', resolve(planPath)],
    ['Report', resolve(reportPath)],
  ]
}
