import type {Day} from '../../../model/days.js'
import {present} from '../../history/findings.js'
import {listAt, textAt} from '../../ingest/json-fields.js'
import type {Place} from '../../ingest/observed.js'
import {tableOfLocation} from '../../ingest/table-identity.js'
import {regionOfNamespace} from './namespace-hints.js'

/** Which table a dataset is. */
export interface DatasetIdentity {
  readonly table: string
  readonly place: Place
  /** The day that its name or location is of. */
  readonly day?: Day
  /** Whether its name is a path of files: what is said of its size is of that path alone. */
  readonly isPath: boolean
  /** Whether a catalogue or a database knows it by a name. */
  readonly isNamed: boolean
  /** Name of the table by its location, where it has another name: events without `symlinks` know it by this one. */
  readonly alias?: string
}

interface Identifier {
  readonly namespace: string
  readonly name: string
}

/** Most identities that are kept at hand; when there are more, they are worked out anew. */
const mostIdentities = 50_000

/** Tables of datasets, each worked out once: lineage names the same datasets again and again. */
export class DatasetIdentities {
  readonly #known = new Map<string, DatasetIdentity>()

  /**
   * The table of a dataset, by its symlink of type TABLE, else by its namespace and name.
   * @param dataset with a `namespace` and a `name` that are text
   */
  of(dataset: Record<string, unknown>): DatasetIdentity {
    const naming: Naming = {
      own: {namespace: textAt(dataset, 'namespace')!, name: textAt(dataset, 'name')!},
      table: symlinkOf(dataset, 'TABLE'),
      location: symlinkOf(dataset, 'LOCATION'),
      catalog: textAt(dataset, 'facets', 'catalog', 'name'),
    }
    const key = JSON.stringify(naming)
    let identity = this.#known.get(key)
    if (identity === undefined) {
      identity = identityOf(naming)
      if (this.#known.size >= mostIdentities) this.#known.clear()
      this.#known.set(key, identity)
    }
    return identity
  }
}

/** All that an event says of the names of a dataset. */
interface Naming {
  readonly own: Identifier
  readonly table: Identifier | undefined
  readonly location: Identifier | undefined
  readonly catalog: string | undefined
}

function identityOf({own, table: tableLink, location: locationLink, catalog}: Naming): DatasetIdentity {
  const isPath = isFilePath(own)
  const named = tableLink ?? (isPath ? undefined : own)
  const location = isPath ? own : locationLink
  const located = location === undefined ? undefined : tableOfLocation(joined(location))
  const logical = named === undefined ? undefined : tableOfLocation(joined(named))
  const table = (logical ?? located!).table
  return {
    table,
    place: placeOf(catalog, own, named, location),
    ...present('day', logical?.day ?? located?.day),
    isPath,
    isNamed: named !== undefined,
    ...(located === undefined || located.table === table ? {} : {alias: located.table}),
  }
}

function symlinkOf(dataset: Record<string, unknown>, type: string): Identifier | undefined {
  const identifiers = listAt(dataset, 'facets', 'symlinks', 'identifiers') ?? []
  const found = identifiers.flatMap(each => {
    const namespace = textAt(each, 'namespace')
    const name = textAt(each, 'name')
    return textAt(each, 'type') === type && namespace !== undefined && name !== undefined ? [{namespace, name}] : []
  })
  return found.sort((a, b) => (joined(a) < joined(b) ? -1 : 1))[0]
}

const fileScheme =
  /^(?:file|s3[an]?|gs|gcs|hdfs|webhdfs|viewfs|abfss?|wasbs?|adls?|oss|cosn?|obs|dbfs|maprfs|o3fs|ofs|alluxio|swift)(?::|$)/i

function isFilePath({namespace}: Identifier): boolean {
  return fileScheme.test(namespace)
}

/** Namespace and name as one: a URI where the namespace is one. */
function joined({namespace, name}: Identifier): string {
  const base = /^file:?\/*$/i.test(namespace) ? 'file:' : namespace.replace(/\/+$/, '')
  return `${base}/${name.replace(/^\/+/, '')}`
}

function placeOf(
  facetCatalog: string | undefined,
  own: Identifier,
  named: Identifier | undefined,
  location: Identifier | undefined,
): Place {
  const source = location ?? (own.namespace.includes('://') ? own : undefined)
  const {catalog, schema} = named === undefined ? {} : pathOfName(named)
  const isBigQuery = own.namespace === 'bigquery'
  const isDatabase = /^(?:hive|thrift):|^arn:[^:]*:glue:/.test(named?.namespace ?? '')
  const region = regionOfNamespace(own.namespace) ?? regionOfNamespace(named?.namespace ?? '')
  return {
    ...(source === undefined ? {} : {uri: tableOfLocation(joined(source)).table}),
    ...present('catalog', catalog ?? facetCatalog),
    ...present('schema', schema),
    ...present('project', isBigQuery ? catalog : isDatabase ? schema : undefined),
    ...present('region', region),
  }
}

/** Catalog and schema before the name of the table: `db.schema.table`, or `table/db/table` in a Glue catalog. */
function pathOfName({name}: Identifier): {catalog?: string; schema?: string} {
  const glue = /^table\/([^/]+)\//.exec(name)
  if (glue !== null) return {schema: glue[1]!}
  const parts = name.split('.')
  return {...present('catalog', parts.at(-3)), ...present('schema', parts.at(-2))}
}
