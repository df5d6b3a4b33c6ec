import {projectName} from './names.js'
import type {PresetParameters} from './parameters.js'
import type {Random} from './random.js'
import type {SyntheticProjects} from './synthetic-history.js'

/** Suppliers drawn for each project among the projects of its own region, and among those elsewhere. */
export const suppliersPerClass = 4
const supplierFromOwnGroup = 0.75

/** Projects and what the building of tables and jobs needs to know about them. */
export interface ProjectPlan extends SyntheticProjects {
  /** Relative number of tables. */
  readonly weight: Float64Array
  /** `suppliersPerClass` projects each, or -1: whose tables the jobs of a project read, in its region and elsewhere. */
  readonly nearSuppliers: Int32Array
  readonly remoteSuppliers: Int32Array
}

/**
 * Projects with power-law weights in business units (groups). A project lives with its group with probability
 * `alignment`, else somewhere by region weight; what it reads from other projects comes mostly from its group. So a
 * project that strays reads across regions until it is moved.
 */
export function planProjects(parameters: PresetParameters, count: number, random: Random): ProjectPlan {
  const {regions} = parameters
  const regionCumulative = cumulate(regions.map(r => r.projectWeight))
  const groupCount = Math.max(regions.length, Math.round(count / 5))
  const groupRegion = Int32Array.from({length: groupCount}, (_, g) =>
    g < regions.length ? g : random.weighted(regionCumulative),
  )
  const names: string[] = []
  const region = new Int32Array(count)
  const group = new Int32Array(count)
  const aligned = new Uint8Array(count)
  const pinned = new Uint8Array(count)
  const allowed = new Uint8Array(count * regions.length).fill(1)
  const weight = new Float64Array(count)
  for (let p = 0; p < count; p++) {
    names.push(projectName(p))
    group[p] = p < groupCount ? p : random.below(groupCount)
    const natural = groupRegion[group[p]!]!
    region[p] = p < regions.length || random.chance(parameters.alignment) ? natural : random.weighted(regionCumulative)
    aligned[p] = region[p] === natural ? 1 : 0
    weight[p] = random.pareto(parameters.projectExponent, 1, 60) * regions[region[p]!]!.tableWeight
    pinned[p] = random.chance(parameters.pinnedShare) ? 1 : 0
    if (random.chance(0.06)) {
      for (let e = 0; e < regions.length; e++) {
        if (e !== region[p] && e !== natural && random.chance(0.6)) allowed[p * regions.length + e] = 0
      }
    }
  }
  const suppliers = drawSuppliers(regions.length, region, group, weight, random)
  return {names, region, group, aligned, pinned, allowed, weight, ...suppliers}
}

function drawSuppliers(
  regionCount: number,
  region: Int32Array,
  group: Int32Array,
  weight: Float64Array,
  random: Random,
): {nearSuppliers: Int32Array; remoteSuppliers: Int32Array} {
  const count = region.length
  const everyone = membersBy(new Int32Array(count), 1, weight)[0]!
  const byRegion = membersBy(region, regionCount, weight)
  const byGroup = membersBy(group, group.reduce((a, b) => Math.max(a, b), 0) + 1, weight)
  const near = new Int32Array(count * suppliersPerClass).fill(-1)
  const remote = new Int32Array(count * suppliersPerClass).fill(-1)
  const draw = (pool: Members, project: number, wantNear: boolean): number => {
    for (let attempt = 0; attempt < 12; attempt++) {
      const other = pool.project[random.weighted(pool.cumulative)]!
      if (other !== project && (region[other] === region[project]) === wantNear) return other
    }
    return -1
  }
  for (let p = 0; p < count; p++) {
    for (let k = 0; k < suppliersPerClass; k++) {
      const at = p * suppliersPerClass + k
      const own = byGroup[group[p]!]!
      if (random.chance(supplierFromOwnGroup)) {
        near[at] = draw(own, p, true)
        remote[at] = draw(own, p, false)
      }
      if (near[at]! < 0) near[at] = draw(byRegion[region[p]!]!, p, true)
      if (remote[at]! < 0) remote[at] = draw(everyone, p, false)
    }
  }
  return {nearSuppliers: near, remoteSuppliers: remote}
}

interface Members {
  readonly project: number[]
  readonly cumulative: number[]
}

/** Projects by class, with the running sums of their weights. */
function membersBy(cls: Int32Array, classCount: number, weight: Float64Array): Members[] {
  const members: Members[] = Array.from({length: classCount}, () => ({project: [], cumulative: []}))
  for (let p = 0; p < cls.length; p++) {
    const {project, cumulative} = members[cls[p]!]!
    cumulative.push((cumulative.at(-1) ?? 0) + weight[p]!)
    project.push(p)
  }
  return members
}

/** Running sums. */
export function cumulate(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!
    sums[i] = sum
  }
  return sums
}
