import {z} from 'zod'
import {copyRegions} from '../copies.js'
import {alreadyReplicated, droppedDatabases, type ReplicatedDatabase, replicatedDatabases} from '../databases.js'
import {type DraftFile, type ExportInput, exporter} from '../exporter.js'
import {printable, slug} from '../quoting/names.js'
import {sqlName, sqlText} from '../quoting/sql.js'
import {LossTally} from '../rounding-loss.js'
import {tableNameFields} from '../table-names.js'

const settings = z.strictObject({
  /** `organisation.account` that stands for a region. */
  accountByRegion: z.record(
    z.string(),
    z.string().regex(/^[A-Za-z0-9_]+\.[A-Za-z0-9_]+$/, 'must be organisation.account'),
  ),
  /** `10 MINUTE`, or `USING CRON …`. */
  schedule: z.string().min(1).default('1440 MINUTE'),
  ...tableNameFields,
})
type Settings = z.infer<typeof settings>

const fault = printable

/**
 * Snowflake: one replication group a database, allowed in the accounts of its replica regions. A database can be in one
 * group only. Source: Snowflake, CREATE REPLICATION GROUP.
 */
export const snowflake = exporter<Settings>({
  name: 'snowflake',
  summary: 'Replication groups of whole databases',
  covers: ['replica'],
  settings,
  regionMaps({accountByRegion}, input) {
    const {sources, targets} = copyRegions(input)
    return [{field: 'accountByRegion', values: accountByRegion, needed: [...new Set([...sources, ...targets])]}]
  },
  write(input, given) {
    const tally = new LossTally()
    const databases = replicatedDatabases(input, given, fault, tally)
    const known = alreadyReplicated(input, given)
    const dropped = droppedDatabases(input, given, fault, databases)
    const files = input.catalogue.regions.flatMap((region): DraftFile[] => {
      const still = new Set(databases.map(d => d.database))
      const ended = new Set(dropped.filter(d => d.from === region && !still.has(d.database)).map(d => d.database))
      const primary = [
        ...[...ended].map(database => `DROP REPLICATION GROUP IF EXISTS ${group(database)};`),
        ...primaries(databases, region, given),
      ]
      const secondary = [
        ...dropped.filter(d => d.to === region).map(d => `DROP REPLICATION GROUP IF EXISTS ${group(d.database)};`),
        ...databases.filter(d => d.to === region && !known(d.database, d.to)).map(d => secondaryOf(d, given)),
      ]
      return [
        ...fileOf(`snowflake/1-primary-${slug(region)}.sql`, primary),
        ...fileOf(`snowflake/2-secondary-${slug(region)}.sql`, secondary),
      ]
    })
    tally.notes.push(droppedNote(input, dropped.length))
    return {files, loss: tally.loss()}
  },
})

function droppedNote({previous}: ExportInput, count: number): string {
  return previous === undefined
    ? 'No plan in force was given, so that no group is dropped.'
    : `${count} replicas of databases are dropped. Their databases stay, writable, until they are dropped by hand.`
}

function primaries(databases: readonly ReplicatedDatabase[], region: string, given: Settings): string[] {
  const accounts = new Map<string, string[]>()
  for (const {database, from, to} of databases) {
    if (from === region) accounts.set(database, [...(accounts.get(database) ?? []), given.accountByRegion[to]!])
  }
  return [...accounts].flatMap(([database, allowed]) => [
    `CREATE REPLICATION GROUP IF NOT EXISTS ${group(database)}\n  OBJECT_TYPES = DATABASES\n  ALLOWED_DATABASES = ${sqlName('snowflake', database)}\n  ALLOWED_ACCOUNTS = ${allowed.join(', ')}\n  REPLICATION_SCHEDULE = ${sqlText('snowflake', given.schedule)};`,
    `ALTER REPLICATION GROUP ${group(database)} SET ALLOWED_ACCOUNTS = ${allowed.join(', ')};`,
  ])
}

function secondaryOf({database, from}: ReplicatedDatabase, given: Settings): string {
  return `CREATE REPLICATION GROUP IF NOT EXISTS ${group(database)}\n  AS REPLICA OF ${given.accountByRegion[from]!}.${group(database)};`
}

const group = (database: string): string =>
  sqlName('snowflake', `ISTHMUS_${slug(database).replaceAll('-', '_').toUpperCase()}`)

function fileOf(path: string, statements: readonly string[]): DraftFile[] {
  return statements.length === 0 ? [] : [{path, kind: 'sql', body: `${statements.join('\n')}\n`}]
}
