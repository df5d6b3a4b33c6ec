import {createHash} from 'node:crypto'
import type {LoadedHistory} from '../../datasets/history/index.js'
import {type Day, formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'
import type {Config} from '../config/schema.js'
import type {Ledger} from '../ledger/ledger.js'
import {takeLock} from '../ledger/lock.js'
import {openLedger} from '../ledger/open-ledger.js'
import {type Alarm, type NightStep, nightSteps} from '../ledger/rows.js'
import type {Progress} from '../progress.js'
import {copyItems} from '../rollout/copy-items.js'
import {type Rollout, scheduleRollout} from '../rollout/schedule.js'
import {writeFileWhole} from '../write-file.js'
import {dayTraffic} from './day-traffic.js'
import {type Decision, decide} from './decide.js'
import {newMoves} from './hard-rails.js'
import {loadHistory} from './load-history.js'
import {nightMetrics} from './metrics.js'
import {type NightSummary, nightSummary} from './night-summary.js'
import {observe} from './observe.js'
import {nightOutputs, writeOutputs} from './outputs.js'
import {rebase} from './rebase.js'

/** What the library is told of the world outside: the command line reads the clock, a test sets it. */
export interface NightRun {
  readonly asOfDay: Day
  readonly config: Config
  readonly clock: () => Date
  readonly pid: number
  readonly host: string
  readonly progress: Progress
  /** Told each point of the run by name, before the run goes on. */
  readonly atStep?: (step: string) => void | Promise<void>
}

export interface NightResult {
  /** `unchanged`: the night was done before, and nothing was touched. `resumed`: an earlier run had been broken off. */
  readonly run: 'done' | 'resumed' | 'unchanged'
  readonly summary: NightSummary
}

/**
 * One night: load the new days → hold what came true against what was predicted → plan, knowing what is in force → verify → record → report, exports,
 * metrics. Each step ends with one transaction of the ledger, and begins with what the ledger says: a run that is killed at any point is resumed by the
 * next one for the same day, and given up by one for a later day, whatever it had put in force staying so. A day that is done is left alone.
 *
 * @throws IsthmusError `refused` where another run has the lock; `usage` where the ledger is past the day; BadInput of history, settings
 */
export async function runNight(run: NightRun): Promise<NightResult> {
  const {config, asOfDay} = run
  const lock = takeLock(config.ledger)
  if (lock === undefined) throw lockedError(config.ledger)
  const ledger = openLedger(config.ledger)
  try {
    const asOf = formatDay(asOfDay)
    refuseGoingBack(ledger, asOf)
    const earlier = ledger.night(asOf)
    if (earlier?.step === 'done') return {run: 'unchanged', summary: nightSummary(ledger, asOf)}
    const startedAt = run.clock().toISOString()
    const id = ledger.beginRun({asOf, startedAt, pid: run.pid, host: run.host}, fingerprintOf(config))
    try {
      await run.atStep?.('begun')
      await steps(ledger, run, asOf, id)
    } catch (error) {
      ledger.endRun(id, run.clock().toISOString(), 'failed', error instanceof Error ? error.message : String(error))
      throw error
    }
    return {run: earlier === undefined ? 'done' : 'resumed', summary: nightSummary(ledger, asOf)}
  } finally {
    ledger.close()
    lock.release()
  }
}

async function steps(ledger: Ledger, run: NightRun, asOf: string, id: number): Promise<void> {
  const {config, asOfDay, progress, clock} = run
  const at = async (step: string) => run.atStep?.(step)
  const isBefore = (step: NightStep) => nightSteps.indexOf(ledger.night(asOf)!.step) < nightSteps.indexOf(step)
  const loaded = await loadHistory(config, asOfDay, progress)
  try {
    await at('loaded')
    if (isBefore('observed')) {
      progress.stage('observing', 0)
      const {days, alarms} = await observe(ledger, loaded.history, asOf, config.drift)
      await at('to record observed')
      ledger.recordObserved(asOf, days, alarms)
      await at('observed')
    }
    if (isBefore('decided')) {
      await recordDecision(ledger, run, loaded, asOf)
      await at('decided')
    }
    progress.stage('writing', 0)
    if (isBefore('written')) {
      const files = await nightOutputs(ledger, loaded, asOf, config)
      await at('to write')
      await writeOutputs(files, path => at(`wrote ${path}`))
      ledger.recordStep(asOf, 'written')
      await at('written')
    }
  } finally {
    loaded.close()
  }
  if (config.metricsFile !== undefined) {
    await writeFileWhole(config.metricsFile, await nightMetrics(ledger, asOf, Math.floor(clock().getTime() / 1000)))
    await at('metrics written')
  }
  ledger.recordDone(asOf, id, clock().toISOString(), ledger.night(asOf)!.reason)
  await at('done')
}

async function recordDecision(ledger: Ledger, run: NightRun, loaded: LoadedHistory, asOf: string): Promise<void> {
  const {config, asOfDay} = run
  const before = ledger.decidedBy(formatDay(asOfDay - 1))?.planInForce ?? undefined
  const recorded = before === undefined ? undefined : ledger.plan(before)
  const inForce = recorded === undefined ? undefined : rebase(recorded, loaded.history).plan
  const decision = await decide(loaded, inForce, config, asOfDay, run.progress)
  const {topology} = loaded.history
  const moves = decision.kind === 'changed' ? newMoves(decision.plan!.moves, inForce) : []
  const rollout = rolloutOf(decision, inForce, moves, loaded, config)
  await run.atStep?.('to record decided')
  // A plan that is kept stays as it was recorded: what the history has overtaken comes off when the next one is made.
  const plan = decision.kind === 'kept' ? recorded : decision.plan
  ledger.recordDecision(asOf, {
    historyFingerprint: (await loaded.workload()).fingerprint,
    ...{decision: decision.kind, reason: decision.reason, changes: decision.changes, refusals: decision.refusals},
    ...(decision.proposal === undefined ? {} : {proposed: decision.proposal}),
    ...(plan === undefined ? {} : {inForce: plan}),
    gainPerDay: decision.costPerDay.before - decision.costPerDay.after,
    fillBytes: decision.fills.reduce((sum, {fillBytes}) => sum + fillBytes, 0),
    moveBytes: moves.reduce((sum, {bytes}) => sum + bytes, 0),
    predicted: dayTraffic(asOf, 'predicted', plan?.planId ?? null, decision.verified, topology),
    alarms: [...failureAlarms(decision, asOf), ...unplacedAlarms(rollout, asOf)],
    rollout: rollout.rows,
  })
}

function rolloutOf(
  {kind, plan, verified, fills}: Decision,
  inForce: Plan | undefined,
  moves: Plan['moves'],
  {history}: LoadedHistory,
  {rollout}: Config,
): Rollout {
  if (kind === 'kept' || plan === undefined) return {rows: [], unplaced: []}
  const {linkBytes, dayCount} = verified.after.traffic
  const traffic = linkBytes.map(bytes => bytes / dayCount)
  return scheduleRollout(history.topology, traffic, copyItems(plan, inForce, fills, moves), rollout)
}

function failureAlarms({hasFailed, reason}: Decision, asOf: string): Alarm[] {
  return hasFailed ? [{day: asOf, kind: 'no-plan', subject: 'plan', expected: 1, actual: 0, message: reason}] : []
}

function unplacedAlarms({unplaced}: Rollout, asOf: string): Alarm[] {
  return unplaced.map(({item: {decision, name, to, bytes}, bytes: left}) => ({
    ...{day: asOf, kind: 'rollout', subject: `${decision} ${name} at ${to}`, expected: bytes, actual: bytes - left},
    message: `${left} of ${bytes} bytes find no room on the links in the nights of the schedule`,
  }))
}

function refuseGoingBack(ledger: Ledger, asOf: string): void {
  // A night that decided nothing, for instance because its history was not there yet, holds nobody back.
  const last = ledger.nights().findLast(({decision}) => decision !== '')
  if (last === undefined || last.asOf <= asOf) return
  throw new IsthmusError(
    'usage',
    `the ledger is at the night of ${last.asOf}, and ${asOf} is before it`,
    'Nights go forward. To plan for earlier days, give another ledger.',
  )
}

function lockedError(path: string): IsthmusError {
  const ledger = openLedger(path)
  try {
    const holder = ledger.runs().findLast(({outcome}) => outcome === 'running')
    const who = holder === undefined ? '' : `: process ${holder.pid} on ${holder.host}, since ${holder.startedAt}`
    return new IsthmusError(
      'refused',
      `another nightly run has the ledger '${path}'${who}`,
      'Nothing was done. Wait for it to end; the lock goes with its process.',
    )
  } finally {
    ledger.close()
  }
}

function fingerprintOf(config: Config): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex')
}
