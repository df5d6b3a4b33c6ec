import {z} from 'zod'
import {cachingPolicies} from '../../algorithms/caching/index.js'
import {jointPolicies} from '../../algorithms/joint/index.js'
import {demandChoices} from '../demand.js'
import {exporters} from '../export/index.js'

const names = <T extends object>(registry: T) => z.enum(Object.keys(registry) as [keyof T & string])
const bytes = (meaning: string) => z.number().min(0).describe(meaning)
const patterns = (what: string) =>
  z
    .strictObject({
      allow: z
        .array(z.string().min(1))
        .default([])
        .describe(`Only ${what} of these patterns are moved, replicated or placed; empty: all`),
      deny: z
        .array(z.string().min(1))
        .default([])
        .describe(`Never ${what} of these patterns; what is in force for them ends`),
    })
    .prefault({})
    .describe(`Patterns of ${what}: * stands for any text, ? for one character`)

const frozenDays = /^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$/

/** How plans are made. */
const plan = z.strictObject({
  strategy: names(jointPolicies).default('search').describe('Who decides on homes, jobs and replicas'),
  caching: names(cachingPolicies).optional().describe('Caching policy, where the strategy has none of its own'),
  options: z
    .record(z.string(), z.union([z.number(), z.boolean()]))
    .default({})
    .describe('Options of the strategy and of its caching policy, by name'),
  replicaBudgetRatio: z.number().min(0).optional().describe('Budget over all regions, as a share of all bytes at home'),
  forecast: z.enum(demandChoices).default('history').describe('Demand to plan for'),
  mostMoves: z.int().min(0).default(20).describe('Most homes that a plan may move in all'),
  moveHorizonDays: z.number().min(1).default(30).describe('Days over which the bytes of a move are spread'),
  fillHorizonDays: z.number().min(1).default(30).describe('Days over which the one-off fill of a replica is spread'),
  hysteresis: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe("Share of a table's saving by which a change must be better"),
  placeGold: z.boolean().default(false).describe('Jobs of priority gold may run away from home too'),
  seed: z.int().min(0).default(1).describe('Seed for policies that draw'),
})

/** What a night may change at most. Limits that are left out do not bind. */
const rails = z.strictObject({
  mostMoves: z.int().min(0).optional().describe('Most new moves in one night'),
  moveBytes: bytes('Most bytes of new moves in one night').optional(),
  leastMoveGainPerDay: z.number().min(0).default(0).describe('Least gain a day, in currency, for which a home moves'),
  fillBytesPerLink: bytes("Most bytes of a night's fill from one home region to another region").optional(),
  fillBytesPerRegion: bytes("Most bytes of a night's fill into one region").optional(),
  minimumGainPerDay: z.number().min(0).default(0).describe('Least gain a day, in currency, for which anything changes'),
  tolerance: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('Share of the WAN cost in force below which nothing changes'),
  tables: patterns('tables'),
  projects: patterns('projects'),
  jobs: patterns('jobs'),
  freeze: z
    .array(z.string().regex(frozenDays, 'must be a day YYYY-MM-DD, or two with .. between'))
    .default([])
    .describe('Days, or spans of days, on which nothing changes'),
})

/** When copies may cross. */
const rollout = z.strictObject({
  fromHour: z.int().min(0).max(23).default(0).describe('First hour of the night, UTC'),
  hours: z.int().min(1).max(24).default(6).describe('Hours of a night'),
  linkShare: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('Share of a link that copies and daily traffic may take together'),
  nights: z.int().min(1).default(30).describe('Nights to spread the copies over at most'),
})

/** When the plan in force is said not to hold what it promised. */
const drift = z.strictObject({
  shortfallMargin: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Saving, as a share of the WAN cost, that may be missing on a day'),
  heavyShare: z
    .number()
    .gt(0)
    .max(1)
    .default(0.02)
    .describe('Share of the WAN bytes of a day from which a table or job counts as heavy'),
  jobGrowth: z
    .number()
    .gt(1)
    .default(1.8)
    .describe('Reads of a job over its mean of earlier days from which it has outgrown the plan'),
  deadAfterDays: z
    .int()
    .min(1)
    .default(3)
    .describe('Days without a read or write after which a replicated table counts as dead'),
})

const exportTarget = z.strictObject({
  target: names(exporters).describe('Target system'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('Settings of the target (docs/exports.md)'),
})

/** The config file of the nightly run. Paths are relative to the file, or to the working folder where a flag or variable gives them. */
export const configSchema = z.strictObject({
  history: z.string().min(1).describe('History folder'),
  ledger: z.string().min(1).describe('Ledger file; made where it is not there'),
  out: z.string().min(1).describe('Folder for plans, reports and exports, one folder a night'),
  metricsFile: z.string().min(1).optional().describe('OpenMetrics text file for the node exporter'),
  allowExtraColumns: z.boolean().default(false).describe('Ignore columns that the format does not know'),
  trainDays: z.int().min(1).default(28).describe('Days of history that a plan is made from'),
  plan: plan.prefault({}),
  rails: rails.prefault({}),
  rollout: rollout.prefault({}),
  drift: drift.prefault({}),
  exports: z.array(exportTarget).default([]).describe('Exports to write each night'),
})
export type Config = z.infer<typeof configSchema>

/** Settings that hold a path. */
export const pathSettings = ['history', 'ledger', 'out', 'metricsFile'] as const

/** The JSON Schema of the config file, as published in docs/config.schema.json. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {io: 'input', target: 'draft-2020-12'})
  return {title: 'isthmus nightly config', ...schema}
}
