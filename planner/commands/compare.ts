import {join, resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import type {LoadedHistory} from '../../datasets/history/index.js'
import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {type ComparisonData, formatBytes, formatPercent, renderComparison} from '../../viz/index.js'
import {compareCaching} from '../compare/comparison.js'
import {type DemandChoice, demandChoices, plannedDemand} from '../demand.js'
import {dayFlag, numberFlag, numberListFlag, textFlag} from '../flags.js'
import {printJson, printTable} from '../print-result.js'
import {type Progress, terminalProgress} from '../progress.js'
import {writeFileWhole} from '../write-file.js'
import {historyFlags, openHistory, outputFlag} from './history-flags.js'
import {titleOf} from './plan.js'

interface CompareArguments {
  readonly history: string
  readonly to: number | undefined
  readonly allowExtraColumns: boolean
  readonly trainDays: number
  readonly testDays: number
  readonly replicaBudgetRatios: readonly number[] | undefined
  readonly seed: number
  readonly forecast: DemandChoice
  readonly out: string | undefined
  readonly output: 'table' | 'json'
}

/** Budgets compared where the history sets none: shares of what is at home. */
const usualRatios = [0.01, 0.03, 0.1]

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: 'compare',
  describe: 'Compare all caching policies, planned and online, on days they were made from and on days after',
  builder: yargs =>
    yargs.options({
      history: historyFlags.history,
      'allow-extra-columns': historyFlags['allow-extra-columns'],
      to: dayFlag('to', 'Last test day (default: the last day of the history)'),
      'train-days': {...numberFlag('train-days', 'Days to plan from', {min: 1, integer: true}), default: '21'},
      'test-days': {...numberFlag('test-days', 'Days after them to score on', {min: 1, integer: true}), default: '7'},
      'replica-budget-ratios': numberListFlag(
        'replica-budget-ratios',
        'Budgets over all regions, as shares of what is at home, e.g. 0.01,0.03 (default: a quarter of the topology’s, itself, four times)',
        {min: 0},
      ),
      forecast: {
        describe: 'Demand that the planned policies plan for (as in plan)',
        choices: demandChoices,
        default: 'history' as const,
      },
      seed: {...numberFlag('seed', 'Seed for policies that draw', {min: 0, integer: true}), default: '1'},
      out: textFlag('out', 'Folder for compare.html and compare.json (default: print only)'),
      ...outputFlag,
    }) as never,
  async handler(args) {
    const progress = terminalProgress()
    const histories = await openSpans(args, progress)
    try {
      const {train, test, both} = histories
      const {replicaBudgetRatio} = train.history.topology
      const ownRatios = Number.isFinite(replicaBudgetRatio)
        ? [replicaBudgetRatio / 4, replicaBudgetRatio, replicaBudgetRatio * 4]
        : usualRatios
      const demand = await plannedDemand(train, args.forecast, test.history.fromDay)
      const data = await compareCaching(
        train,
        test,
        both,
        demand.workload,
        {
          title: titleOf(args.history),
          budgetRatios: args.replicaBudgetRatios ?? ownRatios,
          seed: args.seed,
          forecast: demand.name,
        },
        progress,
      )
      progress.done()
      if (args.out !== undefined) {
        await writeFileWhole(join(args.out, 'compare.json'), `${JSON.stringify(data, null, 2)}\n`)
        await writeFileWhole(join(args.out, 'compare.html'), renderComparison(data))
      }
      if (args.output === 'json') printJson(data)
      else printComparison(data, args.out)
    } finally {
      progress.done()
      for (const loaded of Object.values(histories)) loaded.close()
    }
  },
}

interface Spans {
  readonly train: LoadedHistory
  readonly test: LoadedHistory
  readonly both: LoadedHistory
}

/** The training days, the test days after them, and both, each as a history of its own: nothing of the test days is known in training. */
async function openSpans(args: CompareArguments, progress: Progress): Promise<Spans> {
  const open = (from: number | undefined, to: number | undefined) =>
    openHistory({history: args.history, from, to, allowExtraColumns: args.allowExtraColumns}, progress)
  const whole = await open(undefined, args.to)
  const {fromDay: firstDay, toDay: lastDay} = whole.history
  whole.close()
  const testFrom = lastDay - args.testDays + 1
  const trainFrom = testFrom - args.trainDays
  if (trainFrom < firstDay) {
    throw new IsthmusError(
      'usage',
      `${args.trainDays} training and ${args.testDays} test days are more than the ${lastDay - firstDay + 1} days of the history (${formatDay(firstDay)} to ${formatDay(lastDay)})`,
      'Give fewer --train-days or --test-days, or a longer history.',
    )
  }
  return {
    train: await open(trainFrom, testFrom - 1),
    test: await open(testFrom, lastDay),
    both: await open(trainFrom, lastDay),
  }
}

function printComparison(data: ComparisonData, out: string | undefined): void {
  const less = (after: number, before: number) => (before === 0 ? '–' : formatPercent(1 - after / before))
  const {inSampleCostPerDay, outOfSampleCostPerDay} = data.before
  process.stdout.write(
    `WAN cost taken away. In-sample: ${data.train.from} … ${data.train.to}; out-of-sample: ${data.test.from} … ${data.test.to}\n`,
  )
  for (const [index, budget] of data.budgets.entries()) {
    const bound = data.bounds[index]!
    process.stdout.write(`\nBudget ${budget.label} of what is at home, ${formatBytes(budget.replicaBytes)}\n`)
    const rows = data.results
      .filter(result => result.budget === index)
      .map(({policy, inSample, outOfSample, gap, milliseconds, peakMemoryBytes, refused}) =>
        refused === undefined
          ? [
              policy,
              less(inSample.wanCostPerDay, inSampleCostPerDay),
              less(outOfSample.wanCostPerDay, outOfSampleCostPerDay),
              formatBytes(outOfSample.replicaBytes),
              gap === undefined ? '' : formatPercent(gap),
              `${milliseconds.toFixed(0)} ms`,
              formatBytes(peakMemoryBytes),
            ]
          : [policy, 'refused', '', '', '', '', ''],
      )
    rows.push([
      'bound',
      less(bound.inSampleCostPerDay, inSampleCostPerDay),
      `${less(bound.hindsightCostPerDay, outOfSampleCostPerDay)} (hindsight)`,
      '',
      '',
      '',
      '',
    ])
    if (bound.onlineCostPerDay !== undefined) {
      rows.push(['bound, on demand', '', less(bound.onlineCostPerDay, outOfSampleCostPerDay), '', '', '', ''])
    }
    printTable(['policy', 'in-sample', 'out-of-sample', 'stored', 'gap', 'time', 'memory'], rows)
  }
  for (const {policy, refused} of data.results.filter(r => r.budget === 0 && r.refused !== undefined)) {
    process.stdout.write(`${policy} refused: ${refused}\n`)
  }
  if (out !== undefined) process.stdout.write(`\nPage: ${resolve(join(out, 'compare.html'))}\n`)
}
