import {layers, reportJobName, reportLayer, syncJobName} from './names.js'
import type {PresetParameters} from './parameters.js'
import {cumulate, type ProjectPlan} from './projects.js'
import type {Random} from './random.js'
import type {SyntheticJobs} from './synthetic-history.js'
import type {TablePlan} from './tables.js'

/** Tables that one job makes, by layer: at least, at most. */
const outputsPerJob = [
  [8, 8],
  [2, 2],
  [1, 2],
  [1, 1],
  [1, 1],
] as const
/** Hours (UTC) in which the jobs of a layer start: raw data first, reports last. */
const startHours = [
  [0, 2],
  [1, 3],
  [2, 4],
  [4, 6],
  [5, 8],
  [6, 12],
] as const
/** Jobs that only read are at least this share of all jobs. */
const leastReportShare = 0.1
const weeklyShare = {snapshot: 0.2, report: 0.08} as const
/** Jobs that are already run away from their project's home. */
const outsourcedShare = 0.01

/** Recurring jobs without their inputs. */
export type JobPlan = Omit<SyntheticJobs, 'inputFrom' | 'inputTo' | 'inputs'>

/** One job for each few tables of a project and layer, then jobs that only read until `count` is reached. */
export function planJobs(
  parameters: PresetParameters,
  projects: ProjectPlan,
  tables: TablePlan,
  count: number,
  random: Random,
): JobPlan {
  const names: string[] = []
  const column = {project: [] as number[], layer: [] as number[], weekday: [] as number[], outputTo: [] as number[]}
  const add = (name: string, project: number, layer: number, weekday: number, outputTo: number): void => {
    names.push(name)
    column.project.push(project)
    column.layer.push(layer)
    column.weekday.push(weekday)
    column.outputTo.push(outputTo)
  }
  for (let slot = 0; slot + 1 < tables.layerStart.length; slot++) {
    const project = Math.floor(slot / layers.length)
    const layer = slot % layers.length
    const [least, most] = outputsPerJob[layer]!
    const end = tables.layerStart[slot + 1]!
    for (let t = tables.layerStart[slot]!; t < end; ) {
      const next = Math.min(end, t + least + random.below(most - least + 1))
      const weekly = onlySnapshots(tables, t, next) && random.chance(weeklyShare.snapshot)
      const name = layer === 0 ? syncJobName(projects.names[project]!, t - tables.layerStart[slot]!) : tables.names[t]!
      add(name, project, layer, weekly ? random.below(7) : -1, next)
      t = next
    }
  }
  const made = tables.names.length
  const weights = parameters.evenReports ? projects.names.map(() => 1) : Array.from(projects.weight)
  const cumulative = cumulate(weights)
  const reportsOf = new Int32Array(projects.names.length)
  const reportCount = Math.max(count - names.length, Math.round(leastReportShare * count))
  for (let i = 0; i < reportCount; i++) {
    const project = random.weighted(cumulative)
    const weekday = random.chance(weeklyShare.report) ? random.below(7) : -1
    add(reportJobName(projects.names[project]!, reportsOf[project]!++), project, reportLayer, weekday, made)
  }
  const total = names.length
  const region = new Int32Array(total)
  const priority = new Uint8Array(total)
  const movable = new Uint8Array(total)
  const startSecond = new Int32Array(total)
  const cpuFactor = new Float64Array(total)
  for (let j = 0; j < total; j++) {
    const project = column.project[j]!
    region[j] = random.chance(outsourcedShare)
      ? allowedRegion(projects, project, parameters.regions.length, random)
      : projects.region[project]!
    const rank = random.uniform()
    priority[j] = rank < 0.1 ? 0 : rank < 0.7 ? 1 : 2
    movable[j] = random.chance(0.95) ? 1 : 0
    const [from, to] = startHours[column.layer[j]!]!
    startSecond[j] = Math.floor(3600 * random.between(from, to))
    cpuFactor[j] = random.logNormal(0.4)
  }
  return {
    names,
    project: Int32Array.from(column.project),
    region,
    layer: Uint8Array.from(column.layer),
    priority,
    movable,
    startSecond,
    weekday: Int8Array.from(column.weekday),
    cpuFactor,
    outputFrom: Int32Array.from(column.outputTo, (_, j) => (j === 0 ? 0 : column.outputTo[j - 1]!)),
    outputTo: Int32Array.from(column.outputTo),
    outputTable: Int32Array.from({length: made}, (_, t) => t),
  }
}

function onlySnapshots(tables: TablePlan, from: number, to: number): boolean {
  for (let t = from; t < to; t++) if (!tables.snapshot[t]) return false
  return true
}

function allowedRegion(projects: ProjectPlan, project: number, regionCount: number, random: Random): number {
  const region = random.below(regionCount)
  return projects.allowed[project * regionCount + region] ? region : projects.region[project]!
}
