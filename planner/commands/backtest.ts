import {join, resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {jointPolicies} from '../../algorithms/joint/index.js'
import {completeOptions} from '../../algorithms/options.js'
import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {formatPlan} from '../../model/plan-file.js'
import {formatBytes, formatCost} from '../../viz/format.js'
import type {CostUnit} from '../../viz/report-data.js'
import {type Days, type Fold, type FoldSizes, rollingFolds} from '../backtest/folds.js'
import {routerTable} from '../backtest/router-table.js'
import {type Contender, type FoldOutcome, runFold} from '../backtest/run-fold.js'
import {type BacktestSummary, summarise} from '../backtest/summary.js'
import {dayTable, ratioTable, remarks, strategyTable, type TextTable} from '../backtest/tables.js'
import {costUnitOf} from '../cost-unit.js'
import {numberFlag, textFlag} from '../flags.js'
import {givenOptions} from '../option-flags.js'
import {printJson, printTable} from '../print-result.js'
import {type Progress, terminalProgress} from '../progress.js'
import type {RoutingPolicyName} from '../router/index.js'
import {parseStrategies} from '../strategy.js'
import {planSettings, refuseIdleFlags, type StrategyArguments, strategies, strategyFlags} from '../strategy-flags.js'
import {writeFileWhole} from '../write-file.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {titleOf} from './plan.js'
import {routerFlag} from './router-flags.js'

interface BacktestArguments extends HistoryArguments, StrategyArguments {
  readonly trainDays: number
  readonly testDays: number
  readonly step: number
  readonly strategies: string
  readonly perDay: boolean
  readonly router: RoutingPolicyName | undefined
  readonly out: string | undefined
  readonly output: 'table' | 'json'
}

export const backtestCommand: CommandModule<object, BacktestArguments> = {
  command: 'backtest',
  describe:
    'Plan on some days, score on the days after, fold by fold: what strategies are worth on days they have not seen',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      'train-days': {...numberFlag('train-days', 'Days to plan from', {min: 1, integer: true}), default: '21'},
      'test-days': {...numberFlag('test-days', 'Days after them to score on', {min: 1, integer: true}), default: '7'},
      step: {
        ...numberFlag('step', 'Days from one fold to the next; the last fold ends on the last day', {
          min: 1,
          integer: true,
        }),
        default: '7',
      },
      strategies: {
        ...textFlag(
          'strategies',
          'Strategies, separated by commas; caching:POLICY is replicas only by that caching policy',
        ),
        default: Object.keys(jointPolicies).join(','),
      },
      ...strategyFlags(strategies),
      'per-day': {describe: 'Print the cost of every test day too', boolean: true, default: false},
      router: routerFlag,
      out: textFlag('out', 'Folder for backtest.json and every plan (default: print only)'),
      ...outputFlag,
    }) as never,
  async handler(args) {
    const contenders = contendersOf(args)
    const progress = terminalProgress()
    try {
      const {folds, unit} = await foldsOf(args, progress)
      const outcomes: FoldOutcome[] = []
      for (const fold of folds) outcomes.push(...(await runContenders(args, fold, contenders, progress)))
      progress.done()
      const results = outcomes.map(({result}) => result)
      const summary = summarise(results)
      const sizes = {trainDays: args.trainDays, testDays: args.testDays, stepDays: args.step}
      const data = {title: titleOf(args.history), ...sizes, costUnit: unit, ...summary, folds: results}
      if (args.out !== undefined) await writeOut(args.out, data, outcomes)
      if (args.output === 'json') printJson(data)
      else {
        printSummary(summary, unit, folds)
        if (args.router !== undefined) printText(routerTable(results, unit))
        if (args.perDay) printText(dayTable(results, unit))
        if (args.out !== undefined) process.stdout.write(`Figures: ${resolve(join(args.out, 'backtest.json'))}\n`)
      }
    } finally {
      progress.done()
    }
  },
}

