import {type CachingPolicyName, cachingPolicies} from '../../algorithms/caching/index.js'
import {type JointPolicyName, jointPolicies} from '../../algorithms/joint/index.js'
import type {JointPolicy} from '../../algorithms/joint/policy.js'
import {formatDay, parseDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import type {ArticleFigures} from '../../viz/what-if-data.js'
import {plannedRatio} from '../planned-options.js'
import type {Progress} from '../progress.js'
import {articleFigures} from '../what-if/article-figures.js'
import {ownOptions} from './recorded-options.js'

/**
 * The founding article's figures for a plan: its strategy decides once more, with the options that the plan records, but may move
 * every home; what it decides is cut to 0, 5, 10, … moves (`articleFigures`). Takes a search of its own.
 *
 * @param workload the days that the plan was made from
 * @throws IsthmusError (usage) where the plan's strategy moves nothing or is not known here, and on other days than the plan's
 */
export async function plannedArticleFigures(
  workload: Workload,
  plan: Plan,
  progress: Progress,
): Promise<ArticleFigures> {
  const {caching, seed, options} = plan.algorithm
  const name = movingStrategy(options.strategy, caching)
  refuseOtherDays(workload, plan)
  const strategy: JointPolicy = jointPolicies[name]
  const asOfDay = parseDay(plan.asOf)
  const ratio = plannedRatio(plan)
  const limits = {
    moveHorizonDays: numberOr(options.moveHorizonDays, Infinity),
    placeGold: options.placeGold === true,
    ...(ratio === undefined ? {} : {replicaBudgetRatio: ratio}),
  }
  progress.stage('moves one by one', 0)
  const {placement, replicas} = await strategy.plan(
    workload,
    {
      ...limits,
      caching: caching as CachingPolicyName,
      mostMoves: Infinity,
      mostMoveBytes: numberOr(options.mostMoveBytes, Infinity),
      leastGainPerDay: numberOr(options.leastGainPerDay, 0),
      asOfDay,
    },
    ownOptions(strategy, options),
    {seed},
  )
  const recorded = ownOptions(cachingPolicies[replicas.policy], options)
  return articleFigures(
    workload,
    placement,
    {
      ...limits,
      placesJobs: plan.algorithm.placement !== 'home',
      caching: replicas.policy,
      cachingOptions: {...replicas.options, ...recorded},
      seed,
      asOfDay,
    },
    (done, points) => progress.stage('moves one by one', 0.5 + done / points / 2),
  )
}

/** @throws IsthmusError (usage) where a strategy moves no home: the figures would say nothing */
export function refuseIdleStrategy(strategy: unknown): void {
  if (strategy !== 'caching') return
  throw new IsthmusError(
    'usage',
    '--article-figures given for the strategy caching, which moves no home',
    'Leave --article-figures out, or plan with another --strategy.',
  )
}

/** The strategy of a plan that may move homes, by what the plan file records. */
function movingStrategy(strategy: unknown, caching: string): JointPolicyName {
  refuseIdleStrategy(strategy)
  if (typeof strategy !== 'string' || !(strategy in jointPolicies) || !(caching in cachingPolicies))
    throw new IsthmusError(
      'usage',
      `--article-figures given for a plan of the strategy '${String(strategy)}' with the caching policy '${caching}', which are not both known here`,
      'Leave --article-figures out, or make the plan anew with this version.',
    )
  return strategy as JointPolicyName
}

/** On other days every point would be a plan made with hindsight. */
function refuseOtherDays({fromDay, toDay}: Workload, {history}: Plan): void {
  const [from, to] = [formatDay(fromDay), formatDay(toDay)]
  if (history.from === from && history.to === to) return
  throw new IsthmusError(
    'usage',
    `--article-figures given for ${from} to ${to}, and the plan was made from ${history.from} to ${history.to}`,
    'Leave --article-figures out, or --from and --to.',
  )
}

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
