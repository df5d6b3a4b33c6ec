import type {Day} from '../../model/days.js'
import {AccessMix} from './access-mix.js'
import type {JobPlan} from './jobs.js'
import {drawAges} from './look-back.js'
import {reportLayer} from './names.js'
import type {PresetParameters} from './parameters.js'
import type {ProjectPlan} from './projects.js'
import type {Random} from './random.js'
import {maxAgeDays, type SyntheticInputs} from './synthetic-history.js'
import {type TableChoice, TableChooser} from './table-choice.js'
import type {TablePlan} from './tables.js'

/** Mean number of inputs beyond the first, by layer of the job; jobs of layer 0 load raw data and read no table. */
const extraInputs = [0, 0.5, 2, 2, 2, 2.2] as const
/** Jobs up to dwd refine today's data; this share of their inputs also takes in yesterday's. */
const lateDataShare = 0.08
const mostDraws = 8
const mostHubDraws = 16
/** A table that takes another's place is at most this many times larger or smaller. */
const largestDriftRatio = 3

export interface InputPlan extends SyntheticInputs {
  readonly from: Int32Array
  readonly to: Int32Array
}

/** Inputs of the recurring jobs, drawn in shuffled order of the jobs so that the quotas bind everywhere alike. */
export function planInputs(
  parameters: PresetParameters,
  projects: ProjectPlan,
  tables: TablePlan,
  jobs: JobPlan,
  firstDay: Day,
  dayCount: number,
  random: Random,
): InputPlan {
  const jobCount = jobs.names.length
  const from = new Int32Array(jobCount)
  const to = new Int32Array(jobCount)
  const rows = {table: [] as number[], share: [] as number[], ageFrom: [] as number[], ageTo: [] as number[]}
  const span = {fromDay: [] as number[], toDay: [] as number[]}
  const ages: number[] = []
  const mix = new AccessMix(parameters.crossProjectShare, parameters.crossRegionShare)
  const chooser = new TableChooser(parameters, projects, tables)
  const lastDay = firstDay + dayCount
  let edges = 0
  let hubEdges = 0
  let done = 0

  const append = (table: number, share: number, ageFrom: number, fromDay: Day, toDay: Day): void => {
    rows.table.push(table)
    rows.share.push(share)
    rows.ageFrom.push(ageFrom)
    rows.ageTo.push(ages.length)
    span.fromDay.push(fromDay)
    span.toDay.push(toDay)
  }
  /** A new input of a job with its ages appended; undefined where none was found that the job lacks and the quotas bear. */
  const draw = (job: number, layer: number, ageFrom: number): (TableChoice & {share: number}) | undefined => {
    for (let attempt = 0; attempt < mostDraws; attempt++) {
      const choice = chooser.choose(mix, jobs.project[job]!, layer, random)
      if (hasInput(rows.table, from[job]!, choice.table)) continue
      const share = layer > 2 && random.chance(parameters.prunedShare) ? random.between(0.05, 0.8) : 1
      const limit = ageLimit(tables, choice.table)
      ages.length = ageFrom
      if (layer >= 3) drawAges(parameters.lookBack, limit, random, ages)
      else if (limit > 1 && random.chance(lateDataShare)) ages.push(0, 1)
      else ages.push(0)
      const bytes = tables.typicalBytes[choice.table]! * share * (ages.length - ageFrom)
      if (mix.fits(choice.accessClass, bytes, done / jobCount)) return {...choice, share}
    }
    ages.length = ageFrom
    return undefined
  }
  /** Another table of the same class, of about the same size and with all the ages: the job changes, its appetite does not. */
  const drawSuccessor = (
    job: number,
    accessClass: number,
    table: number,
    wanted: readonly number[],
  ): number | undefined => {
    for (let attempt = 0; attempt < mostDraws; attempt++) {
      const choice = chooser.chooseWithin(accessClass, jobs.project[job]!, jobs.layer[job]!, random)
      const ratio = tables.typicalBytes[choice.table]! / tables.typicalBytes[table]!
      const alike = ratio > 1 / largestDriftRatio && ratio < largestDriftRatio
      const fresh = choice.table !== table && !hasInput(rows.table, from[job]!, choice.table)
      if (alike && fresh && choice.accessClass === accessClass && wanted.at(-1)! < ageLimit(tables, choice.table)) {
        return choice.table
      }
    }
    return undefined
  }
  const count = (job: number, accessClass: number, table: number, share: number, ageCount: number): void => {
    const rate = jobs.weekday[job]! < 0 ? 1 : 1 / 7
    mix.add(accessClass, ageCount * rate, tables.typicalBytes[table]! * share * ageCount * rate)
  }
  const addHubs = (job: number): void => {
    if (!parameters.hubs || jobs.layer[job]! < 2) return
    const {edgeShare} = parameters.hubs
    for (let attempt = 0; attempt < mostHubDraws && hubEdges < edgeShare * edges; attempt++) {
      const table = chooser.chooseHub(random)
      const owner = tables.project[table]!
      const project = jobs.project[job]!
      if (hasInput(rows.table, from[job]!, table)) continue
      ages.push(0)
      append(table, 1, ages.length - 1, firstDay, lastDay)
      count(job, owner === project ? 0 : projects.region[owner] === jobs.region[job] ? 1 : 2, table, 1, 1)
      edges++
      hubEdges++
    }
  }

  for (const job of random.shuffle(Int32Array.from({length: jobCount}, (_, j) => j))) {
    from[job] = rows.table.length
    const layer = jobs.layer[job]!
    const wanted = layer === 0 ? 0 : 1 + random.poisson(extraInputs[layer]! * parameters.inputFactor)
    for (let i = 0; i < wanted; i++) {
      const ageFrom = ages.length
      const drawn = draw(job, layer, ageFrom)
      if (!drawn) continue
      const {table, accessClass, share} = drawn
      count(job, accessClass, table, share, ages.length - ageFrom)
      edges++
      const drifts = layer === reportLayer && random.chance(parameters.driftShare * driftPerReport)
      const next = drifts ? drawSuccessor(job, accessClass, table, ages.slice(ageFrom)) : undefined
      const change = next === undefined ? lastDay : firstDay + 1 + random.below(Math.max(1, dayCount - 1))
      append(table, share, ageFrom, firstDay, change)
      if (next === undefined) continue
      const nextFrom = ages.length
      for (const age of ages.slice(ageFrom)) ages.push(age)
      append(next, share, nextFrom, change, lastDay)
    }
    addHubs(job)
    to[job] = rows.table.length
    done++
  }
  return {
    from,
    to,
    table: Int32Array.from(rows.table),
    share: Float64Array.from(rows.share),
    ageFrom: Int32Array.from(rows.ageFrom),
    ageTo: Int32Array.from(rows.ageTo),
    ages: Uint8Array.from(ages),
    fromDay: Int32Array.from(span.fromDay),
    toDay: Int32Array.from(span.toDay),
  }
}

/** About a third of all inputs belong to reports, and only these change. */
const driftPerReport = 3

/** Ages that may be read: those that live at home, up to `maxAgeDays`; a snapshot table has age 0 only. */
export function ageLimit(tables: Pick<TablePlan, 'snapshot' | 'retentionDays'>, table: number): number {
  if (tables.snapshot[table]) return 1
  const retention = tables.retentionDays[table]!
  return Number.isNaN(retention) ? maxAgeDays + 1 : Math.min(maxAgeDays + 1, retention)
}

function hasInput(table: readonly number[], from: number, wanted: number): boolean {
  for (let i = from; i < table.length; i++) if (table[i] === wanted) return true
  return false
}
