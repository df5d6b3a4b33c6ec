import {z} from 'zod'
import {copyRegions} from '../copies.js'
import {alreadyReplicated, droppedDatabases, replicatedDatabases} from '../databases.js'
import {type DraftFile, exporter} from '../exporter.js'
import {slug, substitutionFree} from '../quoting/names.js'
import {sqlName, sqlText} from '../quoting/sql.js'
import {LossTally} from '../rounding-loss.js'
import {tableNameFields} from '../table-names.js'

const settings = z.strictObject({
  /** URI of the folder for dumps that go to a region. */
  dumpRootByRegion: z.record(z.string(), z.string().min(1)),
  /** Quartz expressions of the dump at home and of the load in the replica region. */
  dumpCron: z.string().min(1).default('0 0 2 * * ? *'),
  loadCron: z.string().min(1).default('0 0 4 * * ? *'),
  ...tableNameFields,
})
type Settings = z.infer<typeof settings>

/** The dialect rule for database names: they are quoted, but `${…}` would be replaced inside the quotes. */
const fault = substitutionFree

/**
 * Hive replication: a scheduled dump of each database at its home and a scheduled load in the replica region. Databases
 * are the smallest unit here. Source: Hive replication v2, REPL DUMP and REPL LOAD, scheduled queries.
 */
export const hive = exporter<Settings>({
  name: 'hive',
  summary: 'Scheduled REPL DUMP and REPL LOAD of whole databases',
  covers: ['replica'],
  settings,
  regionMaps: ({dumpRootByRegion}, input) => [
    {field: 'dumpRootByRegion', values: dumpRootByRegion, needed: copyRegions(input).targets},
  ],
  write(input, given) {
    const tally = new LossTally()
    const databases = replicatedDatabases(input, given, fault, tally)
    const dropped = droppedDatabases(input, given, fault, databases)
    const known = alreadyReplicated(input, given)
    const fresh = databases.filter(({database, to}) => !known(database, to))
    const files = input.catalogue.regions.flatMap((region): DraftFile[] => {
      const statements = [
        ...dropped.filter(d => d.from === region).map(d => `DROP SCHEDULED QUERY ${queryName('dump', d)};`),
        ...dropped.filter(d => d.to === region).map(d => `DROP SCHEDULED QUERY ${queryName('load', d)};`),
        ...fresh.filter(d => d.from === region).map(d => scheduled('dump', given.dumpCron, d, given)),
        ...fresh.filter(d => d.to === region).map(d => scheduled('load', given.loadCron, d, given)),
      ]
      return statements.length === 0
        ? []
        : [{path: `hive/${slug(region)}.sql`, kind: 'sql', body: `${statements.join('\n')}\n`}]
    })
    tally.notes.push(
      `${databases.length - fresh.length} of the databases are replicated already and keep their schedules. A database that is dropped here keeps its copy until it is dropped by hand.`,
    )
    return {files, loss: tally.loss()}
  },
})

interface Route {
  readonly database: string
  readonly to: string
}

function queryName(kind: 'dump' | 'load', {database, to}: Route): string {
  return sqlName('hive', `isthmus_${kind}_${slug(database)}_${slug(to)}`.replaceAll('-', '_'))
}

function scheduled(kind: 'dump' | 'load', cron: string, route: Route, given: Settings): string {
  const name = sqlName('hive', route.database)
  const root = `${given.dumpRootByRegion[route.to]!.replace(/\/+$/, '')}/${slug(route.database)}`
  const options = `WITH (${sqlText('hive', 'hive.repl.rootdir')}=${sqlText('hive', root)})`
  const query = kind === 'dump' ? `REPL DUMP ${name}` : `REPL LOAD ${name} INTO ${name}`
  return `CREATE SCHEDULED QUERY ${queryName(kind, route)} CRON ${sqlText('hive', cron)} AS\n  ${query} ${options};`
}
