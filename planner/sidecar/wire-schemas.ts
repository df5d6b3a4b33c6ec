import {z} from 'zod'
import {priceClasses} from '../../algorithms/routing/index.js'
import {priorities} from '../../model/history.js'
import {lateActions, routeReasons, sizeSources} from '../router/answer.js'

/** What goes over the wire, once: requests are checked by these schemas and the OpenAPI document is made from them. */

const name = z.string().min(1).max(4096)
const amount = z.number().min(0)
const share = z.number().min(0).max(1)
const date = z.iso.date()

/** Most jobs of one batch, and most entries of a list in a request. */
export const mostListed = 10_000

const input = z
  .strictObject({
    table: name,
    partitions: z.array(date).max(mostListed).optional().describe('Partition dates'),
    ages: z.array(z.int().min(0)).max(mostListed).optional().describe('Ages of partitions in days, beside the dates'),
    bytes: amount.optional().describe('Bytes of all these partitions together; predicted where absent'),
  })
  .describe("What the job reads of one table; without partitions and ages: today's partition")

export const placeRequest = z
  .strictObject({
    project: name,
    job: name.optional().describe('The recurring job, where it is one'),
    home: name.optional().describe('Region that the job was submitted to'),
    movable: z.boolean().optional().describe('False: must stay at home'),
    inputs: z.array(input).max(mostListed).optional().describe("Where absent, the reads of the job's history"),
    outputs: z
      .array(z.strictObject({table: name, bytes: amount.optional()}))
      .max(mostListed)
      .optional()
      .describe('Tables that it writes; bytes are predicted from its history where absent'),
    outputBytes: amount.optional().describe('Bytes written back to the home of the project, beside those of outputs'),
    cpuHours: amount.optional().describe('Where absent, the mean of its history, else 0'),
    priority: z.enum(priorities).optional().describe('Where absent, that of its history, else silver'),
    deadlineSeconds: amount.optional().describe('Seconds in which it must have started'),
    goldMayLeave: z.boolean().optional(),
    bestEffort: z.boolean().optional().describe('May be evicted: best-effort places are considered too'),
    preferences: z
      .array(z.strictObject({region: name, priceClass: z.enum(priceClasses)}))
      .max(mostListed)
      .optional()
      .describe('Only these places, the first that may be taken; home is behind them all'),
    uncertainInput: z.int().min(0).optional().describe('Index of the input whose size is unsure: asks for thresholds'),
    again: z.boolean().optional().describe('Was placed before: load and quota are not counted a second time'),
  })
  .describe('One job to be placed')

export const batchRequest = z.strictObject({jobs: z.array(placeRequest).max(mostListed)})

export const loadRequest = z
  .strictObject({
    region: name,
    waitSeconds: amount.optional().describe('Seconds that a job which comes now waits'),
    queuedCpuHours: amount.optional(),
    runningCpuHours: amount.optional().describe('CPU-hours of this hour that are taken'),
    freeCpuHours: amount.optional().describe('CPU-hours that new work may still take, where that is known better'),
    evictionShare: share.optional().describe('Chance that an attempt of a best-effort job is evicted'),
  })
  .describe('Load of a region; what is absent stays as it was told before')

export const lateRequest = z
  .strictObject({
    table: name,
    region: name,
    partition: date.optional().describe('Absent for a snapshot table'),
    expectedSeconds: amount
      .optional()
      .describe('Until it is there; absent where unknown, and then it is never waited for'),
    arrived: z.boolean().optional().describe('True: it is there now'),
  })
  .describe('A partition that the plan wants at the region and that is not there yet')

/** Query of GET /v1/where, where every value is text. */
export const whereRequest = z.strictObject({
  table: name,
  region: name.describe('Region of the reader'),
  partition: date.optional(),
  age: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional()
    .describe('Age of the partition in days; without partition and age: the partition of today'),
})

/** Of Trino Gateway's request (RoutingGroupExternalBody) what is read here; all else that it sends is let pass. */
export const trinoRequest = z.looseObject({
  trinoQueryProperties: z
    .looseObject({
      tables: z
        .array(z.string())
        .max(mostListed)
        .nullish()
        .describe('catalog.schema.table, as the gateway qualifies them'),
      defaultCatalog: z.string().nullish(),
      defaultSchema: z.string().nullish(),
    })
    .nullish(),
  trinoRequestUser: z.looseObject({user: z.string().nullish()}).nullish(),
  remoteUser: z.string().nullish(),
})

const unbounded = z.number().nullable().describe('null = without bound')
const place = {region: z.string(), priceClass: z.enum(priceClasses)}

export const placeAnswer = z
  .strictObject({
    planId: z.string(),
    ...place,
    reason: z.enum(routeReasons),
    sizeSource: z.enum(sizeSources).describe('Where the sizes of the inputs came from; the least sure one'),
    wanBytes: z.number().describe('Bytes that are expected to cross the WAN'),
    wanCost: z.number().describe('What these cost, in currency'),
    expectedCost: unbounded.describe('WAN, waiting and compute together, in currency'),
    waitSeconds: unbounded,
    alternatives: z.array(
      z.strictObject({
        ...place,
        wanBytes: z.number(),
        wanCost: z.number(),
        score: unbounded.describe('Lower is better'),
      }),
    ),
    thresholds: z
      .array(z.strictObject({belowBytes: unbounded, ...place}))
      .describe('The choice as the uncertain input grows'),
    late: z.array(z.strictObject({input: z.int(), ageDays: z.number(), action: z.enum(lateActions)})),
  })
  .describe('Where the job runs, and why')

export const batchAnswer = z.strictObject({answers: z.array(placeAnswer).describe('In the order of the jobs')})

export const whereAnswer = z.strictObject({
  region: z.string().describe('Region to read from: the reader itself where it is local'),
})

export const planAnswer = z.strictObject({
  planId: z.string(),
  asOf: z.string(),
  currency: z.string(),
  regions: z.array(z.string()),
  movedProjects: z.int(),
  replicaWindows: z.int(),
  placedJobs: z.int(),
  projects: z.int().describe('Known to the router, as are tables and jobs'),
  tables: z.int(),
  jobs: z.int(),
})

export const acceptedAnswer = z.strictObject({accepted: z.literal(true)})

export const readyAnswer = z.strictObject({
  ready: z.boolean(),
  planId: z.string(),
  lastReload: z.enum(['none', 'ok', 'failed']).describe('failed: the plan before it is in force'),
  problem: z.string().optional(),
})

export const trinoAnswer = z.strictObject({
  routingGroup: z.string().nullable(),
  errors: z.array(z.string()).describe('Where there are any, the gateway takes its default group'),
  externalHeaders: z.record(z.string(), z.string()),
})

export const problemAnswer = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    advice: z.string(),
    findings: z.array(
      z.strictObject({
        path: z.string().describe('Field, e.g. inputs[0].bytes'),
        value: z.string().optional(),
        message: z.string(),
      }),
    ),
  }),
})
