import {cachingPolicies} from '../../algorithms/caching/index.js'
import {jointPolicies} from '../../algorithms/joint/index.js'
import type {JointPolicy} from '../../algorithms/joint/policy.js'
import type {OptionValues} from '../../algorithms/options.js'
import type {LoadedHistory} from '../../datasets/history/index.js'
import {BadInput, IsthmusError} from '../../model/errors.js'
import type {Workload} from '../../model/workload.js'
import type {ScenarioResult} from '../../viz/what-if-data.js'
import {type JointPlan, type PlanSettings, planJointly, usualCaching} from '../joint-plan.js'
import {sharedOut} from '../option-flags.js'
import type {Progress} from '../progress.js'
import {changeWords} from './change-words.js'
import {changedLoad} from './changed-history.js'
import {makeChanges, type NamedChanges} from './make-changes.js'
import {outcomeOf} from './outcome.js'
import type {Platform} from './platform.js'

/** A scenario that was planned, or why it was not. */
export interface PlannedScenario {
  readonly result: ScenarioResult
  /** Absent where there is no plan. */
  readonly planned?: JointPlan
}

/** A scenario whose changes are made, or could not be. */
export interface MadeScenario {
  readonly scenario: NamedChanges
  /** Absent where the changes cannot be made. */
  readonly platform?: Platform
  readonly refused?: string
}

/**
 * Makes the changes of all scenarios.
 * @param start the platform that all of them change
 * @throws BadInput with the findings of all of them, and with every name that two of them share
 */
export function makeScenarios(workload: Workload, scenarios: readonly NamedChanges[], start: Platform): MadeScenario[] {
  const findings: BadInput['findings'][number][] = []
  const totals: Record<string, number> = {}
  const seen = new Set<string>([baseName])
  const made = scenarios.flatMap((scenario): MadeScenario[] => {
    if (seen.has(scenario.name)) {
      const message =
        scenario.name === baseName
          ? `'${baseName}' is the name of the platform as it is`
          : 'two scenarios have this name'
      const advice = 'Give every scenario a name of its own.'
      findings.push({
        kind: 'duplicate-scenario',
        file: scenario.source,
        column: 'name',
        value: scenario.name,
        message,
        advice,
      })
      totals['duplicate-scenario'] = (totals['duplicate-scenario'] ?? 0) + 1
    }
    seen.add(scenario.name)
    try {
      return [{scenario, platform: makeChanges(workload, scenario, start)}]
    } catch (error) {
      if (error instanceof IsthmusError && error.code === 'infeasible')
        return [{scenario, refused: `${error.message}. ${error.advice}`}]
      if (!(error instanceof BadInput)) throw error
      findings.push(...error.findings)
      for (const [kind, count] of Object.entries(error.totals)) totals[kind] = (totals[kind] ?? 0) + count
      return []
    }
  })
  if (findings.length > 0) throw new BadInput(findings, totals)
  return made
}

/** Name of the platform as it is. */
export const baseName = 'base'

/**
 * Plans for a changed platform. The plan is recomputed by the objective on the changed workload and by the verifier on every row of the
 * changed history, and refused where the two differ. A plan that breaks a limit is a result too: `refused`.
 */
export async function planScenario(
  loaded: LoadedHistory,
  workload: Workload,
  {scenario, platform, refused}: MadeScenario,
  settings: PlanSettings,
  progress: Progress,
): Promise<PlannedScenario> {
  const words = scenario.changes.map(changeWords)
  if (platform === undefined) return {result: {name: scenario.name, changes: words, refused: refused!}}
  const named = {name: scenario.name, changes: [...words, ...platform.notes]}
  const changed = changedLoad(loaded, workload, platform)
  try {
    const planned = await planJointly(withoutBudget(changed, platform), settingsOf(settings, platform), progress)
    refuseOtherCaching(scenario, platform, planned.plan.algorithm.caching)
    return {
      result: {...named, changes: [...named.changes, ...overfull(planned)], outcome: outcomeOf(planned, platform)},
      planned,
    }
  } catch (error) {
    if (!(error instanceof IsthmusError) || (error.code !== 'refused' && error.code !== 'infeasible')) throw error
    return {result: {...named, refused: error.message}}
  }
}

/** Regions whose homes alone take more than there is room for: no replica fits there, and homes may only leave. */
function overfull({workload, verified}: JointPlan): string[] {
  const names = workload.topology.regions.flatMap(({name, storageCapacityBytes}, e) =>
    verified.before.homeBytes[e]! > storageCapacityBytes ? [name] : [],
  )
  if (names.length === 0) return []
  return [
    `Before any plan, what is at home exceeds the storage capacity of ${names.join(', ')}: no replica fits there.`,
  ]
}

/** A caching policy that a scenario names must be the one that chose. */
function refuseOtherCaching({name, source}: NamedChanges, {settings}: Platform, chosenBy: string): void {
  if (settings.caching === undefined || settings.caching === chosenBy || settings.decide?.includes('caching') === false)
    return
  throw new IsthmusError(
    'usage',
    `${source}: the strategy of '${name}' chooses replicas by ${chosenBy} and not by ${settings.caching}`,
    'Leave caching out, or choose another strategy.',
  )
}

/** What a scenario plans with: the command line's settings, and what its changes say on top. */
export function settingsOf(settings: PlanSettings, {settings: changed}: Platform): PlanSettings {
  const decide = changed.decide ?? ['caching', 'moves', 'jobs']
  const movesOrPlaces = decide.includes('moves') || decide.includes('jobs')
  const strategy = movesOrPlaces ? (changed.strategy ?? settings.strategy) : 'caching'
  const caching = decide.includes('caching') ? (changed.caching ?? settings.caching) : 'none'
  const {caching: _, ...rest} = settings
  return {
    ...rest,
    strategy,
    ...knownOptions({...settings.cachingOptions, ...settings.strategyOptions}, strategy, caching),
    ...(caching === undefined ? {} : {caching}),
    mostMoves: decide.includes('moves') ? (changed.mostMoves ?? settings.mostMoves) : 0,
  }
}

/** The given options that the strategy and its caching policy know: another strategy does not know those of the first. */
function knownOptions(given: OptionValues, strategy: PlanSettings['strategy'], caching: PlanSettings['caching']) {
  const decides: JointPolicy = jointPolicies[strategy]
  const shared = sharedOut(given, decides)
  const known = cachingPolicies[caching ?? usualCaching].options
  return {
    ...shared,
    cachingOptions: Object.fromEntries(Object.entries(shared.cachingOptions).filter(([name]) => name in known)),
  }
}

/** No replicas are chosen where caching is not to be decided: the budget is nothing, so that the other decisions do not count on any. */
function withoutBudget(loaded: LoadedHistory, {settings}: Platform): LoadedHistory {
  if (settings.decide?.includes('caching') ?? true) return loaded
  const topologyOf = <T extends {readonly topology: Workload['topology']}>(facts: T): T => ({
    ...facts,
    topology: {...facts.topology, replicaBudgetRatio: 0},
  })
  return {
    ...loaded,
    history: topologyOf(loaded.history),
    workload: options => loaded.workload(options).then(topologyOf),
  }
}