/** The strategies with what they plan with. An option is given to those that declare it, and to at least one. */
function contendersOf(args: BacktestArguments): Contender[] {
  const chosen = parseStrategies(args.strategies)
  refuseIdleFlags(chosen, args)
  const given = Object.entries(givenOptions(args, strategies))
  const idle = given.filter(([name]) => chosen.every(({policy}) => !(name in jointPolicies[policy].options)))
  if (idle.length > 0) {
    throw new IsthmusError(
      'usage',
      `none of ${args.strategies} has an option '${idle.map(([name]) => name).join("', '")}'`,
      "See 'isthmus backtest --help' for the options of each strategy.",
    )
  }
  const routed = args.router === undefined ? {} : {router: args.router}
  return chosen.map(strategy => {
    const {name, options} = jointPolicies[strategy.policy]
    const strategyOptions = Object.fromEntries(given.filter(([option]) => option in options))
    completeOptions(name, options, strategyOptions)
    return {strategy, settings: planSettings(strategy, args, {strategyOptions, cachingOptions: {}}), ...routed}
  })
}

async function foldsOf(args: BacktestArguments, progress: Progress) {
  const whole = await openHistory(args, progress)
  whole.close()
  const sizes: FoldSizes = {trainDays: args.trainDays, testDays: args.testDays, stepDays: args.step}
  return {folds: rollingFolds(whole.history, sizes), unit: costUnitOf(whole.history.topology)}
}

/** All strategies on one fold. The training days are opened alone, so that no plan can know anything of the test days. */
async function runContenders(
  args: BacktestArguments,
  {train, test}: Fold,
  contenders: readonly Contender[],
  progress: Progress,
): Promise<FoldOutcome[]> {
  const open = ({fromDay, toDay}: Days) => openHistory({...args, from: fromDay, to: toDay}, progress)
  const trainHistory = await open(train)
  try {
    const testHistory = await open(test)
    try {
      const outcomes: FoldOutcome[] = []
      for (const contender of contenders) {
        const of = `${contender.strategy.name} ${formatDay(test.fromDay)}`
        const named: Progress = {stage: (_, share) => progress.stage(of, share), done: () => progress.done()}
        outcomes.push(await runFold(trainHistory, testHistory, contender, named))
      }
      return outcomes
    } finally {
      testHistory.close()
    }
  } finally {
    trainHistory.close()
  }
}

async function writeOut(out: string, data: object, outcomes: readonly FoldOutcome[]): Promise<void> {
  await writeFileWhole(join(out, 'backtest.json'), `${JSON.stringify(data, null, 2)}\n`)
  for (const outcome of outcomes) {
    if (!('plan' in outcome)) continue
    const folder = outcome.result.strategy.replace(':', '-')
    await writeFileWhole(join(out, 'plans', outcome.plan.asOf, folder, 'plan.json'), formatPlan(outcome.plan))
  }
}

function printSummary(summary: BacktestSummary, unit: CostUnit, folds: readonly Fold[]): void {
  const spans = folds.map(({test}) => `${formatDay(test.fromDay)} … ${formatDay(test.toDay)}`)
  process.stdout.write(
    `Out-of-sample, means over ${folds.length === 1 ? '1 fold' : `${folds.length} folds`}: ${spans.join(', ')}\n`,
  )
  const [first] = summary.strategies.filter(strategy => strategy.folds > 0)
  if (first !== undefined) {
    process.stdout.write(
      `Without a plan: ${formatBytes(first.before.wanBytesPerDay)} and ${formatCost(first.before.wanCostPerDay, unit)} a day\n`,
    )
  }
  printText(strategyTable(summary, unit))
  if (summary.strategies.length > 1) printText(ratioTable(summary))
  for (const remark of remarks(summary)) process.stdout.write(`${remark}\n`)
}

const printText = ({head, rows}: TextTable): void => printTable(head, rows)
