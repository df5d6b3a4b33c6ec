import type {Day} from '../../model/days.js'
import {addAdhocRuns} from './adhoc-runs.js'
import {GrowingAccess, GrowingRuns, partitionDayOf} from './growing-columns.js'
import {partitionBytesOn, weekdayOf} from './partition-bytes.js'
import {Random} from './random.js'
import {setCost} from './run-cost.js'
import type {SyntheticDay} from './synthetic-history.js'
import type {WorldPlan} from './world-plan.js'

/** Share of its inputs that a run has read when it fails. */
const failedProgress = [0.2, 0.9] as const

/** All runs, reads and writes of one day; depends on nothing but the world and the day. */
export function generateDay(world: WorldPlan, day: Day): SyntheticDay {
  const random = new Random(world.seed, day)
  const runs = new GrowingRuns()
  const reads = new GrowingAccess()
  const writes = new GrowingAccess()
  const {jobs} = world
  const weekday = weekdayOf(day)
  for (let job = 0; job < jobs.names.length; job++) {
    if (jobs.weekday[job]! >= 0 && jobs.weekday[job] !== weekday) continue
    const delay = random.exponential(300)
    const fails = random.chance(world.parameters.failedShare)
    if (!fails) addRun(world, day, job, 1, delay, random, runs, reads, writes)
    else {
      addRun(world, day, job, 1, delay, random, runs, reads)
      addRun(world, day, job, 2, delay + 900, random, runs, reads, writes)
    }
  }
  let recurringBytes = 0
  for (let i = 0; i < reads.length; i++) recurringBytes += reads.bytes[i]!
  const share = world.parameters.adhocShare
  addAdhocRuns(world, day, (recurringBytes * share) / (1 - share), random, runs, reads)
  return {day, runs, reads, writes}
}

/** One try of a recurring job; without `writes` it fails on the way. */
function addRun(
  world: WorldPlan,
  day: Day,
  job: number,
  attempt: number,
  delaySeconds: number,
  random: Random,
  runs: GrowingRuns,
  reads: GrowingAccess,
  writes?: GrowingAccess,
): void {
  const {jobs, tables} = world
  const {inputs} = jobs
  const progress = writes ? 1 : random.between(failedProgress[0], failedProgress[1])
  const run = runs.push(job)
  let readBytes = 0
  for (let i = jobs.inputFrom[job]!; i < jobs.inputTo[job]!; i++) {
    if (day < inputs.fromDay[i]! || day >= inputs.toDay[i]!) continue
    const table = inputs.table[i]!
    for (let a = inputs.ageFrom[i]!; a < inputs.ageTo[i]!; a++) {
      const partition = day - inputs.ages[a]!
      const bytes = Math.max(1, Math.floor(partitionBytesOn(world, table, partition) * inputs.share[i]! * progress))
      reads.push(run, table, partitionDayOf(tables.snapshot[table]!, partition), bytes)
      readBytes += bytes
    }
  }
  let writtenBytes = 0
  if (writes) {
    for (let o = jobs.outputFrom[job]!; o < jobs.outputTo[job]!; o++) {
      const table = jobs.outputTable[o]!
      const bytes = partitionBytesOn(world, table, day)
      writes.push(run, table, partitionDayOf(tables.snapshot[table]!, day), bytes)
      writtenBytes += bytes
    }
  }
  runs.attempt[run] = attempt
  runs.project[run] = jobs.project[job]!
  runs.region[run] = jobs.region[job]!
  runs.startSecond[run] = Math.min(86_399, jobs.startSecond[job]! + Math.floor(delaySeconds))
  setCost(runs, run, readBytes, writtenBytes, jobs.cpuFactor[job]! * random.logNormal(0.1))
  runs.priority[run] = jobs.priority[job]!
  runs.movable[run] = jobs.movable[job]!
  runs.failed[run] = writes ? 0 : 1
}
