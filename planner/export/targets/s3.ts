import {z} from 'zod'
import {type Copy, copiesOf, copyRegions, type Eviction, evictionsOf} from '../copies.js'
import {type DraftFile, exporter} from '../exporter.js'
import {digest, slug} from '../quoting/names.js'
import {shellCommand, shellSteps} from '../quoting/shell.js'
import {bytes, LossTally} from '../rounding-loss.js'
import {layoutFault, layoutFields, tableFolder} from '../table-layout.js'

/** Most rules of one replication or lifecycle configuration. */
const mostRules = 1000
const bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket name')

const settings = z.strictObject({
  homeBucketByRegion: z.record(z.string(), bucket),
  /** Buckets for nothing but replicas: their lifecycle configuration is replaced. */
  replicaBucketByRegion: z.record(z.string(), bucket),
  roleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of an IAM role'),
  ...layoutFields,
})
type Settings = z.infer<typeof settings>

interface Kept {
  readonly copy: Copy
  /** Smallest span of ages from 0 that covers all windows of the table in the region. */
  readonly toAge: number
  /** Bytes of that span that are in no window. */
  readonly extraBytes: number
}

/**
 * S3: replication rules on the prefix of each table, and expiry of the replicas by a lifecycle rule in the replica
 * bucket. A rule copies every new object of the prefix, so that a window [a, b) becomes [0, b). Source: S3 API,
 * PutBucketReplication and PutBucketLifecycleConfiguration.
 */
export const s3 = exporter<Settings>({
  name: 's3',
  summary: 'Replication rules by table prefix, with expiry by lifecycle rules',
  covers: ['replica'],
  settings,
  regionMaps(given, input) {
    const {sources, targets} = copyRegions(input)
    return [
      {field: 'homeBucketByRegion', values: given.homeBucketByRegion, needed: sources},
      {field: 'replicaBucketByRegion', values: given.replicaBucketByRegion, needed: targets},
    ]
  },
  faults: ({homeBucketByRegion, replicaBucketByRegion}) =>
    Object.entries(replicaBucketByRegion)
      .filter(([, name]) => Object.values(homeBucketByRegion).includes(name))
      .map(([region, name]) => ({
        field: `replicaBucketByRegion.${region}`,
        value: name,
        message: 'is a home bucket too',
        advice: 'Give replicas buckets of their own: objects in them expire.',
      })),
  write(input, given) {
    const tally = new LossTally()
    const kept = keptTables(copiesOf(input), tally)
    const bySource = within(kept, ({copy}) => copy.from, tally)
    const byTarget = within([...bySource.values()].flat(), ({copy}) => copy.to, tally)
    const used = new Set([...byTarget.values()].flat())
    const fill = [...used].reduce((sum, {copy}) => sum + copy.storedBytes, 0)
    for (const {extraBytes} of used) tally.extraStoredBytes += extraBytes
    const commands: string[] = []
    const configurations: DraftFile[] = []
    for (const [region, tables] of bySource) {
      const name = `replication-${slug(region)}.json`
      const rules = tables
        .filter(table => used.has(table))
        .map((table, i) => replicationRule(table, i, given, input.plan.planId))
      configurations.push(strictJson(`s3/${name}`, {Role: given.roleArn, Rules: rules}))
      commands.push(putConfiguration('replication', given.homeBucketByRegion[region]!, name))
    }
    const dropped = droppedTables(evictionsOf(input), kept)
    for (const region of new Set(dropped.map(eviction => eviction.from))) {
      if (bySource.has(region)) continue
      const name = given.homeBucketByRegion[region]!
      commands.push(shellCommand('aws', 's3api', 'delete-bucket-replication', '--bucket', name))
    }
    for (const region of new Set([...byTarget.keys(), ...dropped.map(eviction => eviction.region)])) {
      const dated = (byTarget.get(region) ?? []).filter(({copy}) => !copy.snapshot)
      const rules = [
        ...dated.map(({copy, toAge}) => lifecycleRule(copy, copy.to, toAge, given, input.plan.planId)),
        ...dropped.filter(d => d.region === region).map(d => lifecycleRule(d, region, 1, given, input.plan.planId)),
      ]
      if (rules.length === 0) continue
      const name = `lifecycle-${slug(region)}.json`
      configurations.push(strictJson(`s3/${name}`, {Rules: rules}))
      commands.push(putConfiguration('lifecycle', given.replicaBucketByRegion[region]!, name))
    }
    tally.notes.push(
      `Replication rules act on new objects only: up to ${bytes(fill)} that are there already need S3 Batch Replication.`,
      `Each configuration replaces the whole configuration of its bucket. It lets the replicas of ${dropped.length} dropped tables expire after a day: those that are left when the next plan is exported stay.`,
    )
    const script = shellSteps(commands, {inOwnFolder: true})
    const apply: DraftFile[] = commands.length === 0 ? [] : [{path: 's3/apply.sh', kind: 'shell', body: script}]
    return {files: [...apply, ...configurations], loss: tally.loss()}
  },
})

