import {join} from 'node:path'
import {formatDay} from '../../model/days.js'
import {literal} from '../history/database.js'
import {tagIndex} from '../ingest/provenance-sql.js'
import type {StagingDatabase} from '../ingest/staging-database.js'
import {regionName} from './lake-state.js'
import {type DayFolder, type DaySource, dayFile, listDays, NO_DAY} from './layout.js'

export interface MergeOptions {
  readonly source: string
  readonly regions: readonly string[]
  readonly replaceDays: boolean
  readonly keepDays?: number
}

/** Which files an ingest changes. */
export interface MergedDays {
  /** Days and sources that are written anew; rows of no day among them. */
  readonly affected: readonly DaySource[]
  /** Days and sources that are too old to be kept, and go. */
  readonly expired: readonly DaySource[]
}

/** Bytes of a drop are counted up to this: Parquet has no larger integer. */
const LARGEST_SUM = '9000000000000000000'

const dayOf = `strftime(DATE '1970-01-01' + day, '%Y-%m-%d')`

/** SQL of the files of a folder for some days and sources, with `day` and `source`; undefined where there are none. */
export function dayFilesRelation(lake: string, folder: DayFolder, files: readonly DaySource[]): string | undefined {
  if (files.length === 0) return undefined
  const paths = files.map(file => literal(join(lake, dayFile(folder, file)))).join(', ')
  const day = String.raw`regexp_extract(filename, 'day=(\d{4}-\d{2}-\d{2})/[a-z0-9-]+\.parquet$', 1)`
  const source = String.raw`regexp_extract(filename, '([a-z0-9-]+)\.parquet$', 1)`
  return `(SELECT * EXCLUDE (filename), ${day} AS day, ${source} AS source
    FROM read_parquet([${paths}], filename = true, hive_partitioning = false, union_by_name = false))`
}

/**
 * Joins what this ingest settled with what the lake has of the same days and source. A run that is told again replaces what the
 * lake has of it, on whatever day. Creates `final_run`, `final_access`, `final_drop`: all rows of the affected days and sources, with
 * `fresh` (of this ingest).
 */
export async function mergeDays(database: StagingDatabase, lake: string, options: MergeOptions): Promise<MergedDays> {
  const {source} = options
  const stored = listDays(lake, 'runs')
  await nameRuns(
    database,
    lake,
    stored.filter(file => file.source !== source),
    source,
  )
  await freshRows(database, options)
  const days = new Set(
    (await database.rows('SELECT DISTINCT day FROM final_run UNION SELECT DISTINCT day FROM final_drop')).map(([day]) =>
      String(day),
    ),
  )
  const runDays = (await database.rows('SELECT DISTINCT day FROM final_run')).map(([day]) => String(day))
  const newest = [...runDays, ...stored.map(({day}) => day)].sort().at(-1) ?? NO_DAY
  const oldest = options.keepDays === undefined || newest === NO_DAY ? '' : cutOff(newest, options.keepDays)
  const all = [...stored, ...listDays(lake, 'dropped'), ...listDays(lake, 'coverage')]
  const expired = unique(all.filter(({day}) => day !== NO_DAY && day < oldest))
  await expireFresh(database, oldest)
  const isKept = ({day}: DaySource) => day === NO_DAY || day >= oldest
  const affected = unique([
    ...[...days].map(day => ({day, source})),
    ...(await daysOfRetold(
      database,
      lake,
      stored.filter(file => file.source === source),
    )),
    ...(await daysOfDropped(
      database,
      lake,
      listDays(lake, 'dropped').filter(file => file.source === source),
    )),
    ...(await daysToDate(database, lake)),
    ...((await database.number("SELECT count(*) FROM final_drop WHERE day = ''")) > 0 ? [{day: NO_DAY, source}] : []),
  ]).filter(isKept)
  const replaced = new Set(options.replaceDays ? runDays : [])
  const kept = affected.filter(file => !(file.source === source && replaced.has(file.day)))
  await storedRows(database, lake, kept, source)
  await settleDates(database)
  return {affected, expired}
}

const unique = (files: readonly DaySource[]): readonly DaySource[] =>
  [...new Map(files.map(file => [`${file.day}/${file.source}`, file])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, file]) => file)

const cutOff = (newest: string, keepDays: number) =>
  formatDay(Date.parse(`${newest}T00:00:00Z`) / 86_400_000 - keepDays + 1)

/**
 * Creates `run_name` (seq, name). A run that another source of the lake tells of too, of the same id and start, is that source's; one
 * of the same id and another start is a different run, `run@source`.
 */
