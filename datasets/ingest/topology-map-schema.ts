import {z} from 'zod'

const text = z.string('is not text').min(1, 'is empty')
const pattern = (meaning: string) => text.optional().describe(`${meaning}; * stands for any text`)
const project = (meaning: string) =>
  text
    .optional()
    .describe(
      `${meaning}; {project}, {schema}, {catalog}, {warehouse}, {coordinator}, {region} stand for the source's words`,
    )

/** What a rule may ask of a place. All that it asks must hold. */
export const conditions = {
  uriPrefix: text
    .optional()
    .describe(
      'Beginning of a location, up to a / or : or its end; * stands for any text within one folder, {1} in project for what it stood for',
    ),
  catalog: pattern('Catalog, or database of a warehouse'),
  schema: pattern('Schema, or database of a catalog'),
  warehouse: pattern('Warehouse or pool of machines that ran it'),
  coordinator: pattern('Trino environment or server, Spark cluster or master, namespace of a job'),
  address: text.optional().describe('Address of who read, or a range of them: 10.8.0.0/16, 2001:db8::/32'),
  sourceProject: pattern("The source's own word for a project"),
  sourceRegion: pattern("The source's own word for a region"),
} as const

export const ruleSchema = z.strictObject({
  ...conditions,
  kind: z
    .enum(['table', 'run'], 'is neither table nor run')
    .optional()
    .describe('Only where a table lies, or only where a run ran'),
  region: text.optional().describe('Region of the topology'),
  project: project('Name of the project'),
})
export type Rule = z.infer<typeof ruleSchema>
export type Condition = keyof typeof conditions

/** A map file: how the places that sources name become regions and projects. What one field cannot show: topology-map-checks.ts. */
export const topologyMapSchema = z.strictObject({
  formatVersion: z.literal('1.0', 'is not "1.0"'),
  topology: z
    .union([text, z.record(z.string(), z.unknown())], 'is neither a path nor a topology')
    .describe('Path of topology.yaml, relative to this file, or the topology itself (docs/formats.md)'),
  rules: z
    .array(ruleSchema, 'is not a list of rules')
    .default([])
    .describe('The first rule that matches and gives a region decides the region; the same for the project'),
  default: z
    .strictObject({
      region: text.optional().describe('Region where nothing else tells it; such numbers are tagged assumed'),
      project: project('Project where nothing else tells it; such numbers are tagged assumed'),
    })
    .default({})
    .describe('What counts where neither a rule nor the source decides'),
  timeZone: text.optional().describe('IANA time zone of time stamps that name none, e.g. Asia/Shanghai; left out: UTC'),
})
export type TopologyMapFile = z.infer<typeof topologyMapSchema>

/** The JSON Schema of a map file, as published in docs/topology-map.schema.json. */
export function topologyMapJsonSchema(): Record<string, unknown> {
  return {title: 'isthmus topology map', ...z.toJSONSchema(topologyMapSchema, {io: 'input', target: 'draft-2020-12'})}
}
