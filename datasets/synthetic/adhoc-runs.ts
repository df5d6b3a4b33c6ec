import type {Day} from '../../model/days.js'
import {AccessMix} from './access-mix.js'
import {type GrowingAccess, type GrowingRuns, partitionDayOf} from './growing-columns.js'
import {ageLimit} from './job-inputs.js'
import {reportLayer} from './names.js'
import {partitionBytesOn} from './partition-bytes.js'
import {cumulate} from './projects.js'
import type {Random} from './random.js'
import {setCost} from './run-cost.js'
import {type TableChoice, TableChooser} from './table-choice.js'
import type {WorldPlan} from './world-plan.js'

/** Ad-hoc runs start in office hours, 01 to 13 UTC. */
const firstSecond = 3600
const lastSecond = 13 * 3600
const meanAgeDays = 4
/** No read takes more than this share of the day's ad-hoc bytes: analysts filter the largest tables. */
const largestReadShare = 0.03
/** Runs that read nothing large still end the day at some point. */
const mostRunsPerRecurringJob = 4

/**
 * Adds runs that occur once, with random inputs, until they have read `wantedBytes`. They belong to projects by size,
 * run at home, write nothing and hold to the same shares of foreign tables as the recurring jobs.
 */
export function addAdhocRuns(
  world: WorldPlan,
  day: Day,
  wantedBytes: number,
  random: Random,
  runs: GrowingRuns,
  reads: GrowingAccess,
): void {
  const {parameters, projects, tables} = world
  const mix = new AccessMix(parameters.crossProjectShare, parameters.crossRegionShare)
  const chooser = new TableChooser(parameters, projects, tables)
  const cumulative = cumulate(Array.from(projects.weight, Math.sqrt))
  const mostRuns = mostRunsPerRecurringJob * world.jobs.names.length
  const chooseInput = (project: number): TableChoice => {
    if (!parameters.hubs || !random.chance(parameters.hubs.edgeShare)) {
      return chooser.choose(mix, project, reportLayer, random)
    }
    const table = chooser.chooseHub(random)
    const owner = tables.project[table]!
    return {table, accessClass: owner === project ? 0 : projects.region[owner] === projects.region[project] ? 1 : 2}
  }
  let done = 0
  for (let k = 0; done < wantedBytes && k < mostRuns; k++) {
    const project = random.weighted(cumulative)
    const run = runs.push(-1 - k)
    const seen: number[] = []
    let runBytes = 0
    const inputCount = 1 + random.poisson(0.8)
    for (let i = 0; i < inputCount; i++) {
      const {table, accessClass} = chooseInput(project)
      if (seen.includes(table)) continue
      seen.push(table)
      const limit = ageLimit(tables, table)
      const youngest = Math.min(limit - 1, Math.floor(random.exponential(meanAgeDays)))
      const oldest = Math.min(limit - 1, youngest + random.poisson(1))
      const share = random.chance(parameters.prunedShare) ? random.between(0.02, 0.6) : 1
      let bytes = 0
      for (let age = youngest; age <= oldest; age++) {
        const partition = day - age
        const wanted = partitionBytesOn(world, table, partition) * share
        const taken = Math.max(1, Math.floor(Math.min(wanted, wantedBytes * largestReadShare)))
        reads.push(run, table, partitionDayOf(tables.snapshot[table]!, partition), taken)
        bytes += taken
      }
      mix.add(accessClass, oldest - youngest + 1, bytes)
      runBytes += bytes
    }
    done += runBytes
    runs.attempt[run] = 1
    runs.project[run] = project
    runs.region[run] = projects.region[project]!
    runs.startSecond[run] = Math.floor(random.between(firstSecond, lastSecond))
    setCost(runs, run, runBytes, 0, random.logNormal(0.5))
    runs.priority[run] = 2
    runs.movable[run] = 1
    runs.failed[run] = random.chance(parameters.failedShare) ? 1 : 0
  }
}
