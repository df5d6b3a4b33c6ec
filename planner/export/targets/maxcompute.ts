import {z} from 'zod'
import {ageOn, type Copy, copiesOf, copyRegions, missingOf, phasesOf} from '../copies.js'
import {type DraftFile, exporter} from '../exporter.js'
import {slug, substitutionFree} from '../quoting/names.js'
import {sqlName, sqlText} from '../quoting/sql.js'
import {LossTally} from '../rounding-loss.js'
import {shownDate} from '../table-layout.js'
import {databaseTable, tableNameFields} from '../table-names.js'

const settings = z.strictObject({
  /** Project that keeps the replicas of a region, and nothing else. */
  replicaProjectByRegion: z.record(
    z.string(),
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'must be a MaxCompute project'),
  ),
  partitionColumn: z.string().min(1).default('ds'),
  compactDates: z.boolean().default(true),
  ...tableNameFields,
})
type Settings = z.infer<typeof settings>

/**
 * The plan in neutral rows, for any copy tool, and the same as MaxCompute SQL: a replica table with a life cycle and one
 * insert a partition. LIFECYCLE counts from the last change of a partition, so that one fetched at the window's first age
 * a lives b − a days; one that is filled in at a later age x lives x − a days too long, once. Partitions that the plan in
 * force kept are not inserted again, which would start their life anew. Source: MaxCompute, ALTER
 * TABLE SET LIFECYCLE.
 */
export const maxcompute = exporter<Settings>({
  name: 'maxcompute',
  summary: 'Neutral rows for any copy tool, and MaxCompute SQL with life cycles',
  covers: ['replica'],
  settings,
  regionMaps: ({replicaProjectByRegion}, input) => [
    {field: 'replicaProjectByRegion', values: replicaProjectByRegion, needed: copyRegions(input).targets},
  ],
  write(input, given) {
    const tally = new LossTally()
    const copies = copiesOf(input)
    const rows = copies.map(copy => neutralRow(copy, given))
    const written = missingOf(oneWindowEach(copies, given, tally), input)
    const files = phasesOf(written, input.day).flatMap(({name, copies: ready}) =>
      input.catalogue.regions.flatMap((region): DraftFile[] => {
        const statements = ready.filter(copy => copy.to === region).flatMap(copy => statementsOf(copy, given))
        const body = `${statements.join('\n')}\n`
        return statements.length === 0 ? [] : [{path: `maxcompute/${slug(region)}-${name}.sql`, kind: 'sql', body}]
      }),
    )
    const byteDays = written.reduce((sum, copy) => sum + lateByteDays(copy, input.day), 0)
    tally.notes.push(
      `Partitions that are filled in late live too long by ${Math.round(byteDays)} byte-days in all, once.`,
      'A statement that reads a project of another region needs a link between the two that the engine can use.',
    )
    return {files: [{path: 'maxcompute/replicas.json', kind: 'json', value: {rows}}, ...files], loss: tally.loss()}
  },
})

function neutralRow(copy: Copy, given: Settings) {
  const {table, project, from, to, fromAge, toAge, dates} = copy
  const dated = dates.map(date => shownDate(given, date))
  return {
    ...{table, project, from, to, fromAge, toAge},
    retainDays: copy.snapshot ? null : toAge - fromAge,
    partitionColumn: copy.snapshot ? null : given.partitionColumn,
    partitions: dated,
    storedBytes: copy.storedBytes,
    bytesPerDay: copy.refreshBytesPerDay,
    expectedSavedBytesPerDay: copy.savedBytesPerDay,
  }
}

/** A table has one life cycle: windows of one table in one region are joined, and the bytes between them are the loss. */
function oneWindowEach(copies: readonly Copy[], given: Settings, tally: LossTally): Copy[] {
  const joined = new Map<string, Copy>()
  const owners = new Map<string, string>()
  for (const copy of copies) {
    const {database, table} = databaseTable(given, copy)
    const name = replicaTable(copy, given)
    const owner = owners.get(name) ?? copy.table
    const fault =
      substitutionFree(database) ??
      substitutionFree(table) ??
      (owner === copy.table ? undefined : 'two tables would get one name in the replica project')
    if (fault !== undefined) {
      tally.omit('replica', copy.table, fault, copy.savedBytesPerDay)
      continue
    }
    owners.set(name, copy.table)
    const known = joined.get(name)
    if (known === undefined) {
      joined.set(name, copy)
      continue
    }
    const [low, high] = known.fromAge <= copy.fromAge ? [known, copy] : [copy, known]
    tally.extraStoredBytes += Math.max(0, high.fromAge - low.toAge) * copy.partitionBytes
    joined.set(name, {
      ...low,
      toAge: Math.max(low.toAge, high.toAge),
      dates: [...new Set([...low.dates, ...high.dates])],
      storedBytes: low.storedBytes + high.storedBytes,
    })
  }
  return [...joined.values()]
}

function replicaTable(copy: Copy, given: Settings): string {
  const {database, table} = databaseTable(given, copy)
  return sqlName('maxcompute', given.replicaProjectByRegion[copy.to]!, `${database}__${table}`)
}

function statementsOf(copy: Copy, given: Settings): string[] {
  const {database, table} = databaseTable(given, copy)
  const source = sqlName('maxcompute', database, table)
  const target = replicaTable(copy, given)
  const made = `CREATE TABLE IF NOT EXISTS ${target} LIKE ${source};`
  if (copy.snapshot) return [made, `INSERT OVERWRITE TABLE ${target} SELECT * FROM ${source};`]
  const column = sqlName('maxcompute', given.partitionColumn)
  return [
    made,
    `ALTER TABLE ${target} SET LIFECYCLE ${copy.toAge - copy.fromAge};`,
    ...copy.dates.map(date => {
      const value = sqlText('maxcompute', shownDate(given, date))
      return `INSERT OVERWRITE TABLE ${target} PARTITION (${column}) SELECT * FROM ${source} WHERE ${column} = ${value};`
    }),
  ]
}

function lateByteDays(copy: Copy, day: string): number {
  return copy.dates.reduce((sum, date) => sum + (ageOn(day, date) - copy.fromAge) * copy.partitionBytes, 0)
}
