import {z} from 'zod'

/** A number; text of digits with underscores (40_000) too, which YAML 1.2 reads as text. */
const numeric = z.preprocess(
  value => (typeof value === 'string' && /^\d[\d_]*(\.\d+)?$/.test(value) ? Number(value.replaceAll('_', '')) : value),
  z.number('is not a number').nonnegative('is below zero'),
)

const name = z.string('is not text').min(1, 'is empty')
const labels = z.record(z.string(), z.string('is not text: write it in quotes'))

const region = z.strictObject({
  name,
  replicaBudgetBytes: numeric.optional(),
  replicaBudgetRatio: numeric.optional(),
  storageCapacityBytes: numeric.optional(),
  computeCapacityCpuHours: z
    .preprocess(
      value => (Array.isArray(value) || value === undefined ? value : [value]),
      z.array(numeric).refine(hours => hours.length === 1 || hours.length === 24, 'is a list that has not 24 numbers'),
    )
    .optional(),
  storagePricePerGBMonth: numeric.default(0),
  computePricePerCpuHour: numeric.default(0),
  labels: labels.default({}),
})

/** topology.yaml as it is written (formats.md section 1). What one field cannot show is checked in topology-checks.ts. */
export const topologySchema = z.strictObject({
  formatVersion: z.literal('1.0', 'is not "1.0"'),
  currency: name.default('USD'),
  unit: z.enum(['project', 'table'], 'is neither project nor table').default('project'),
  regions: z.array(region, 'is not a list of regions').min(1, 'names no region'),
  links: z
    .array(
      z.strictObject({
        from: name,
        to: name,
        pricePerGB: numeric.optional(),
        capacityBytesPerDay: numeric.optional(),
      }),
      'is not a list of links',
    )
    .default([]),
  defaultLink: z.strictObject({pricePerGB: numeric.optional(), capacityBytesPerDay: numeric.optional()}).default({}),
  replicaBudgetRatio: numeric.optional(),
})

export type TopologyFile = z.infer<typeof topologySchema>
