import {Document} from 'yaml'
import {z} from 'zod'
import type {Plan} from '../../../model/plan.js'
import {exporter} from '../exporter.js'
import {printable} from '../quoting/names.js'
import {LossTally} from '../rounding-loss.js'

const settings = z.strictObject({
  routingGroupByRegion: z.record(z.string(), z.string().min(1)),
  /** What a recurring job is known by: the client's source, or one of its tags. */
  jobsKnownBy: z.enum(['source', 'client-tag']).default('source'),
  /** Catalog whose schemas are called like the projects: queries that touch a moved project's schema follow it. */
  catalog: z.string().min(1).optional(),
})
type Settings = z.infer<typeof settings>

interface Rule {
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly condition: string
  readonly actions: readonly string[]
}

/**
 * Trino Gateway: a rules file of several YAML documents. All rules that match fire, those with a lower priority number first, and the
 * last one wins: moves come first, jobs after them. Source: trinodb/trino-gateway, docs/routing-rules.md.
 */
export const trinoGateway = exporter<Settings>({
  name: 'trino-gateway',
  summary: 'Routing rules for placed jobs and moved projects',
  covers: ['job', 'move'],
  settings,
  regionMaps: ({routingGroupByRegion}, {plan, catalogue}) => {
    const used = new Set([...plan.jobs.map(job => job.region), ...plan.moves.map(move => move.to)])
    const needed = catalogue.regions.filter(region => used.has(region))
    return [{field: 'routingGroupByRegion', values: routingGroupByRegion, needed}]
  },
  write({plan, previous}, given) {
    const tally = new LossTally()
    const action = (region: string) => [`result.put("routingGroup", ${mvelText(given.routingGroupByRegion[region]!)})`]
    const rules: Rule[] = []
    for (const [i, {project, table, to}] of plan.moves.entries()) {
      const fault = moveFault(project, given.catalog)
      if (fault !== undefined) {
        tally.omit('move', (project ?? table)!, fault)
        continue
      }
      const schema = mvelText(`${given.catalog!}.${project!}`)
      rules.push({
        name: `isthmus move ${i + 1}`,
        description: `project ${project!} lives in ${to}`,
        priority: 1,
        condition: `trinoQueryProperties.getCatalogSchemas().contains(${schema})`,
        actions: action(to),
      })
    }
    for (const [i, {job, region, savedBytesPerDay}] of plan.jobs.entries()) {
      const fault = jobFault(job, given.jobsKnownBy)
      if (fault !== undefined) {
        tally.omit('job', job, fault, savedBytesPerDay)
        continue
      }
      rules.push({
        name: `isthmus job ${i + 1}`,
        description: `job ${job} runs in ${region}`,
        priority: 2,
        condition: jobCondition(job, given.jobsKnownBy),
        actions: action(region),
      })
    }
    tally.notes.push(
      'Schemas of moved projects are known only where the gateway analyses requests, and views are not looked into.',
    )
    const body = rules.map(rule => `---\n${new Document(rule).toString({lineWidth: 0})}`).join('')
    return {
      files:
        rules.length === 0 && !hadRules(previous)
          ? []
          : [{path: 'trino-gateway/routing-rules.yaml', kind: 'yaml', body}],
      loss: tally.loss(),
    }
  },
})

/** A plan without rules must still replace the rules of the one before. */
const hadRules = (previous: Plan | undefined): boolean =>
  previous !== undefined && previous.jobs.length + previous.moves.length > 0

function moveFault(project: string | undefined, catalog: string | undefined): string | undefined {
  if (project === undefined) return 'the rules follow schemas, and the move is of one table'
  if (catalog === undefined) return 'the settings name no catalog'
  return printable(project)
}

function jobFault(job: string, knownBy: Settings['jobsKnownBy']): string | undefined {
  return printable(job) ?? (knownBy === 'client-tag' && job.includes(',') ? 'a client tag holds no comma' : undefined)
}

function jobCondition(job: string, knownBy: Settings['jobsKnownBy']): string {
  if (knownBy === 'source') return `request.getHeader("X-Trino-Source") == ${mvelText(job)}`
  const header = 'request.getHeader("X-Trino-Client-Tags")'
  return `${header} != null && ("," + ${header} + ",").contains(${mvelText(`,${job},`)})`
}

/** A text of MVEL, the language of the rules: only letters, digits and harmless signs stand as they are. */
export function mvelText(text: string): string {
  const escaped = text.replace(
    /[^A-Za-z0-9 ._:/,@+-]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}
