import {readFile} from 'node:fs/promises'
import type {CommandModule} from 'yargs'
import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'
import {parsePlan} from '../../model/plan-file.js'
import {verify} from '../../model/verifier/index.js'
import {costUnitOf} from '../cost-unit.js'
import {numberFlag, textFlag} from '../flags.js'
import {plannedRatio} from '../planned-options.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {scoreOf, scoreRows} from '../score.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'

interface ScoreArguments extends HistoryArguments {
  readonly plan: string
  readonly replicaBudgetRatio: number | undefined
  readonly output: 'table' | 'json'
}

export const scoreCommand: CommandModule<object, ScoreArguments> = {
  command: 'score',
  describe: "Print the verifier's account of a plan on any days of a history",
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      plan: {...textFlag('plan', 'Plan file'), demandOption: true},
      'replica-budget-ratio': numberFlag(
        'replica-budget-ratio',
        'Budget over all regions to hold the plan against (default: what the plan was made with, else the topology)',
        {min: 0},
      ),
      ...outputFlag,
    }) as never,
  async handler(args) {
    const plan = await readPlan(args.plan)
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress)
    try {
      progress.stage('replaying', 0.5)
      const {history} = loaded
      const ratio = args.replicaBudgetRatio ?? plannedRatio(plan)
      const verified = await verify(history, plan, {replicaBudgetRatio: ratio})
      progress.done()
      const score = scoreOf(plan, verified, history, {
        from: formatDay(history.fromDay),
        to: formatDay(history.toDay),
      })
      if (args.output === 'json') printJson(score)
      else printTable(undefined, scoreRows(score, costUnitOf(history.topology)))
    } finally {
      progress.done()
      loaded.close()
    }
  },
}

/** Reads a plan file; a file that is not there is bad input. */
export async function readPlan(path: string): Promise<Plan> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new IsthmusError(
      'bad-input',
      `cannot read the plan '${path}': ${error.code}`,
      'Give the plan.json of a plan folder.',
    )
  })
  return parsePlan(content, path)
}
