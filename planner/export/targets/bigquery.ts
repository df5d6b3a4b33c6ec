import {z} from 'zod'
import {copyRegions} from '../copies.js'
import {alreadyReplicated, droppedDatabases, replicatedDatabases} from '../databases.js'
import {exporter} from '../exporter.js'
import type {NameFault} from '../quoting/names.js'
import {sqlName, sqlText} from '../quoting/sql.js'
import {LossTally} from '../rounding-loss.js'
import {tableNameFields} from '../table-names.js'

const settings = z.strictObject({
  /** Google Cloud project that holds the data sets. */
  cloudProject: z.string().regex(/^[a-z][a-z0-9:.-]{4,62}$/, 'must be a Google Cloud project id'),
  /** BigQuery location that stands for a region. */
  locationByRegion: z.record(z.string(), z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a BigQuery location')),
  ...tableNameFields,
})
type Settings = z.infer<typeof settings>

const fault = (database: string): NameFault =>
  /^[A-Za-z0-9_]{1,1024}$/.test(database) ? undefined : 'BigQuery takes no such name for a data set'

/**
 * BigQuery: replicas of whole data sets, read-only and refreshed by the service. Only what differs from the plan in force
 * is written, for the statements are not idempotent. Source: BigQuery, cross-region data set replication, ALTER SCHEMA.
 */
export const bigquery = exporter<Settings>({
  name: 'bigquery',
  summary: 'Data set replicas by ALTER SCHEMA ADD REPLICA',
  covers: ['replica'],
  settings,
  regionMaps: ({locationByRegion}, input) => [
    {field: 'locationByRegion', values: locationByRegion, needed: copyRegions(input).targets},
  ],
  write(input, given) {
    const tally = new LossTally()
    const databases = replicatedDatabases(input, given, fault, tally)
    const known = alreadyReplicated(input, given)
    const schema = (database: string) => sqlName('bigquery', given.cloudProject, database)
    const replica = (region: string) => sqlName('bigquery', given.locationByRegion[region]!)
    const statements = [
      ...droppedDatabases(input, given, fault, databases).map(
        ({database, to}) => `ALTER SCHEMA ${schema(database)} DROP REPLICA ${replica(to)};`,
      ),
      ...databases
        .filter(({database, to}) => !known(database, to))
        .map(({database, to}) => {
          const location = sqlText('bigquery', given.locationByRegion[to]!)
          return `ALTER SCHEMA ${schema(database)} ADD REPLICA ${replica(to)} OPTIONS (location = ${location});`
        }),
    ]
    const body = `${statements.join('\n')}\n`
    return {
      files: statements.length === 0 ? [] : [{path: 'bigquery/replicas.sql', kind: 'sql', body}],
      loss: tally.loss(),
    }
  },
})
