import {type Day, formatDay, parseDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {measureCapacities} from './capacities.js'
import {generateDay} from './days.js'
import {planInputs} from './job-inputs.js'
import {planJobs} from './jobs.js'
import type {PresetParameters} from './parameters.js'
import {presets} from './presets/index.js'
import {planProjects} from './projects.js'
import {Random} from './random.js'
import type {SyntheticDay, SyntheticHistory} from './synthetic-history.js'
import {planTables} from './tables.js'
import type {WorldPlan} from './world-plan.js'

export interface GenerateOptions {
  /** Name of a preset. */
  readonly preset: string
  /** Whole number; the same seed gives the same history. */
  readonly seed: number
  /** Multiplies projects, tables and recurring jobs; 0.1 to 1000. Default 1. */
  readonly scale?: number
  /** Number of days, 1 to 3650. Default 28. */
  readonly days?: number
  /** First day, `YYYY-MM-DD`. Default 2026-10-23. */
  readonly firstDay?: string
}

/**
 * Generates a synthetic history (formats.md section 1): projects, tables and jobs at once, days on demand. Time and memory grow
 * linearly with scale; time with days too.
 * @throws IsthmusError (usage) for an unknown preset or an option out of range
 */
export function generateHistory(options: GenerateOptions): SyntheticHistory {
  const {preset, seed, scale = 1, days = 28, firstDay = '2026-10-23'} = options
  const parameters = Object.hasOwn(presets, preset) ? presets[preset as keyof typeof presets] : undefined
  if (!parameters) {
    const known = Object.keys(presets).join(', ')
    throw new IsthmusError('usage', `there is no preset '${preset}'`, `Choose one of: ${known}.`)
  }
  if (!Number.isSafeInteger(seed)) throw outOfRange('seed', seed, 'a whole number')
  if (!(scale >= 0.1 && scale <= 1000)) throw outOfRange('scale', scale, 'a number from 0.1 to 1000')
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw outOfRange('days', days, 'a whole number from 1 to 3650')
  const start = parseDay(firstDay)
  if (Number.isNaN(start)) throw outOfRange('firstDay', firstDay, 'a date as YYYY-MM-DD')
  const world = buildWorld(parameters, seed, scale, start, days)
  return {...world, capacities: measureCapacities(world), days: () => allDays(world)}
}

function buildWorld(
  parameters: PresetParameters,
  seed: number,
  scale: number,
  firstDay: Day,
  dayCount: number,
): WorldPlan {
  const random = (purpose: number): Random => new Random(Math.floor(seed / 2 ** 32), seed, purpose)
  const projectCount = Math.max(2 * parameters.regions.length, Math.round(parameters.projects * scale))
  const projects = planProjects(parameters, projectCount, random(1))
  const hubCount = parameters.hubs ? Math.max(4, Math.round(parameters.hubs.count * scale)) : 0
  const tableCount = Math.round(parameters.tables * scale)
  const tables = planTables(parameters, projects, tableCount, hubCount, dayCount, random(2))
  const jobs = planJobs(parameters, projects, tables, Math.round(parameters.jobs * scale), random(3))
  const {from, to, ...inputs} = planInputs(parameters, projects, tables, jobs, firstDay, dayCount, random(4))
  return {
    parameters,
    seed,
    scale,
    firstDay,
    dayCount,
    projects,
    tables,
    jobs: {...jobs, inputFrom: from, inputTo: to, inputs},
  }
}

function* allDays(world: WorldPlan): Generator<SyntheticDay> {
  for (let d = 0; d < world.dayCount; d++) yield generateDay(world, world.firstDay + d)
}

function outOfRange(option: string, value: unknown, wanted: string): IsthmusError {
  return new IsthmusError('usage', `option '${option}' of generate is '${String(value)}'`, `Give ${wanted}.`)
}

/** First and last day of a history as text. */
export function spanOf(history: Pick<SyntheticHistory, 'firstDay' | 'dayCount'>): {from: string; to: string} {
  return {from: formatDay(history.firstDay), to: formatDay(history.firstDay + history.dayCount - 1)}
}
