import type {Cell} from '../history/database.js'
import {
  type BytesByProvenance,
  type CountedReason,
  type Coverage,
  emptyCoverage,
  examplesPerReason,
} from './coverage.js'
import type {Provenance} from './provenance.js'
import {tagText} from './provenance-sql.js'
import type {StagingDatabase} from './staging-database.js'

/** One coverage while its rows are gathered. */
interface Gathering {
  counts: Pick<Coverage, 'runs' | 'reads' | 'writes' | 'readBytes' | 'writtenBytes'>
  shares: Record<'region' | 'project' | 'partitionDay' | 'bytes', Partial<Record<Provenance | 'none', number>>>
  reasons: Record<'dropped' | 'corrected', CountedReason[]>
}

const dimensions = {
  region: 'region_from',
  project: 'project_from',
  partitionDay: 'date_from',
  bytes: 'bytes_from',
} as const

/**
 * Coverages of the rows of `final_run`, `final_access` and `final_drop`.
 *
 * @param key SQL over any of the three: rows of the same text go into one coverage
 * @param where SQL over any of the three: the rows that count
 */
export async function coverageRows(
  database: StagingDatabase,
  key: string,
  where: string,
): Promise<ReadonlyMap<string, Coverage>> {
  const gathered = new Map<string, Gathering>()
  const of = (cell: Cell | undefined): Gathering => {
    const text = String(cell)
    const known = gathered.get(text)
    if (known) return known
    const fresh: Gathering = {
      counts: {runs: 0, reads: 0, writes: 0, readBytes: 0, writtenBytes: 0},
      shares: {region: {}, project: {}, partitionDay: {}, bytes: {}},
      reasons: {dropped: [], corrected: []},
    }
    gathered.set(text, fresh)
    return fresh
  }
  const spans = await database.rows(
    `SELECT ${key}, min(day), max(day), count(*) FROM final_run WHERE ${where} GROUP BY 1`,
  )
  for (const [k, , , runs] of spans) of(k).counts = {...of(k).counts, runs: Number(runs)}
  const totals = await database.rows(
    `SELECT ${key}, count(*) FILTER (written = 0), count(*) FILTER (written = 1), sum(bytes) FILTER (written = 0),
       sum(bytes) FILTER (written = 1) FROM final_access WHERE ${where} GROUP BY 1`,
  )
  for (const [k, reads, writes, readBytes, writtenBytes] of totals) {
    const {runs} = of(k).counts
    const numbers = {
      reads: Number(reads),
      writes: Number(writes),
      readBytes: Number(readBytes),
      writtenBytes: Number(writtenBytes),
    }
    of(k).counts = {runs, ...numbers}
  }
  for (const [dimension, column] of Object.entries(dimensions) as [keyof typeof dimensions, string][]) {
    const rows = await database.rows(
      `SELECT ${key}, ${tagText(column)} AS tag, sum(bytes) FROM final_access WHERE written = 0 AND ${where} GROUP BY ALL ORDER BY tag`,
    )
    for (const [k, tag, bytes] of rows) of(k).shares[dimension][tag as Provenance | 'none'] = Number(bytes)
  }
  await addReasons(database, key, where, of)
  const sources = await database.rows(
    `SELECT k, list_sort(list(DISTINCT source)) FROM (
       SELECT ${key} AS k, source FROM final_run WHERE ${where} UNION SELECT ${key}, source FROM final_drop WHERE ${where}) GROUP BY k`,
  )
  const namesOf = new Map(sources.map(([k, list]) => [String(k), (list as unknown as {items: string[]}).items]))
  const spanOf = new Map(spans.map(([k, first, last]) => [String(k), {fromDay: String(first), toDay: String(last)}]))
  return new Map(
    [...gathered].map(([k, {counts, shares, reasons}]) => [
      k,
      {
        ...emptyCoverage,
        sources: namesOf.get(k) ?? [],
        ...spanOf.get(k),
        ...counts,
        ...(shares as Record<string, BytesByProvenance>),
        ...reasons,
      },
    ]),
  )
}

async function addReasons(
  database: StagingDatabase,
  key: string,
  where: string,
  of: (cell: Cell | undefined) => Gathering,
): Promise<void> {
  const rows = await database.rows(
    `SELECT k, kind, reason, value, count, bytes, sum(count) OVER whole AS all_count, sum(bytes) OVER whole AS all_bytes
     FROM (SELECT ${key} AS k, kind, reason, value, sum(count) AS count, sum(bytes) AS bytes FROM final_drop WHERE ${where} GROUP BY ALL)
     WINDOW whole AS (PARTITION BY k, kind, reason)
     QUALIFY row_number() OVER (PARTITION BY k, kind, reason ORDER BY value IS NULL, bytes DESC, count DESC, value) <= ${examplesPerReason}
     ORDER BY k, kind, all_count DESC, reason, value IS NULL, bytes DESC, count DESC, value`,
  )
  for (const [k, kind, reason, value, count, bytes, allCount, allBytes] of rows) {
    const list = of(k).reasons[kind as 'dropped' | 'corrected']
    let last = list.at(-1)
    if (last?.reason !== reason) {
      last = {reason: String(reason), count: Number(allCount), bytes: Number(allBytes), examples: []}
      list.push(last)
    }
    if (value === null) continue
    const example = {value: String(value), count: Number(count), bytes: Number(bytes)}
    list[list.length - 1] = {...last, examples: [...last.examples, example]}
  }
}
