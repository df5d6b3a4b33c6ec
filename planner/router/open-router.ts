import {readFileSync} from 'node:fs'
import {badInputOf, IsthmusError} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'
import {parsePlan} from '../../model/plan-file.js'
import type {Topology} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import {bareCatalogue, compileCatalogue} from './compile-catalogue.js'
import {compilePlan} from './compile-plan.js'
import {loadRouterIndex} from './index-file.js'
import {Router} from './router.js'
import type {RouterIndex} from './router-index.js'
import type {RouterOptions} from './router-options.js'

/**
 * What a router is opened from: a plan, and one of
 * - `index`: a compiled index or its file, which has all that the history knows. Its own plan holds where `plan` is absent;
 * - `workload`: the history's snapshot, compiled on the spot;
 * - `topology`: regions and links alone. Tables that the plan does not move have no known home then, and jobs that read
 *   them stay at home with the reason `unknown-table`.
 */
export interface RouterSource extends RouterOptions {
  /** A plan, or the path of a plan file. */
  readonly plan?: Plan | string
  readonly index?: RouterIndex | string
  readonly workload?: Workload
  readonly topology?: Topology
}

/**
 * Opens a router (design.md section 5). Reads files at once, synchronously, and never again. Throws BadInput for files
 * that are none and names that do not fit together, and a usage error for a bad option or a source that is missing.
 */
export function openRouter(source: RouterSource): Router {
  return new Router(indexOf(source), source)
}

/** Reads a plan file for `openRouter` or `Router.reload`. Throws BadInput where it is none. */
export function readPlanFile(path: string): Plan {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message}`
    throw badInputOf([{kind: 'unreadable', file: path, message, advice: 'Give the path of a plan.json.'}])
  }
  return parsePlan(text, path)
}

function indexOf({plan: given, index, workload, topology}: RouterSource): RouterIndex {
  const plan = typeof given === 'string' ? readPlanFile(given) : given
  if (index !== undefined) {
    const opened = typeof index === 'string' ? loadRouterIndex(index) : index
    return plan === undefined ? opened : {catalogue: opened.catalogue, plan: compilePlan(plan, opened.catalogue)}
  }
  if (plan === undefined) throw missing('a router needs a plan', 'Give a plan, or an index, which has one inside.')
  if (workload !== undefined) {
    const catalogue = compileCatalogue(workload)
    return {catalogue, plan: compilePlan(plan, catalogue)}
  }
  if (topology === undefined) {
    throw missing('a router needs to know the regions', 'Give an index, a workload or a topology beside the plan.')
  }
  const catalogue = bareCatalogue(topology, plan)
  return {catalogue, plan: compilePlan(plan, catalogue)}
}

function missing(message: string, advice: string): IsthmusError {
  return new IsthmusError('usage', message, advice)
}
