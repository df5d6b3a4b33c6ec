import type {RowSources} from './candidate-rows.js'
import {HoldersNow} from './holders-now.js'
import {InputCosts} from './input-costs.js'
import {LateChoice} from './late-choice.js'
import type {LateReplicas} from './late-replicas.js'
import type {RegionLoads} from './region-loads.js'
import {RequestedJob} from './requested-job.js'
import type {RouterIndex} from './router-index.js'
import type {RouterSettings} from './router-options.js'

/** All that belongs to one plan: a reload makes another and swaps the reference, so that a call sees one or the other. */
export interface InForce extends RowSources {
  readonly index: RouterIndex
  readonly late: LateReplicas
  /** Scratch by row. */
  readonly lateExtraCost: Float64Array
  readonly fixedCost: Float64Array
  readonly costPerByte: Float64Array
}

export function inForce(
  index: RouterIndex,
  settings: RouterSettings,
  loads: RegionLoads,
  late: LateReplicas,
  todayDay: number,
  before?: HoldersNow,
): InForce {
  const {regionCount} = index.catalogue
  const rows = regionCount * 2 + 1
  return {
    index,
    loads,
    late,
    settings,
    holders: new HoldersNow(index.catalogue, index.plan, late, todayDay, before),
    job: new RequestedJob(regionCount),
    costs: new InputCosts(regionCount),
    lateChoice: new LateChoice(),
    foreignRefusal: new Uint8Array(regionCount),
    lateExtraCost: new Float64Array(rows),
    fixedCost: new Float64Array(rows),
    costPerByte: new Float64Array(rows),
  }
}
