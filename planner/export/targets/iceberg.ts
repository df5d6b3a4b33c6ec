import {z} from 'zod'
import {type Copy, copiesOf, copyRegions} from '../copies.js'
import {type DraftFile, exporter} from '../exporter.js'
import {slug, substitutionFree} from '../quoting/names.js'
import {sqlName, sqlText} from '../quoting/sql.js'
import {counted, LossTally} from '../rounding-loss.js'
import {layoutFault, layoutFields, tableFolder} from '../table-layout.js'
import {databaseTable, tableNameFields} from '../table-names.js'

const catalogName = z.string().regex(/^[A-Za-z0-9_]+$/, 'must be a Spark catalog name: letters, digits and _')

const settings = z.strictObject({
  catalogByRegion: z.record(z.string(), catalogName),
  /** Catalogs for nothing but replicas: a table there is dropped and registered anew. */
  replicaCatalogByRegion: z.record(z.string(), catalogName),
  homePrefixByRegion: z.record(z.string(), z.string().min(1)),
  replicaPrefixByRegion: z.record(z.string(), z.string().min(1)),
  ...layoutFields,
  ...tableNameFields,
})
type Settings = z.infer<typeof settings>

/**
 * Iceberg: `rewrite_table_path` for each table at home, which gives a list of files to copy and the latest version; then,
 * once the files are copied, `register_table` in the replica catalog with that version as a variable. Whole tables, at all
 * ages. Source: Apache Iceberg, Spark procedures.
 */
export const iceberg = exporter<Settings>({
  name: 'iceberg',
  summary: 'rewrite_table_path and register_table calls for Spark SQL',
  covers: ['replica'],
  settings,
  regionMaps(given, input) {
    const {sources, targets} = copyRegions(input)
    return [
      {field: 'catalogByRegion', values: given.catalogByRegion, needed: sources},
      {field: 'replicaCatalogByRegion', values: given.replicaCatalogByRegion, needed: targets},
      {field: 'homePrefixByRegion', values: given.homePrefixByRegion, needed: sources},
      {field: 'replicaPrefixByRegion', values: given.replicaPrefixByRegion, needed: targets},
    ]
  },
  faults: ({catalogByRegion, replicaCatalogByRegion}) =>
    Object.entries(replicaCatalogByRegion)
      .filter(([, name]) => Object.values(catalogByRegion).includes(name))
      .map(([region, name]) => ({
        field: `replicaCatalogByRegion.${region}`,
        value: name,
        message: 'is a home catalog too',
        advice: 'Give replicas a catalog of their own: one metadata file in two catalogs risks corruption.',
      })),
  write(input, given) {
    const tally = new LossTally()
    const tables = wholeTables(copiesOf(input), tally)
    for (const {copy, storedBytes} of tables) {
      const {homeBytes} = input.catalogue.tables.get(copy.table)!
      tally.extraStoredBytes += Math.max(0, homeBytes - storedBytes)
    }
    tally.notes.push(
      `Rounded up to all ages: ${counted(tables.length, 'replica table')}. Tables with partition statistics files are not supported by the procedure.`,
    )
    const files = pairs(tables.map(({copy}) => copy)).flatMap(({from, to, copies}): DraftFile[] => {
      const folder = `iceberg/${slug(from)}-to-${slug(to)}`
      return [
        {path: `${folder}/1-rewrite.sql`, kind: 'sql', body: copies.map(copy => rewriteCall(copy, given)).join('\n')},
        {
          path: `${folder}/3-register.sql`,
          kind: 'sql',
          body:
            '-- Step 2, in between: copy each file_list_location of step 1, a CSV of source and target paths.\n' +
            '-- Then run this with --hivevar latest_N=<latest_version> for the N-th statement of step 1.\n' +
            copies.map((copy, i) => registerCall(copy, i + 1, given)).join('\n'),
        },
      ]
    })
    return {files, loss: tally.loss()}
  },
})

/** Each (table, region) once, whatever its windows. */
function wholeTables(copies: readonly Copy[], tally: LossTally): {copy: Copy; storedBytes: number}[] {
  const tables = new Map<string, {copy: Copy; storedBytes: number}>()
  for (const copy of copies) {
    const fault = layoutFault(copy) ?? substitutionFree(copy.table) ?? substitutionFree(copy.project)
    if (fault !== undefined) {
      tally.omit('replica', copy.table, fault, copy.savedBytesPerDay)
      continue
    }
    const key = JSON.stringify([copy.table, copy.to])
    const known = tables.get(key) ?? {copy, storedBytes: 0}
    known.storedBytes += copy.storedBytes
    tables.set(key, known)
  }
  return [...tables.values()]
}

function pairs(copies: readonly Copy[]): {from: string; to: string; copies: Copy[]}[] {
  const groups = new Map<string, {from: string; to: string; copies: Copy[]}>()
  for (const copy of copies) {
    const key = JSON.stringify([copy.from, copy.to])
    const group = groups.get(key) ?? {from: copy.from, to: copy.to, copies: []}
    group.copies.push(copy)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function rewriteCall(copy: Copy, given: Settings): string {
  const {database, table} = databaseTable(given, copy)
  const text = (value: string) => sqlText('spark', value)
  return [
    `CALL ${sqlName('spark', given.catalogByRegion[copy.from]!)}.system.rewrite_table_path(`,
    `  table => ${text(sqlName('spark', database, table))},`,
    `  source_prefix => ${text(tableFolder(given, given.homePrefixByRegion[copy.from]!, copy))},`,
    `  target_prefix => ${text(tableFolder(given, given.replicaPrefixByRegion[copy.to]!, copy))}`,
    ');\n',
  ].join('\n')
}

function registerCall(copy: Copy, statement: number, given: Settings): string {
  const {database, table} = databaseTable(given, copy)
  const catalog = sqlName('spark', given.replicaCatalogByRegion[copy.to]!)
  const name = sqlName('spark', database, table)
  const folder = tableFolder(given, given.replicaPrefixByRegion[copy.to]!, copy)
  return [
    `CREATE NAMESPACE IF NOT EXISTS ${catalog}.${sqlName('spark', database)};`,
    `DROP TABLE IF EXISTS ${catalog}.${name};`,
    `CALL ${catalog}.system.register_table(`,
    `  table => ${sqlText('spark', name)},`,
    `  metadata_file => ${sqlText('spark', `${folder}/metadata/`).slice(0, -1)}\${latest_${statement}}'`,
    ');\n',
  ].join('\n')
}
