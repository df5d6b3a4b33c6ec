import {z} from 'zod'
import {cachingPolicies} from '../../algorithms/caching/index.js'
import {jointPolicies} from '../../algorithms/joint/index.js'

const names = <T extends object>(registry: T) => z.enum(Object.keys(registry) as [keyof T & string])
const name = z.string().min(1)
const amount = (meaning: string) => z.number().min(0).describe(meaning)
const region = name.describe('Name of a region')
const patterns = (what: string) =>
  z
    .array(name)
    .min(1)
    .optional()
    .describe(`Patterns of ${what}: * stands for any text, ? for one character; left out: all`)

/** What a region may be given; what is left out stays as it is, or has no limit where the region is new. */
const regionLimits = {
  replicaBudgetBytes: amount('Cap on replica bytes in the region').optional(),
  replicaBudgetRatio: amount('Cap on replica bytes as a share of what is at home in the region').optional(),
  storageCapacityBytes: amount('Cap on home plus replica bytes in the region').optional(),
  computeCapacityCpuHours: z
    .array(z.number().min(0))
    .refine(
      hours => hours.length === 1 || hours.length === 24,
      'must be 1 number, or 24, one for each hour of the day (UTC)',
    )
    .optional()
    .describe('CPU-hours a day (1 number), or by hour of day (24 numbers)'),
  storagePricePerGBMonth: amount('Price of a stored GB and month').optional(),
  computePricePerCpuHour: amount('Price of a CPU-hour').optional(),
}
const linkTerms = {
  pricePerGB: amount('Price of a GB over the link').optional(),
  capacityBytesPerDay: amount('Most bytes a day over the link').optional(),
}

/** One change to a platform. They are made in the order in which they stand: each sees the platform that the ones before it left. */
export const changeSchema = z.discriminatedUnion('change', [
  z
    .strictObject({change: z.literal('budget'), ratio: amount('Share of all bytes at home')})
    .describe('One replica budget over all regions'),
  z
    .strictObject({change: z.literal('region'), region, ...regionLimits})
    .describe('Budget, capacities and prices of one region'),
  z
    .strictObject({change: z.literal('link'), from: region, to: region, ...linkTerms})
    .describe('Price or capacity of a link'),
  z
    .strictObject({change: z.literal('link-down'), from: region, to: region})
    .describe('A link is gone: its bytes take the cheapest way round over the links that are left'),
  z
    .strictObject({
      change: z.literal('add-region'),
      region: name.describe('Name of the new region'),
      ...regionLimits,
      defaultLink: z.strictObject(linkTerms).describe('Links to and from every other region').optional(),
      links: z
        .array(z.strictObject({from: region, to: region, ...linkTerms}))
        .default([])
        .describe('Links to or from the new region that differ'),
    })
    .describe('A region more; every project that may live in all regions may live there'),
  z
    .strictObject({change: z.literal('evacuate'), region})
    .describe(
      'A region is gone: what lives and runs there goes where it is cheapest; pins and movable yield, allowed regions do not',
    ),
  z
    .strictObject({change: z.literal('pin'), projects: patterns('projects'), pinned: z.boolean().default(true)})
    .describe('Projects must not move, or may again'),
  z
    .strictObject({change: z.literal('move'), project: name.describe('Name of a project'), to: region})
    .describe('A project lives elsewhere, with all its runs, and stays there'),
  z
    .strictObject({change: z.literal('allow'), projects: patterns('projects'), regions: z.array(region).min(1)})
    .describe('Regions where projects may live'),
  z
    .strictObject({
      change: z.literal('growth'),
      factor: amount('1.2 = a fifth more'),
      projects: patterns('projects'),
      tables: patterns('tables'),
    })
    .describe('Tables grow: their partitions, what is at home, and every read and write of them'),
  z
    .strictObject({
      change: z.literal('retention'),
      days: z.int().min(1).describe('Days that a partition lives at home'),
      projects: patterns('projects'),
      tables: patterns('tables'),
    })
    .describe('How long partitions live at home; snapshot tables have one version and stay as they are'),
  z
    .strictObject({change: z.literal('moves'), most: z.int().min(0).describe('Most homes that may move')})
    .describe('Limit on moves'),
  z
    .strictObject({
      change: z.literal('strategy'),
      strategy: names(jointPolicies).describe('Who decides on homes, jobs and replicas').optional(),
      caching: names(cachingPolicies).describe('Who chooses the replicas').optional(),
    })
    .describe('Who decides'),
  z
    .strictObject({
      change: z.literal('decide'),
      what: z.array(z.enum(['caching', 'moves', 'jobs'])).describe('Nothing else is decided'),
    })
    .describe('What may be decided: replicas, homes of projects, regions of jobs'),
])
export type Change = z.infer<typeof changeSchema>
export type ChangeOf<K extends Change['change']> = Extract<Change, {change: K}>

/** A scenario file: a named list of changes to a platform. */
export const scenarioSchema = z.strictObject({
  formatVersion: z.literal('1.0'),
  name: name.describe('Key of the scenario in every table and chart'),
  about: z.string().min(1).optional().describe('What it asks, in one sentence'),
  changes: z.array(changeSchema).describe('Made in this order'),
})
export type Scenario = z.infer<typeof scenarioSchema>

/** The JSON Schema of a scenario file, as published in docs/scenario.schema.json. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return {title: 'isthmus what-if scenario', ...z.toJSONSchema(scenarioSchema, {io: 'input', target: 'draft-2020-12'})}
}
