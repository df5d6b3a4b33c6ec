import {resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {parseDay} from '../../model/days.js'
import {verify} from '../../model/verifier/index.js'
import {renderReport} from '../../viz/index.js'
import {textFlag} from '../flags.js'
import {plannedRatio} from '../planned-options.js'
import {printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {churnAgainst} from '../report/churn.js'
import {knownCoverage} from '../report/known-coverage.js'
import {plannedArticleFigures} from '../report/planned-article-figures.js'
import {readBacktest} from '../report/read-backtest.js'
import {type KnownElsewhere, reportData} from '../report/report-data.js'
import {writeFileWhole} from '../write-file.js'
import {articleFigureFlag} from './article-figure-flag.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {titleOf} from './plan.js'
import {readPlan} from './score.js'

interface ReportArguments extends HistoryArguments {
  readonly plan: string
  readonly previous: string | undefined
  readonly backtest: string | undefined
  readonly articleFigures: boolean
  readonly out: string
  readonly output: 'table' | 'json'
}

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report',
  describe: 'Write the HTML report of a plan, on the days that it was made from or on any others',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      plan: {...textFlag('plan', 'Plan file'), demandOption: true},
      previous: textFlag('previous', 'Plan in force: the report says what changes against it'),
      backtest: textFlag(
        'backtest',
        'The backtest.json that `isthmus backtest --out` wrote: the report shows it day by day',
      ),
      ...articleFigureFlag,
      out: {...textFlag('out', 'HTML file to write'), demandOption: true},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const plan = await readPlan(args.plan)
    const known: KnownElsewhere = {
      ...(args.previous === undefined ? {} : {churn: churnAgainst(await readPlan(args.previous), plan)}),
      ...(args.backtest === undefined ? {} : {backtest: await readBacktest(args.backtest)}),
    }
    const progress = terminalProgress()
    const from = args.from ?? parseDay(plan.history.from)
    const to = args.to ?? parseDay(plan.history.to)
    const loaded = await openHistory({...args, from, to}, progress)
    try {
      progress.stage('replaying', 0.3)
      const ratio = plannedRatio(plan)
      const verified = await verify(loaded.history, plan, {replicaBudgetRatio: ratio})
      progress.stage('drawing', 0.6)
      const figures = args.articleFigures
        ? {articleFigures: await plannedArticleFigures(await loaded.workload(), plan, progress)}
        : {}
      const data = await reportData(loaded, plan, verified, titleOf(args.history), {
        ...{...known, ...figures, ...knownCoverage(args.history, loaded.history)},
      })
      await writeFileWhole(args.out, renderReport(data))
      progress.done()
      printResult(args.output, {plan: plan.planId, report: resolve(args.out)})
    } finally {
      progress.done()
      loaded.close()
    }
  },
}
