import {basename, join, resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {type JointPolicyName, jointPolicies} from '../../algorithms/joint/index.js'
import {readCoverage} from '../../datasets/lake/coverage.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {formatPlan} from '../../model/plan-file.js'
import {renderReport} from '../../viz/index.js'
import type {ChangeSettings} from '../change.js'
import {dayFlag, numberFlag, textFlag} from '../flags.js'
import {coverageFigures} from '../ingest/coverage-figures.js'
import {withCoverage} from '../ingest/coverage-summary.js'
import {planJointly} from '../joint-plan.js'
import {givenOptions, sharedOut} from '../option-flags.js'
import {planRows} from '../plan-rows.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {plannedArticleFigures, refuseIdleStrategy} from '../report/planned-article-figures.js'
import {reportData} from '../report/report-data.js'
import {
  planSettings,
  policies,
  refuseIdleFlags,
  type StrategyArguments,
  strategies,
  strategyFlags,
  summaries,
} from '../strategy-flags.js'
import {writeFileWhole} from '../write-file.js'
import {articleFigureFlag} from './article-figure-flag.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {readPlan} from './score.js'

interface PlanArguments extends HistoryArguments, StrategyArguments {
  readonly strategy: JointPolicyName
  readonly previous: string | undefined
  readonly horizon: number | undefined
  readonly hysteresis: number | undefined
  readonly fillCapBytes: number | undefined
  readonly asOf: Day | undefined
  readonly articleFigures: boolean
  readonly out: string
  readonly output: 'table' | 'json'
}

export const planCommand: CommandModule<object, PlanArguments> = {
  command: 'plan',
  describe: 'Choose moves, replicas and where jobs run, verify the plan, and write plan.json and report.html',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      strategy: {
        describe: `Who decides.\n${summaries(strategies)}`,
        choices: Object.keys(jointPolicies),
        default: 'search' satisfies JointPolicyName,
      },
      ...strategyFlags([...strategies, ...policies]),
      previous: textFlag(
        'previous',
        'Plan in force: changing its replicas costs, keeping them does not. Homes and regions of jobs in force are those that the history shows',
      ),
      horizon: numberFlag(
        'horizon',
        'Days over which one-off fill is spread (default: 30 with --previous, else fill is free)',
        {min: 1},
      ),
      hysteresis: numberFlag(
        'hysteresis',
        "Share of a table's saving by which a change must be better (default: 0.05 with --previous)",
        {min: 0, max: 1},
      ),
      'fill-cap-bytes': numberFlag('fill-cap-bytes', "Most bytes of tonight's fill on any one link", {min: 0}),
      'as-of': dayFlag('as-of', 'First day that the plan is meant for (default: the day after the history)'),
      ...articleFigureFlag,
      out: {...textFlag('out', 'Folder for plan.json and report.html'), demandOption: true},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const strategy = {name: args.strategy, policy: args.strategy}
    refuseIdleFlags([strategy], args)
    if (args.articleFigures) refuseIdleStrategy(args.strategy)
    const options = sharedOut(givenOptions(args, [...strategies, ...policies]), jointPolicies[args.strategy])
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress)
    try {
      const planned = await planJointly(
        loaded,
        {
          ...planSettings(strategy, args, options),
          change: await changeSettings(args),
          isBounded: true,
          ...(args.asOf === undefined ? {} : {asOfDay: args.asOf}),
        },
        progress,
      )
      refuseOtherCaching(args, planned.plan.algorithm.caching)
      progress.stage('report', 0.9)
      const figures = args.articleFigures
        ? {articleFigures: await plannedArticleFigures(planned.workload, planned.plan, progress)}
        : {}
      const coverage = readCoverage(args.history, planned.workload.fromDay, planned.workload.toDay)
      const plan = withCoverage(planned.plan, coverage)
      const known = {...figures, ...(coverage === undefined ? {} : {coverage: coverageFigures(coverage)})}
      const report = renderReport(await reportData(loaded, plan, planned.verified, titleOf(args.history), known))
      const planPath = join(args.out, 'plan.json')
      const reportPath = join(args.out, 'report.html')
      await writeFileWhole(reportPath, report)
      await writeFileWhole(planPath, formatPlan(plan))
      progress.done()
      if (args.output === 'json')
        printJson({plan: resolve(planPath), report: resolve(reportPath), ...plan.claims, coverage: plan.coverage})
      else printTable(undefined, planRows({...planned, plan}, planPath, reportPath, known.coverage))
    } finally {
      progress.done()
      loaded.close()
    }
  },
}

/** A caching policy that was named must be the one that chose. */
function refuseOtherCaching({strategy, caching}: PlanArguments, chosenBy: string): void {
  if (caching === undefined || caching === chosenBy) return
  throw new IsthmusError(
    'usage',
    `the strategy ${strategy} chooses replicas by ${chosenBy} and not by ${caching}`,
    'Leave --caching out, or choose another --strategy.',
  )
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

/** The history folder's own name. */
export const titleOf = (history: string): string => basename(resolve(history))
