import {readFile} from 'node:fs/promises'
import type {CommandModule} from 'yargs'
import {formatDay, parseDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {History} from '../../model/history.js'
import type {Plan} from '../../model/plan.js'
import {parsePlan} from '../../model/plan-file.js'
import {type VerifiedAccount, verify} from '../../model/verifier/index.js'
import {costUnitOf} from '../cost-unit.js'
import {numberFlag, textFlag} from '../flags.js'
import {plannedRatio} from '../planned-options.js'
import {printJson, printTable} from '../print-result.js'
import {type Progress, terminalProgress} from '../progress.js'
import {type RoutedScore, routedScore} from '../routed-score/routed-score.js'
import type {RoutingPolicyName} from '../router/index.js'
import {scoreOf, scoreRows} from '../score.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {routerFlag, workloadOf} from './router-flags.js'

interface ScoreArguments extends HistoryArguments {
  readonly plan: string
  readonly replicaBudgetRatio: number | undefined
  readonly router: RoutingPolicyName | undefined
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
      router: routerFlag,
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
      const router =
        args.router === undefined ? {} : await withRouter(args, args.router, plan, history, verified, progress)
      progress.done()
      const scored = scoreOf(plan, verified, history, {
        from: formatDay(history.fromDay),
        to: formatDay(history.toDay),
      })
      const score = {...scored, ...router}
      if (args.output === 'json') printJson(score)
      else printTable(undefined, scoreRows(score, costUnitOf(history.topology)))
    } finally {
      progress.done()
      loaded.close()
    }
  },
}

/** The days again with the router on, which knows the days that the plan was made from. */
async function withRouter(
  args: ScoreArguments,
  policy: RoutingPolicyName,
  plan: Plan,
  history: History,
  verified: VerifiedAccount,
  progress: Progress,
): Promise<{readonly router: RoutedScore}> {
  const span = {from: parseDay(plan.history.from), to: parseDay(plan.history.to)}
  const training = await workloadOf({...args, ...span}, progress)
  progress.stage('routing', 0.8)
  const replicaBudgetRatio = args.replicaBudgetRatio ?? plannedRatio(plan)
  return {router: await routedScore(history, plan, training, {policy, replicaBudgetRatio, verified})}
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
