import type {History} from '../../model/history.js'
import type {
  DailyReads,
  Lineage,
  ReadFacts,
  Workload,
  WorkloadJobs,
  WorkloadTables,
  WriteFacts,
} from '../../model/workload.js'
import {NOT_GIVEN} from '../history/cells.js'
import type {Database} from '../history/database.js'
import {fingerprintOf} from '../history/fingerprint.js'
import {age} from './access-relations.js'
import {CPU_UNITS} from './job-relations.js'

/**
 * The relations of an aggregation as a Workload, whichever engine made them. Sums become doubles here and only here, so that
 * two engines that agree on whole numbers agree to the byte.
 */
export async function readWorkload(database: Database, history: History): Promise<Workload> {
  const {topology, projects, fromDay, toDay} = history
  const dayCount = toDay - fromDay + 1
  const jobs = await readJobs(database)
  const tables = await readTables(database, dayCount)
  const reads = await readReads(database, jobs.names.length)
  const writes = await readWrites(database, jobs.names.length)
  const lineage = await readLineage(database, tables.names.length)
  const facts = {topology, fromDay, toDay, dayCount, projects, tables, jobs, reads, writes, lineage}
  return {fingerprint: fingerprintOf(facts), ...facts}
}

async function readJobs(database: Database): Promise<WorkloadJobs> {
  const [names, project, region, priority, movable, runs] = await database.columns(
    'SELECT job, project, region, priority, movable, runs::INTEGER FROM job_row ORDER BY job_row',
    ...(['text', 'int32', 'int32', 'int32', 'int32', 'int32'] as const),
  )
  const [cpuRow, cpuHour, cpuHours] = await database.columns(
    `SELECT job_row, hour, cpu_units::HUGEINT::DOUBLE / ${CPU_UNITS} FROM job_cpu ORDER BY job_row, hour`,
    ...(['int32', 'int32', 'float64'] as const),
  )
  return {names, project, region, priority, movable, runs, cpuStart: startsOf(cpuRow, names.length), cpuHour, cpuHours}
}

async function readTables(database: Database, dayCount: number): Promise<WorkloadTables> {
  const columns = await database.columns(
    `WITH sized AS (
       SELECT t.rowid AS place, t.*, z.snapshot, z.written_days,
         CASE WHEN partition_bytes <> ${NOT_GIVEN} THEN partition_bytes::DOUBLE
              WHEN z.snapshot = 1 THEN coalesce(z.version_bytes::DOUBLE, 0)
              ELSE coalesce(z.known_bytes::HUGEINT::DOUBLE / z.known_partitions, 0) END AS typical
       FROM tables t JOIN table_size z ON z."table" = t.rowid)
     SELECT "table", project, replicable, snapshot::INTEGER, typical,
       CASE WHEN snapshot = 1 THEN typical WHEN retention_days = ${NOT_GIVEN} THEN typical * ${dayCount}
            ELSE typical * retention_days END::DOUBLE,
       written_days::INTEGER, CASE partition_bytes WHEN ${NOT_GIVEN} THEN 0 ELSE partition_bytes END::DOUBLE
     FROM sized ORDER BY place`,
    ...(['text', 'int32', 'int32', 'int32', 'float64', 'float64', 'int32', 'float64'] as const),
  )
  const [names, project, replicable, snapshot, partitionBytes, homeBytes, writtenDays, defaultPartitionBytes] = columns
  const [sizeTable, sizeDay, sizeBytes] = await database.columns(
    `SELECT k."table", k.day, k.bytes::DOUBLE FROM known_size k JOIN tables t ON t.rowid = k."table"
     WHERE k.bytes <> CASE partition_bytes WHEN ${NOT_GIVEN} THEN 0 ELSE partition_bytes END
     ORDER BY k."table", k.day`,
    ...(['int32', 'int32', 'float64'] as const),
  )
  const sizeStart = startsOf(sizeTable, names.length)
  const sizes = {partitionBytes, homeBytes, writtenDays, defaultPartitionBytes, sizeStart, sizeDay, sizeBytes}
  return {names, project, replicable, snapshot, ...sizes}
}

async function readReads(database: Database, jobCount: number): Promise<ReadFacts> {
  const [row, table, ageDays, bytes, demandBytes, demandBytesSquared, count] = await database.columns(
    `SELECT job_row, "table", age, bytes::HUGEINT::DOUBLE, demand::HUGEINT::DOUBLE, demand_squared::HUGEINT::DOUBLE, row_count::DOUBLE
     FROM read_fact ORDER BY job_row, "table", age`,
    ...(['int32', 'int32', 'int32', 'float64', 'float64', 'float64', 'float64'] as const),
  )
  return {start: startsOf(row, jobCount), table, ageDays, bytes, demandBytes, demandBytesSquared, count}
}

async function readWrites(database: Database, jobCount: number): Promise<WriteFacts> {
  const [row, table, bytes] = await database.columns(
    'SELECT job_row, "table", bytes::DOUBLE FROM write_fact ORDER BY job_row, "table"',
    ...(['int32', 'int32', 'float64'] as const),
  )
  return {start: startsOf(row, jobCount), table, bytes}
}

async function readLineage(database: Database, tableCount: number): Promise<Lineage> {
  const [table, upstream, job] = await database.columns(
    'SELECT "table", upstream, job FROM lineage ORDER BY "table", upstream',
    ...(['int32', 'int32', 'text'] as const),
  )
  return {start: startsOf(table, tableCount), upstream, job}
}

/**
 * Demand of the span by (job row, table, age) and day, in the order of the read facts, by rising day. The query also gives
 * days without demand (failed runs, empty reads), so that every fact shows up once at least and the facts can be counted
 * off; these days are then left out.
 *
 * @param fromDay first day of the span; days are counted from it
 */
export async function readDaily(database: Database, fromDay: number): Promise<DailyReads> {
  const [row, table, ageDays, day, demand] = await database.columns(
    `SELECT job_row, "table", ${age} AS age, day - ${fromDay}, sum(CASE WHEN ok THEN bytes ELSE 0 END)::DOUBLE
     FROM read_group GROUP BY job_row, "table", age, day ORDER BY job_row, "table", age, day`,
    ...(['int32', 'int32', 'int32', 'int32', 'float64'] as const),
  )
  const start: number[] = []
  const days = new Int32Array(row.length)
  const bytes = new Float64Array(row.length)
  let entry = 0
  for (let i = 0; i < row.length; i++) {
    if (i === 0 || row[i] !== row[i - 1] || table[i] !== table[i - 1] || ageDays[i] !== ageDays[i - 1])
      start.push(entry)
    if (demand[i] === 0) continue
    days[entry] = day[i]!
    bytes[entry] = demand[i]!
    entry++
  }
  start.push(entry)
  return {start: Int32Array.from(start), day: days.slice(0, entry), bytes: bytes.slice(0, entry)}
}

/** Where the entries of each owner begin in a column of owners in rising order: `owners + 1` entries. */
function startsOf(owner: Int32Array, owners: number): Int32Array {
  const start = new Int32Array(owners + 1)
  for (let i = 0; i < owner.length; i++) start[owner[i]! + 1]!++
  for (let o = 0; o < owners; o++) start[o + 1]! += start[o]!
  return start
}