/** Tables that were kept in a region and are not any more: what is left of them must expire. */
function droppedTables(evictions: readonly Eviction[], kept: readonly Kept[]): Eviction[] {
  const still = new Set(kept.map(({copy}) => JSON.stringify([copy.table, copy.to])))
  return evictions.filter(eviction => {
    return layoutFault(eviction) === undefined && !still.has(JSON.stringify([eviction.table, eviction.region]))
  })
}

/** One entry for each table and region, with the bytes that rounding to [0, b) adds. */
function keptTables(copies: readonly Copy[], tally: LossTally): Kept[] {
  const groups = new Map<string, Copy[]>()
  for (const copy of copies) {
    const fault = layoutFault(copy)
    if (fault !== undefined) tally.omit('replica', copy.table, fault, copy.savedBytesPerDay)
    else {
      const key = JSON.stringify([copy.table, copy.to])
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [copy])
      else group.push(copy)
    }
  }
  return [...groups.values()].map(windows => {
    const [copy] = windows as [Copy]
    const toAge = Math.max(...windows.map(window => window.toAge))
    const ages = windows.reduce((sum, window) => sum + window.toAge - window.fromAge, 0)
    const extraBytes = copy.snapshot ? 0 : (toAge - ages) * copy.partitionBytes
    const sum = (value: (window: Copy) => number) => windows.reduce((total, window) => total + value(window), 0)
    const both = {storedBytes: sum(w => w.storedBytes), savedBytesPerDay: sum(w => w.savedBytesPerDay)}
    return {copy: {...copy, ...both}, toAge, extraBytes}
  })
}

/** At most 1000 a bucket, in the plan's order; the rest are left out. */
function within(kept: readonly Kept[], keyOf: (kept: Kept) => string, tally: LossTally): Map<string, Kept[]> {
  const groups = new Map<string, Kept[]>()
  for (const table of kept) {
    const group = groups.get(keyOf(table)) ?? []
    if (group.length < mostRules) group.push(table)
    else tally.omit('replica', table.copy.table, `a bucket takes ${mostRules} rules`, table.copy.savedBytesPerDay)
    groups.set(keyOf(table), group)
  }
  return groups
}

type Table = Pick<Copy, 'table' | 'project'>
const prefixOf = (copy: Table, given: Settings) => `${tableFolder(given, '', copy).slice(1)}/`
const ruleId = (planId: string, {table}: Table, region: string) =>
  `isthmus-${digest(planId)}-${digest(JSON.stringify([table, region]))}`

function replicationRule({copy}: Kept, index: number, given: Settings, planId: string) {
  return {
    ID: ruleId(planId, copy, copy.to),
    Priority: index + 1,
    Status: 'Enabled',
    Filter: {Prefix: prefixOf(copy, given)},
    DeleteMarkerReplication: {Status: 'Disabled'},
    Destination: {Bucket: `arn:aws:s3:::${given.replicaBucketByRegion[copy.to]!}`},
  }
}

function lifecycleRule(table: Table, region: string, days: number, given: Settings, planId: string) {
  return {
    ID: ruleId(planId, table, region),
    Status: 'Enabled',
    Filter: {Prefix: prefixOf(table, given)},
    Expiration: {Days: days},
  }
}

function putConfiguration(kind: 'replication' | 'lifecycle', name: string, file: string): string {
  const [verb, option] =
    kind === 'replication'
      ? ['put-bucket-replication', '--replication-configuration']
      : ['put-bucket-lifecycle-configuration', '--lifecycle-configuration']
  return shellCommand('aws', 's3api', verb!, '--bucket', name, option!, `file://${file}`)
}

/** The service refuses fields that it does not know, a comment too: the plan's digest stands in each rule's ID. */
function strictJson(path: string, value: unknown): DraftFile {
  return {path, kind: 'bare', body: `${JSON.stringify(value, null, 2)}\n`}
}
