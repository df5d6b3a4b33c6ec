import type {LoadedHistory} from '../../datasets/history/index.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Move, Plan} from '../../model/plan.js'
import type {Config} from '../config/schema.js'
import {planJointly} from '../joint-plan.js'
import type {Refusal} from '../ledger/rows.js'
import type {Progress} from '../progress.js'
import {trimFill} from './fill-rails.js'
import {hardRefusals} from './hard-rails.js'
import {nameFilter} from './name-lists.js'
import {type NewFill, newFills} from './new-fill.js'
import {planSettings} from './plan-settings.js'
import {rebase} from './rebase.js'
import {restrictedHistory} from './restricted-history.js'
import {type Sealed, sealPlan} from './seal-plan.js'
import {movesTakenBack, settledHistory, withMoves} from './settled-history.js'

export interface Proposal {
  readonly sealed: Sealed
  readonly refusals: readonly Refusal[]
  readonly fills: readonly NewFill[]
  /** Hard rails that the last proposal still breaks. */
  readonly brokenRails: readonly Refusal[]
}

/**
 * Plans from the homes in force: projects whose move is decided and not in the history yet are planned for at their new home. Where that gives no plan
 * within rails and limits (a project that is pinned since, a region that is full), everything is decided again from the history's homes. Moves
 * that are taken back end, and it is planned once more from the homes that remain: runs of such a project are where the history has them.
 *
 * @param inForce rebased on the history; absent: nothing is in force
 */
export async function propose(
  loaded: LoadedHistory,
  inForce: Plan | undefined,
  config: Config,
  asOfDay: Day,
  progress: Progress,
): Promise<Proposal> {
  let settledBy = movesUnderWay(inForce, config)
  while (settledBy.length > 0) {
    const made = await attempt(() => proposeFrom(loaded, settledBy, inForce, config, asOfDay, progress))
    if (!('value' in made) || !isSound(made.value)) break
    const {takenBack} = made.value
    if (takenBack.length === 0) return made.value
    settledBy = settledBy.filter(move => !takenBack.includes(move))
  }
  return proposeFrom(loaded, [], inForce, config, asOfDay, progress)
}

interface Proposed extends Proposal {
  /** Moves under way that the plan ends. */
  readonly takenBack: readonly Move[]
}

const isSound = ({brokenRails, sealed}: Proposal) => brokenRails.length === 0 && sealed.verified.violations.length === 0

/** Moves of projects that nothing holds: those that a list denies end. Moves of single tables are decided again each night. */
function movesUnderWay(inForce: Plan | undefined, {rails}: Config): readonly Move[] {
  const denied = nameFilter(rails.projects)
  return (inForce?.moves ?? []).filter(({project}) => project !== undefined && denied(project) === undefined)
}

async function proposeFrom(
  loaded: LoadedHistory,
  settledBy: readonly Move[],
  inForce: Plan | undefined,
  config: Config,
  asOfDay: Day,
  progress: Progress,
): Promise<Proposed> {
  const {rails} = config
  const isSettled = settledBy.length > 0
  const from = isSettled ? settledHistory(loaded, settledBy) : loaded
  const held = inForce === undefined ? undefined : rebase(inForce, from.history).plan
  const asked = planSettings(config, held, asOfDay)
  const settings = {...asked, mostMoves: Math.max(0, asked.mostMoves - settledBy.length)}
  let planned = await planJointly(from, settings, progress)
  refuseOtherCaching(config, planned.plan)
  const refusals: Refusal[] = hardRefusals(planned.plan, held, rails)
  let brokenRails: Refusal[] = []
  if (refusals.length > 0) {
    const limits = {
      mostMoves: Math.min(settings.mostMoves, rails.mostMoves ?? Infinity),
      mostMoveBytes: rails.moveBytes ?? Infinity,
    }
    planned = await planJointly(restrictedHistory(from, rails), {...settings, ...limits}, progress)
    brokenRails = hardRefusals(planned.plan, held, rails)
  }
  const workload = await loaded.workload()
  const takenBack = movesTakenBack(planned.plan, settledBy)
  const draft = isSettled ? withMoves(planned.plan, settledBy, workload) : planned.plan
  const fills = newFills(workload, draft, inForce, asOfDay)
  const trimmed = trimFill(draft, inForce, fills, rails)
  if (trimmed.refusals.length === 0 && !isSettled) {
    return {sealed: {plan: planned.plan, verified: planned.verified}, refusals, fills, brokenRails, takenBack}
  }
  const sealed = await sealPlan(loaded.history, {...draft, replicas: trimmed.replicas})
  return {
    sealed,
    refusals: [...refusals, ...trimmed.refusals],
    fills: newFills(workload, sealed.plan, inForce, asOfDay),
    brokenRails,
    takenBack,
  }
}

function refuseOtherCaching({plan: {caching, strategy}}: Config, {algorithm}: Plan): void {
  if (caching === undefined || caching === algorithm.caching) return
  throw new IsthmusError(
    'usage',
    `the strategy ${strategy} chooses replicas by ${algorithm.caching} and not by ${caching}`,
    'Leave plan.caching out, or choose another plan.strategy.',
  )
}

/** No plan for these days is a result of a night; bad usage and bad input are not. */
export async function attempt<T>(work: () => Promise<T>): Promise<{readonly value: T} | {readonly failure: string}> {
  try {
    return {value: await work()}
  } catch (error) {
    const isNoPlan = error instanceof IsthmusError && ['refused', 'infeasible', 'time-limit'].includes(error.code)
    if (isNoPlan) return {failure: error.message}
    throw error
  }
}