async function nameRuns(
  database: StagingDatabase,
  lake: string,
  others: readonly DaySource[],
  source: string,
): Promise<void> {
  const relation = dayFilesRelation(lake, 'runs', others)
  await database.run(`
    CREATE TABLE clash AS ${
      relation
        ? `SELECT kept.seq, bool_or(epoch_ms(o.start) = kept.start_ms) AS same FROM kept JOIN ${relation} o ON o.run = kept.run GROUP BY kept.seq`
        : 'SELECT seq, false AS same FROM kept WHERE false'
    };
    CREATE TABLE run_name AS
      SELECT kept.seq, CASE WHEN clash.same IS NULL THEN run ELSE run || '@${source}' END AS name
      FROM kept SEMI JOIN run_home ON run_home.seq = kept.seq LEFT JOIN clash ON clash.seq = kept.seq
      WHERE clash.same IS NULL OR NOT clash.same;
    CREATE TABLE told AS SELECT DISTINCT run FROM run UNION SELECT name FROM run_name;
    INSERT INTO new_drop
      SELECT 'dropped', 'run of another source', kept.run, kept.run, kept.run, kept.day, 1, coalesce(sum(a.bytes), 0)
      FROM kept SEMI JOIN run_home ON run_home.seq = kept.seq SEMI JOIN (SELECT seq FROM clash WHERE same) c ON c.seq = kept.seq
      LEFT JOIN new_access a ON a.run = kept.seq GROUP BY kept.run, kept.day`)
}

async function freshRows(database: StagingDatabase, {source, regions}: MergeOptions): Promise<void> {
  await database.run(`
    CREATE TABLE final_run AS
      SELECT ${dayOf} AS day, '${source}' AS source, true AS fresh, n.name AS run, job, h.project, ${regionName(regions, 'h.region')} AS region,
        make_timestamp((start_ms * 1000)::BIGINT) AS start, CASE WHEN end_ms >= start_ms THEN (end_ms - start_ms) / 1000 END AS duration_s, cpu_hours, priority,
        movable <> 0 AS movable, CASE WHEN failed = 1 THEN 'failed' ELSE 'ok' END AS status, h.region_from, h.project_from
      FROM kept JOIN run_name n ON n.seq = kept.seq JOIN run_home h ON h.seq = kept.seq;
    CREATE TABLE final_access AS
      SELECT ${dayOf.replace('day,', 'kept.day,')} AS day, '${source}' AS source, true AS fresh, written, n.name AS run, a."table",
        DATE '1970-01-01' + a.day AS partition_date, bytes, greatest(r.region_from, h.region_from) AS region_from,
        greatest(r.project_from, h.project_from) AS project_from, bytes_from, day_from AS date_from
      FROM new_access a JOIN run_name n ON n.seq = a.run JOIN run_home r ON r.seq = a.run JOIN kept ON kept.seq = a.run
      JOIN home h ON h."table" = a."table";
    CREATE TABLE final_drop AS
      SELECT coalesce(${dayOf}, '') AS day, '${source}' AS source, true AS fresh, kind, reason, value, identity, run,
        sum(count)::BIGINT AS count, least(sum(bytes), ${LARGEST_SUM})::BIGINT AS bytes
      FROM new_drop d GROUP BY ALL;
    DELETE FROM final_drop WHERE kind = 'corrected' AND run IN (SELECT run FROM kept JOIN clash ON clash.seq = kept.seq WHERE same)`)
}

/** Runs of days that are not kept are drops without a day, so that the coverage does not lose them. */
async function expireFresh(database: StagingDatabase, oldest: string): Promise<void> {
  await database.run(`
    UPDATE final_drop SET day = '' WHERE day <> '' AND day < '${oldest}';
    INSERT INTO final_drop
      SELECT '', source, true, 'dropped', 'run before the days that are kept', r.run, r.run, r.run, 1, least(coalesce(b.bytes, 0), ${LARGEST_SUM})::BIGINT
      FROM final_run r LEFT JOIN (SELECT run, sum(bytes) AS bytes FROM final_access GROUP BY run) b ON b.run = r.run WHERE day < '${oldest}';
    DELETE FROM final_access WHERE day < '${oldest}';
    DELETE FROM final_run WHERE day < '${oldest}'`)
}

async function daysOfRetold(database: StagingDatabase, lake: string, own: readonly DaySource[]): Promise<DaySource[]> {
  const relation = dayFilesRelation(lake, 'runs', own)
  return relation ? daySources(database, `${relation} o SEMI JOIN told ON told.run = o.run`) : []
}

async function daysOfDropped(database: StagingDatabase, lake: string, own: readonly DaySource[]): Promise<DaySource[]> {
  const relation = dayFilesRelation(lake, 'dropped', own)
  return relation ? daySources(database, `${relation} o SEMI JOIN told ON told.run = coalesce(o.run, o.value)`) : []
}

