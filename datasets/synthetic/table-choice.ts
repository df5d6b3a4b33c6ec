import type {AccessMix} from './access-mix.js'
import {layers} from './names.js'
import type {PresetParameters} from './parameters.js'
import {cumulate, type ProjectPlan, suppliersPerClass} from './projects.js'
import type {Random} from './random.js'
import type {TablePlan} from './tables.js'

/** Odds of each layer (ods, dim, dwd, dws, ads) as input of a job, by the job's layer: in its own project, and in another's. */
const ownOdds = [[1], [1], [0.85, 0.15], [0, 0.2, 0.8], [0, 0.15, 0.3, 0.55], [0, 0.12, 0.4, 0.3, 0.18]].map(cumulate)
const foreignOdds = [[1], [1], [0.5, 0.5], [0, 0.25, 0.75], [0, 0.2, 0.55, 0.25], [0, 0.15, 0.55, 0.25, 0.05]].map(
  cumulate,
)
const popularityExponent = 0.8
/** Projects that stray from their business unit read from other regions this much more eagerly than the others. */
const strayTilt = {aligned: 0.5, stray: 3} as const

export interface TableChoice {
  readonly table: number
  /** Index into `accessClasses`. */
  readonly accessClass: number
}

/** Picks what jobs read: the class by quota, then a supplier project, a layer below the job's own, a table by popularity. */
export class TableChooser {
  private readonly parameters: PresetParameters
  private readonly projects: ProjectPlan
  private readonly tables: TablePlan

  constructor(parameters: PresetParameters, projects: ProjectPlan, tables: TablePlan) {
    this.parameters = parameters
    this.projects = projects
    this.tables = tables
  }

  choose(mix: AccessMix, project: number, jobLayer: number, random: Random): TableChoice {
    const tilt = this.parameters.regions[this.projects.region[project]!]!.remoteTilt
    const stray = this.projects.aligned[project] ? strayTilt.aligned : strayTilt.stray
    return this.chooseWithin(mix.draw(random, tilt * stray), project, jobLayer, random)
  }

  /** A hub table by popularity; only for presets with hubs. */
  chooseHub(random: Random): number {
    const {hubs} = this.tables
    return hubs[random.zipf(hubs.length, popularityExponent)]!
  }

  /** As `choose`, with the class given; a project without suppliers of that class takes the next one. */
  chooseWithin(wantedClass: number, project: number, jobLayer: number, random: Random): TableChoice {
    const at = project * suppliersPerClass + random.below(suppliersPerClass)
    let accessClass = wantedClass
    let supplier = project
    if (accessClass === 1) {
      supplier = this.projects.nearSuppliers[at]!
      if (supplier < 0) accessClass = 2
    }
    if (accessClass === 2) {
      supplier = this.projects.remoteSuppliers[at]!
      if (supplier < 0) accessClass = 0
    }
    if (accessClass === 0) supplier = project
    const odds = accessClass === 0 ? ownOdds : foreignOdds
    const slot = supplier * layers.length + random.weighted(odds[jobLayer]!)
    const start = this.tables.layerStart[slot]!
    const count = this.tables.layerStart[slot + 1]! - start
    return {table: start + random.zipf(count, popularityExponent), accessClass}
  }
}
