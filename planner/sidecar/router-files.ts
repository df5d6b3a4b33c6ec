import {stat} from 'node:fs/promises'
import {IsthmusError} from '../../model/errors.js'
import type {Workload} from '../../model/workload.js'
import {compilePlan} from '../router/compile-plan.js'
import {compileRouterIndex, loadRouterIndex, type RouterIndex, readPlanFile} from '../router/index.js'

/** Where a served router comes from: an index, with its own plan or another, or a history with a plan. */
export interface RouterFiles {
  readonly plan?: string
  readonly index?: string
  /** Reads the history; used where there is no index. */
  readonly openWorkload?: () => Promise<Workload>
}

/** Reads all that a router needs. Throws BadInput for files that are none or do not fit together, a usage error for too few. */
export async function readRouterIndex({plan, index, openWorkload}: RouterFiles): Promise<RouterIndex> {
  if (index !== undefined) {
    const stored = loadRouterIndex(index)
    return plan === undefined
      ? stored
      : {catalogue: stored.catalogue, plan: compilePlan(readPlanFile(plan), stored.catalogue)}
  }
  if (plan === undefined || openWorkload === undefined) {
    throw new IsthmusError(
      'usage',
      'a router needs an index, or a plan and its history',
      "Give --index FILE, which 'isthmus index' writes, or --plan FILE with --history DIR.",
    )
  }
  const decided = readPlanFile(plan)
  return compileRouterIndex(await openWorkload(), decided)
}

/** Size, time and identity of a file: another text means that it changed. Empty where it cannot be read. */
export async function fileVersion(path: string | undefined): Promise<string> {
  if (path === undefined) return ''
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`
}