/** Days and sources with rows of tables that have now turned out to be by day, or to have one version. */
async function daysToDate(database: StagingDatabase, lake: string): Promise<DaySource[]> {
  await database.run(`
    CREATE TABLE turned AS
      SELECT "table", "table" IN (FROM dated_table) AS dated FROM known_table
      WHERE CASE WHEN "table" IN (FROM dated_table) THEN old_undated = 1 ELSE old_dated = 1 END`)
  if ((await database.number('SELECT count(*) FROM turned')) === 0) return []
  const days: DaySource[] = []
  for (const folder of ['reads', 'writes'] as const) {
    const relation = dayFilesRelation(lake, folder, listDays(lake, folder))
    if (!relation) continue
    const join = `turned ON turned."table" = o."table" AND turned.dated = (o.partition_date IS NULL)`
    days.push(...(await daySources(database, `${relation} o SEMI JOIN ${join}`)))
  }
  return days
}

async function daySources(database: StagingDatabase, from: string): Promise<DaySource[]> {
  const rows = await database.rows(`SELECT DISTINCT o.day, o.source FROM ${from}`)
  return rows.map(([day, source]) => ({day: String(day), source: String(source)}))
}

/** Adds what the lake has of the affected days and sources, but for what is told again. */
async function storedRows(
  database: StagingDatabase,
  lake: string,
  files: readonly DaySource[],
  source: string,
): Promise<void> {
  const relationOf = (folder: DayFolder) => {
    const there = new Set(listDays(lake, folder).map(file => `${file.day}/${file.source}`))
    return dayFilesRelation(
      lake,
      folder,
      files.filter(file => there.has(`${file.day}/${file.source}`)),
    )
  }
  const tags = (...names: string[]) => names.map(name => `${tagIndex(`f.${name}`)} AS ${name}`).join(', ')
  const stays = `NOT (o.source = '${source}' AND o.run IN (SELECT run FROM told))`
  const [runs, runsFrom] = [relationOf('runs'), relationOf('runsFrom')]
  if (runs && runsFrom) {
    await database.run(`
      INSERT INTO final_run BY NAME
        SELECT o.*, false AS fresh, ${tags('region_from', 'project_from')} FROM ${runs} o
        JOIN ${runsFrom} f ON f.run = o.run AND f.source = o.source WHERE ${stays}`)
  }
  for (const [written, folder, from] of [[0, 'reads', 'readsFrom'] as const, [1, 'writes', 'writesFrom'] as const]) {
    const [rows, rowsFrom] = [relationOf(folder), relationOf(from)]
    if (!rows || !rowsFrom) continue
    await database.run(`
      INSERT INTO final_access BY NAME
        SELECT o.*, false AS fresh, ${written} AS written, ${tags('region_from', 'project_from', 'bytes_from', 'date_from')} FROM ${rows} o
        JOIN ${rowsFrom} f ON f.run = o.run AND f."table" = o."table" AND f.partition_date IS NOT DISTINCT FROM o.partition_date
        WHERE ${stays}`)
  }
  const drops = relationOf('dropped')
  if (!drops) return
  await database.run(`
    INSERT INTO final_drop BY NAME
      SELECT o.*, false AS fresh FROM ${drops} o
      LEFT JOIN final_drop n ON n.day = o.day AND n.source = o.source AND n.reason = o.reason AND n.identity = o.identity
      WHERE n.reason IS NULL AND NOT (o.source = '${source}' AND coalesce(o.run, o.value, '') IN (SELECT run FROM told))`)
}

/** Gives stored rows of tables that turned out to be by day the day that they would get now, and takes it from those that have one version. */
async function settleDates(database: StagingDatabase): Promise<void> {
  if ((await database.number('SELECT count(*) FROM turned')) === 0) return
  await database.run(`
    CREATE TABLE redated AS
      SELECT a.* REPLACE (
        CASE WHEN NOT turned.dated THEN NULL ELSE coalesce(a.partition_date,
          (SELECT DATE '1970-01-01' + max(p.day) FROM known_partition p
           WHERE p."table" = a."table" AND DATE '1970-01-01' + p.day <= a.day::DATE), a.day::DATE) END AS partition_date,
        CASE WHEN NOT turned.dated THEN NULL WHEN a.partition_date IS NULL THEN 4 ELSE date_from END AS date_from)
      FROM final_access a JOIN turned ON turned."table" = a."table";
    DELETE FROM final_access WHERE "table" IN (SELECT "table" FROM turned);
    INSERT INTO final_access BY NAME
      SELECT day, source, fresh, written, run, "table", partition_date, sum(bytes)::BIGINT AS bytes, max(region_from) AS region_from,
        max(project_from) AS project_from, max(bytes_from) AS bytes_from, max(date_from) AS date_from
      FROM redated GROUP BY ALL`)
}
