import {z} from 'zod'
import type {JobPlacement} from '../../../model/plan.js'
import type {CatalogueJob} from '../catalogue.js'
import {type DraftFile, type ExportInput, exporter} from '../exporter.js'
import {shellCommand, shellSteps} from '../quoting/shell.js'
import {bytes, LossTally} from '../rounding-loss.js'

const settings = z.strictObject({
  /** Sub-cluster that stands for a region. */
  subClusterByRegion: z.record(z.string(), z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be a sub-cluster id')),
  /** Queue of a project's jobs: `{project}` is replaced. */
  queue: z.string().includes('{project}', 'must hold {project}').default('root.{project}'),
})
type Settings = z.infer<typeof settings>

/** Weights have four decimals and add up to 1: they are parts of 10 000. */
const parts = 10_000

/**
 * YARN federation: weights of the sub-clusters for the queue of each project with placed jobs, by CPU-hours of its jobs
 * where the plan runs them. A queue is sent by weight and not job by job: a job lands in its region with the
 * probability of that region's weight, and the rest of its saving is lost. Source: Hadoop, YARN federation, routeradmin -policy.
 */
export const yarnFederation = exporter<Settings>({
  name: 'yarn-federation',
  summary: 'Weighted sub-cluster policies for the queues of projects with placed jobs',
  covers: ['job'],
  settings,
  regionMaps: ({subClusterByRegion}, input) => {
    const used = new Set(queuesOf(input).flatMap(({cpuHours}) => [...cpuHours.keys()]))
    const needed = input.catalogue.regions.filter(region => used.has(region))
    return [{field: 'subClusterByRegion', values: subClusterByRegion, needed}]
  },
  write(input, given) {
    const tally = new LossTally()
    const commands: string[] = []
    let savedPerDay = 0
    let lostPerDay = 0
    for (const {project, cpuHours, placed} of queuesOf(input)) {
      const queue = given.queue.replaceAll('{project}', () => project)
      if (!/^[A-Za-z0-9_.-]+$/.test(queue)) {
        for (const {job, savedBytesPerDay} of placed) {
          tally.omit('job', job, 'the name of the project is no queue name', savedBytesPerDay)
        }
        continue
      }
      const weights = weightsOf(cpuHours)
      const text = [...weights].map(([region, w]) => `${given.subClusterByRegion[region]!}:${w / parts}`).join(',')
      commands.push(shellCommand('yarn', 'routeradmin', '-policy', '-s', `${queue};${text};${text};1.0`))
      for (const {region, savedBytesPerDay} of placed) {
        savedPerDay += savedBytesPerDay
        lostPerDay += savedBytesPerDay * (1 - (weights.get(region) ?? 0) / parts)
      }
    }
    tally.notes.push(
      `Queues are sent by weight, not by job: of the ${bytes(savedPerDay)} a day that placed jobs save, ${bytes(lostPerDay)} a day is lost on average.`,
    )
    const files: DraftFile[] =
      commands.length === 0 ? [] : [{path: 'yarn-federation/policies.sh', kind: 'shell', body: shellSteps(commands)}]
    return {files, loss: tally.loss()}
  },
})

interface Queue {
  readonly project: string
  /** CPU-hours a day by region under the plan, in the order of the topology. */
  readonly cpuHours: ReadonlyMap<string, number>
  readonly placed: readonly JobPlacement[]
}

/** Projects with placed jobs, in the order in which the plan first names them; then those that had some until now. */
function queuesOf({plan, catalogue, previous}: ExportInput): Queue[] {
  const placement = new Map(plan.jobs.map(job => [job.job, job.region]))
  const moved = new Map(plan.moves.flatMap(({project, to}) => (project === undefined ? [] : [[project, to]])))
  const until = (previous?.jobs ?? []).filter(({job}) => catalogue.jobs.has(job))
  const projects = new Set([...plan.jobs, ...until].map(({job}) => catalogue.jobs.get(job)!.project))
  const jobsOf = new Map([...projects].map(project => [project, [] as [string, CatalogueJob][]]))
  for (const [name, job] of catalogue.jobs) jobsOf.get(job.project)?.push([name, job])
  const placedIn = new Map([...projects].map(project => [project, [] as JobPlacement[]]))
  for (const placed of plan.jobs) placedIn.get(catalogue.jobs.get(placed.job)!.project)!.push(placed)
  return [...jobsOf].map(([project, own]) => {
    const total = own.reduce((sum, [, job]) => sum + job.cpuHoursPerDay, 0)
    const sums = new Map<string, number>()
    for (const [name, job] of own) {
      const region = placement.get(name) ?? moved.get(project) ?? job.region
      sums.set(region, (sums.get(region) ?? 0) + (total > 0 ? job.cpuHoursPerDay : 1))
    }
    const cpuHours = new Map(
      catalogue.regions.flatMap(region => (sums.has(region) ? [[region, sums.get(region)!]] : [])),
    )
    return {project, cpuHours, placed: placedIn.get(project)!}
  })
}

/** Parts of 10 000 by largest remainder, ties to the lower region index: they add up exactly. */
export function weightsOf(cpuHours: ReadonlyMap<string, number>): Map<string, number> {
  const total = [...cpuHours.values()].reduce((sum, hours) => sum + hours, 0)
  const shares = [...cpuHours].map(([region, hours]) => ({region, exact: (hours / total) * parts}))
  const weights = new Map(shares.map(({region, exact}) => [region, Math.floor(exact)]))
  let left = parts - [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const byRemainder = [...shares].sort((a, b) => (b.exact % 1) - (a.exact % 1))
  for (const {region} of byRemainder) {
    if (left <= 0) break
    weights.set(region, weights.get(region)! + 1)
    left--
  }
  return weights
}
