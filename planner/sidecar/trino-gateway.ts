import {readFileSync} from 'node:fs'
import {parse} from 'yaml'
import {z} from 'zod'
import {badInputOf, type Finding} from '../../model/errors.js'
import type {Router} from '../router/index.js'
import {decodeText, RequestProblem} from './problem.js'
import type {ServedRouter} from './served-router.js'
import {trinoRequest} from './wire-schemas.js'

const settingsSchema = z.strictObject({
  routingGroups: z.record(z.string(), z.string().min(1)).default({}),
  projects: z.record(z.string(), z.string().min(1)).default({}),
})

/** How regions and users are called on the two sides. */
export interface TrinoSettings {
  /** Region → routing group; a region that is not named is its own group. */
  readonly routingGroups: Readonly<Record<string, string>>
  /** Trino user → project. */
  readonly projects: Readonly<Record<string, string>>
}

/** Reads the YAML or JSON of `--trino-gateway`. Throws BadInput with all findings: its form, and regions that are none. */
export function readTrinoSettings(path: string | undefined, regionNames: readonly string[]): TrinoSettings {
  if (path === undefined) return {routingGroups: {}, projects: {}}
  const findings: Finding[] = []
  let settings: TrinoSettings = {routingGroups: {}, projects: {}}
  try {
    const parsed = settingsSchema.safeParse(parse(readFileSync(path, 'utf8')) ?? {})
    if (parsed.success) settings = parsed.data
    else {
      for (const issue of parsed.error.issues) {
        const advice = 'Give two maps of text: routingGroups (region: group) and projects (user: project).'
        findings.push({
          kind: 'trino-settings',
          file: path,
          column: issue.path.join('.'),
          message: issue.message,
          advice,
        })
      }
    }
  } catch (error) {
    const advice = 'Give the path of a YAML file with routingGroups and projects.'
    findings.push({kind: 'unreadable', file: path, message: `cannot be read: ${(error as Error).message}`, advice})
  }
  for (const region of Object.keys(settings.routingGroups)) {
    if (regionNames.includes(region)) continue
    const message = `routingGroups names the region '${region}', which the router does not have`
    const advice = `Use one of: ${regionNames.join(', ')}.`
    findings.push({kind: 'unknown-region', file: path, column: 'routingGroups', value: region, message, advice})
  }
  if (findings.length > 0) throw badInputOf(findings)
  return settings
}

/**
 * Answers Trino Gateway's external routing (`rulesType: EXTERNAL`): the tables of the query are the inputs, today's partition of
 * each, bytes predicted. A table goes by `catalog.schema.table` or, where the router knows no such name, by `schema.table`. The
 * project is that of the user in the settings, else the user's own name, else the default schema, else that of the first
 * known table. Never throws for a request: what cannot be answered comes back as `errors`, and the gateway takes its default group.
 *
 * @param decided called where a job was placed
 */
export function routeTrinoQuery(
  served: ServedRouter,
  settings: TrinoSettings,
  text: string,
  decided: () => void,
): string {
  let query: z.infer<typeof trinoRequest>
  try {
    query = decodeText(trinoRequest, text)
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error
    return answer(null, [error.message, ...error.findings.map(({path, message}) => `${path}: ${message}`)])
  }
  const {router} = served
  const {tables, defaultCatalog, defaultSchema} = query.trinoQueryProperties ?? {}
  if (tables === undefined || tables === null || tables.length === 0) {
    return answer(null, ['the query names no table; is analyzeRequest on in the gateway?'])
  }
  const known = tables.map(table => tableOf(router, table))
  const unknown = tables.filter((_, i) => known[i] < 0)
  if (unknown.length > 0) return answer(null, [`the router knows no table ${unknown.join(', ')}`])
  const user = query.trinoRequestUser?.user ?? query.remoteUser ?? undefined
  const names = [
    ...(user === undefined ? [] : [settings.projects[user], user]),
    ...(defaultSchema ? [`${defaultCatalog ?? ''}.${defaultSchema}`, defaultSchema] : []),
    router.projectOf(known[0]),
  ].filter(name => name !== undefined)
  const project = names.find(name => router.projectIndex(name) >= 0) ?? names[0]
  const placed = served.placeRequest({project, inputs: known.map(table => ({table}))})
  decided()
  return answer(settings.routingGroups[placed.regionName] ?? placed.regionName, [])
}

function tableOf(router: Router, name: string): number {
  const whole = router.tableIndex(name)
  const dot = name.indexOf('.')
  return whole >= 0 || dot < 0 ? whole : router.tableIndex(name.slice(dot + 1))
}

function answer(routingGroup: string | null, errors: readonly string[]): string {
  return JSON.stringify({routingGroup, errors, externalHeaders: {}})
}
