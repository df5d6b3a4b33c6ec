import type {SwimSettings} from './options.js'
import type {RecurringJobs} from './recurring-jobs.js'
import {seededFraction, seededOrder} from './seeded-hash.js'
import type {Trace} from './trace.js'

/** The regions and projects that a trace does not have, composed by seeded hashes. */
export interface ComposedPlatform {
  readonly regions: readonly string[]
  readonly projects: readonly string[]
  readonly projectRegion: Int32Array
  /** Project of the table that an input path is. */
  readonly pathProject: Int32Array
  /** Project of each recurring job: where its runs run and its output lives. */
  readonly jobProject: Int32Array
}

/**
 * Composes the platform (see seededFraction for the hash):
 * - projects in the order of their hash are dealt to the regions in turn, so that regions differ by one project at most;
 * - a path belongs to the project that its hash falls on, all equally likely;
 * - jobs in the order of their hash: the first `crossRegionShare` of all reads are by jobs of a project in another region than
 *   the table's, up to `crossProjectShare` by jobs of another project in the same region, the rest by jobs of the table's own
 *   project. A job goes to the part that holds the middle of its reads, so that a share is off by half a job at most.
 */
export function composePlatform(trace: Trace, jobs: RecurringJobs, settings: SwimSettings): ComposedPlatform {
  const {seed} = settings
  const regions = numbered('region', settings.regions)
  const projects = numbered('project', settings.projects)
  const projectRegion = new Int32Array(projects.length)
  seededOrder(seed, 'region', projects).forEach((project, rank) => {
    projectRegion[project] = rank % regions.length
  })
  const pathProject = Int32Array.from(trace.paths, path =>
    Math.floor(seededFraction(seed, 'table', path) * projects.length),
  )
  const {inOtherRegions, besideInRegion} = candidates(projectRegion, regions.length)
  const {reads, total} = readsByJob(trace, jobs)
  const jobProject = new Int32Array(jobs.names.length)
  let before = 0
  for (const job of seededOrder(seed, 'distance', jobs.names)) {
    const home = pathProject[jobs.path[job]!]!
    const middle = before + reads[job]! / 2
    before += reads[job]!
    const choices =
      middle < settings.crossRegionShare * total
        ? inOtherRegions[projectRegion[home]!]!
        : middle < settings.crossProjectShare * total
          ? besideInRegion[home]!
          : [home]
    const chosen = Math.floor(seededFraction(seed, 'reader', jobs.names[job]!) * choices.length)
    jobProject[job] = choices[chosen]!
  }
  return {regions, projects, projectRegion, pathProject, jobProject}
}

/** Projects outside each region, and beside each project in its own region; by rising index, never empty (see swimSettings). */
function candidates(projectRegion: Int32Array, regionCount: number) {
  const all = [...projectRegion.keys()]
  const inRegion = Array.from({length: regionCount}, (_, e) => all.filter(p => projectRegion[p] === e))
  return {
    inOtherRegions: inRegion.map((_, e) => all.filter(p => projectRegion[p] !== e)),
    besideInRegion: all.map(project => inRegion[projectRegion[project]!]!.filter(p => p !== project)),
  }
}

/** Reads of more than 0 bytes. */
function readsByJob(trace: Trace, jobs: RecurringJobs): {readonly reads: Int32Array; readonly total: number} {
  const reads = new Int32Array(jobs.names.length)
  let total = 0
  for (let row = 0; row < trace.count; row++) {
    if (trace.inputBytes[row] === 0) continue
    reads[jobs.ofRow[row]!]!++
    total++
  }
  return {reads, total}
}

/** `region-1` … `region-4`, padded with zeros so that names sort as their numbers do. */
function numbered(kind: string, count: number): string[] {
  const digits = String(count).length
  return Array.from({length: count}, (_, i) => `${kind}-${String(i + 1).padStart(digits, '0')}`)
}
