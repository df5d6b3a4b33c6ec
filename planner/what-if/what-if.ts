import {type JointPolicyName, jointPolicies} from '../../algorithms/joint/index.js'
import type {JointPolicy} from '../../algorithms/joint/policy.js'
import {completeOptions} from '../../algorithms/options.js'
import type {LoadedHistory} from '../../datasets/history/index.js'
import {formatDay} from '../../model/days.js'
import type {Topology} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import type {CostUnit} from '../../viz/report-data.js'
import type {ArticleFigures, WhatIfData} from '../../viz/what-if-data.js'
import {costUnitOf} from '../cost-unit.js'
import {type PlanSettings, usualCaching} from '../joint-plan.js'
import type {Progress} from '../progress.js'
import {articleFigures} from './article-figures.js'
import {changedWorkload} from './changed-workload.js'
import {makeChanges, type NamedChanges} from './make-changes.js'
import {baseName, makeScenarios, planScenario, settingsOf} from './plan-scenario.js'
import type {Platform} from './platform.js'

export interface WhatIfSettings {
  readonly title: string
  readonly plan: PlanSettings
  /** False: no figures of the founding article, which take a search of their own. */
  readonly drawsArticleFigures: boolean
}

/**
 * Plans for the platform as it is and for every scenario, side by side. All scenarios are checked before any is planned; each
 * is planned from scratch with the same settings and seed.
 */
export async function whatIf(
  loaded: LoadedHistory,
  scenarios: readonly NamedChanges[],
  {title, plan, drawsArticleFigures}: WhatIfSettings,
  progress: Progress,
): Promise<WhatIfData> {
  const workload = await loaded.workload()
  const {replicaBudgetRatio: ratio, ...settings} = plan
  const base: NamedChanges = {
    name: baseName,
    source: '--replica-budget-ratio',
    changes: ratio === undefined ? [] : [{change: 'budget', ratio}],
  }
  const start = makeChanges(workload, base)
  const all = [{scenario: {...base, changes: []}, platform: start}, ...makeScenarios(workload, scenarios, start)]
  const parts = all.length + (drawsArticleFigures ? 1 : 0)
  const partOf = (part: number, name: string): Progress => ({
    stage: (_, share) => progress.stage(`${part + 1}/${parts} ${name}`, (part + share) / parts),
    done: () => undefined,
  })
  const results = []
  for (const [part, made] of all.entries()) {
    results.push((await planScenario(loaded, workload, made, settings, partOf(part, made.scenario.name))).result)
  }
  const figures = drawsArticleFigures
    ? await platformFigures(workload, start, settings, partOf(all.length, 'moves one by one'))
    : undefined
  const [first, ...others] = results
  return {
    title,
    history: {from: formatDay(workload.fromDay), to: formatDay(workload.toDay), dayCount: workload.dayCount},
    fingerprint: workload.fingerprint,
    costUnit: commonUnit(all.flatMap(({platform}) => (platform === undefined ? [] : [platform.topology]))),
    inSample: true,
    base: first!,
    scenarios: others,
    ...(figures === undefined ? {} : {articleFigures: figures}),
  }
}

/** Bytes only where a byte costs the same on every link of every platform; else costs are compared as money. */
function commonUnit(topologies: readonly Topology[]): CostUnit {
  const units = topologies.map(costUnitOf)
  return units.find(({kind}) => kind === 'money') ?? units[0]!
}

/** The founding article's figures for the platform as it is, from one search that may move every home. */
async function platformFigures(
  facts: Workload,
  platform: Platform,
  given: PlanSettings,
  progress: Progress,
): Promise<ArticleFigures> {
  const workload = changedWorkload(facts, platform)
  const settings = settingsOf(given, platform)
  const asOfDay = settings.asOfDay ?? workload.toDay + 1
  const strategy: JointPolicy = jointPolicies[settings.strategy]
  const options = completeOptions(strategy.name, strategy.options, settings.strategyOptions)
  progress.stage('deciding', 0)
  const {placement, replicas} = await strategy.plan(
    workload,
    {...settings, caching: settings.caching ?? usualCaching, mostMoves: Infinity, asOfDay},
    options,
    {seed: settings.seed},
  )
  return articleFigures(
    workload,
    placement,
    {
      moveHorizonDays: settings.moveHorizonDays,
      placeGold: settings.placeGold,
      placesJobs: placesJobs(settings.strategy),
      caching: replicas.policy,
      cachingOptions: {...replicas.options, ...settings.cachingOptions},
      seed: settings.seed,
      asOfDay,
    },
    (done, points) => progress.stage('measuring', 0.5 + done / points / 2),
  )
}

const placesJobs = (strategy: JointPolicyName): boolean => strategy === 'search' || strategy === 'moirai'
