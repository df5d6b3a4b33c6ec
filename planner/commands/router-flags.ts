import type {Options} from 'yargs'
import {type Day, formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Workload} from '../../model/workload.js'
import {dayFlag, numberFlag, textFlag} from '../flags.js'
import type {Progress} from '../progress.js'
import {type RouterOptions, type RoutingPolicyName, routingPolicies} from '../router/index.js'
import type {RouterFiles} from '../sidecar/router-files.js'
import type {Clock} from '../sidecar/served-router.js'
import {type HistoryArguments, historyFlags, openHistory} from './history-flags.js'

/** Flags of the commands that place jobs: what the router is opened from, and how it decides. */
export const routerFlags = {
  ...historyFlags,
  history: textFlag('history', 'History folder to compile the index from, where there is no --index'),
  plan: textFlag('plan', 'Plan file (default: the plan inside the index)'),
  index: textFlag('index', "Router index that 'isthmus index' wrote; then no history is needed"),
  policy: {
    describe: 'How jobs are placed that the plan leaves open',
    choices: Object.keys(routingPolicies),
    default: 'cost-and-load',
  },
  seed: {...numberFlag('seed', 'Seed of the draws of probing', {min: 0, integer: true}), default: '1'},
  'foreign-share': {
    ...numberFlag('foreign-share', "Share of a region's CPU-hours that ad-hoc work from elsewhere may take", {
      min: 0,
      max: 1,
    }),
    default: '0.3',
  },
  'as-of': dayFlag('as-of', 'Day to place for, whatever the clock says (default: now)'),
  hour: {...numberFlag('hour', 'UTC hour of --as-of', {min: 0, max: 23, integer: true}), implies: 'as-of'},
} as const

/** Turns the router on in scoring; without a value, with its usual policy. */
export const routerFlag: Options = {
  describe: `Place the jobs that the plan leaves open as they arrive, by a routing policy: ${Object.keys(routingPolicies).join(', ')} (default: cost-and-load)`,
  string: true,
  coerce: (given: string | string[] | undefined) => {
    if (given === undefined || given === '') return given === undefined ? undefined : 'cost-and-load'
    if (typeof given === 'string' && Object.hasOwn(routingPolicies, given)) return given
    throw new Error(`--router is '${given}'\nGive it once, with one of: ${Object.keys(routingPolicies).join(', ')}.`)
  },
}

export interface RouterArguments extends Omit<HistoryArguments, 'history'> {
  readonly history: string | undefined
  readonly plan: string | undefined
  readonly index: string | undefined
  readonly policy: RoutingPolicyName
  readonly seed: number
  readonly foreignShare: number
  readonly asOf: Day | undefined
  readonly hour: number | undefined
}

export function routerOptions({policy, seed, foreignShare}: RouterArguments): RouterOptions {
  return {policy, seed, foreignShare}
}

/** The clock of this machine, or the hour that was given. */
export function clockOf({asOf, hour}: RouterArguments): Clock {
  if (asOf === undefined) return () => Date.now() / 1000
  const seconds = (asOf * 24 + (hour ?? 0)) * 3600
  return () => seconds
}

export function routerFiles(args: RouterArguments, progress: Progress): RouterFiles {
  const {plan, index, history} = args
  if (index !== undefined && history !== undefined) {
    throw new IsthmusError('usage', 'both --index and --history are given', 'Give one of them.')
  }
  return {
    ...(plan === undefined ? {} : {plan}),
    ...(index === undefined ? {} : {index}),
    ...(history === undefined ? {} : {openWorkload: () => workloadOf({...args, history}, progress)}),
  }
}

/** Aggregates a history and closes it. */
export async function workloadOf(args: HistoryArguments, progress: Progress): Promise<Workload> {
  const loaded = await openHistory(args, progress)
  try {
    progress.stage('aggregating', 0.8)
    return await loaded.workload()
  } finally {
    progress.done()
    loaded.close()
  }
}

export const spanText = ({fromDay, toDay}: Workload): string => `${formatDay(fromDay)} … ${formatDay(toDay)}`
