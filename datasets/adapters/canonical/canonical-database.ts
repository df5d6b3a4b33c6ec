import type {Priority} from '../../../model/history.js'
import type {Cell} from '../../history/database.js'
import {present, shownValue} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import type {ObservedRun, Place} from '../../ingest/observed.js'
import {type AccessPart, observedAccesses} from '../../ingest/observed-accesses.js'
import type {StagingDatabase, TableAppender} from '../../ingest/staging-database.js'
import {rowGroups} from '../../ingest/temporary-database.js'

/** Runs told between two flushes of the intake. */
const runsPerFlush = 5000
const runColumns = ['job', 'start', 'end', 'cpu_hours', 'priority', 'movable', 'status', 'place'] as const

export interface RunRow extends Omit<ObservedRun, 'inputs' | 'outputs' | 'readBytes' | 'writtenBytes'> {
  readonly file: number
  readonly row: number
}

export interface AccessRow {
  readonly run: string
  readonly isWrite: boolean
  readonly table: string
  /** Undefined: that of the table's project. */
  readonly place: Place | undefined
  readonly day: number | undefined
  readonly bytes: number | undefined
  readonly file: number
  readonly row: number
}

/** Runs and accesses of a canonical source, brought together on disk. */
export class CanonicalDatabase {
  readonly #database: StagingDatabase
  readonly #runs: TableAppender
  readonly #accesses: TableAppender
  readonly #homes: TableAppender
  readonly #regions: TableAppender
  #lastRun = ''

  private constructor(database: StagingDatabase, appenders: readonly TableAppender[]) {
    this.#database = database
    ;[this.#runs, this.#accesses, this.#homes, this.#regions] = appenders as [
      TableAppender,
      TableAppender,
      TableAppender,
      TableAppender,
    ]
  }

  static async create(database: StagingDatabase): Promise<CanonicalDatabase> {
    return new CanonicalDatabase(database, [
      await database.table('run_row', {
        ...({run: 'VARCHAR', job: 'VARCHAR', start_ms: 'DOUBLE', end_ms: 'DOUBLE', cpu_hours: 'DOUBLE'} as const),
        ...({priority: 'VARCHAR', movable: 'INTEGER', failed: 'INTEGER', place: 'VARCHAR'} as const),
        ...({file: 'INTEGER', line: 'INTEGER'} as const),
      }),
      await database.table('access_row', {
        ...({run: 'VARCHAR', written: 'INTEGER', tab: 'VARCHAR', place: 'VARCHAR', day: 'INTEGER'} as const),
        ...({bytes: 'DOUBLE', file: 'INTEGER', line: 'INTEGER'} as const),
      }),
      await database.table('home', {tab: 'VARCHAR', project: 'VARCHAR'}),
      await database.table('home_region', {project: 'VARCHAR', region: 'VARCHAR'}),
    ])
  }

  /** A run; the same again on the next row is not kept twice. */
  run({run, job, startMs, endMs, cpuHours, priority, movable, failed, place, file, row}: RunRow): void {
    const flags = [movable === undefined ? null : Number(movable), failed === undefined ? null : Number(failed)]
    const telling = [run, job, startMs, endMs, cpuHours, priority, ...flags, JSON.stringify(place)]
    const text = JSON.stringify(telling)
    if (text === this.#lastRun) return
    this.#lastRun = text
    this.#runs.add(...telling, file, row)
  }

  access({run, isWrite, table, place, day, bytes, file, row}: AccessRow): void {
    const placed = place === undefined ? undefined : JSON.stringify(place)
    this.#accesses.add(run, isWrite ? 1 : 0, table, placed, day, bytes, file, row)
  }

  home(table: string, project: string): void {
    this.#homes.add(table, project)
  }

  homeRegion(project: string, region: string): void {
    this.#regions.add(project, region)
  }

  /** Tells the intake of all runs with their accesses, in the order of their ids, and of what does not fit together. */
  async tell(files: readonly string[], hasTables: boolean, intake: Intake): Promise<void> {
    for (const appender of [this.#runs, this.#accesses, this.#homes, this.#regions]) appender.close()
    await this.#database.run(`
      CREATE TABLE telling AS
        SELECT run, job, start_ms, end_ms, cpu_hours, priority, movable, failed, place, min(rowid) AS first,
          arg_min(file, rowid) AS file, arg_min(line, rowid) AS line
        FROM run_row GROUP BY run, job, start_ms, end_ms, cpu_hours, priority, movable, failed, place;
      CREATE TABLE kept AS FROM telling QUALIFY row_number() OVER (PARTITION BY run ORDER BY first) = 1;
      CREATE TABLE home_of AS
        SELECT tab, project, region FROM (SELECT tab, arg_max(project, rowid) AS project FROM home GROUP BY tab)
        LEFT JOIN (SELECT project, arg_max(region, rowid) AS region FROM home_region GROUP BY project) USING (project);
      CREATE TABLE part AS
        SELECT run, written, tab, place, day, sum(bytes::BIGINT)::DOUBLE AS bytes FROM access_row
        GROUP BY run, written, tab, place, day, bytes IS NULL`)
    await this.#tellContradictions(files, intake)
    await this.#tellUnknown('run', 'kept', 'run', files, intake)
    if (hasTables) await this.#tellUnknown('tab', 'home_of', 'table', files, intake)
    const rows = this.#database.batches(`
      SELECT kept.run, job, start_ms, end_ms, cpu_hours, priority, movable, failed, kept.place,
        written, part.tab, part.place, day, bytes, project, region
      FROM kept LEFT JOIN part ON part.run = kept.run LEFT JOIN home_of ON home_of.tab = part.tab
      ORDER BY kept.run, written, part.tab, part.place NULLS FIRST, day NULLS FIRST, bytes IS NULL`)
    let runs = 0
    for await (const group of rowGroups(rows)) {
      intake.run(runOf(group))
      if (++runs % runsPerFlush === 0) await intake.flush()
    }
    await intake.flush()
  }

  async #tellContradictions(files: readonly string[], intake: Intake): Promise<void> {
    const columns = 'job, start_ms, end_ms, cpu_hours, priority, movable, failed, place'
    const of = (table: string) => columns.split(', ').map(column => `${table}.${column}`)
    const rows = this.#database.batches(`
      SELECT t.run, t.file, t.line, ${of('t')}, ${of('kept')}
      FROM telling t JOIN kept ON kept.run = t.run WHERE t.first <> kept.first ORDER BY t.file, t.line, t.run`)
    for await (const batch of rows) {
      for (const [run, file, line, ...cells] of batch) {
        const column = runColumns.filter((_, i) => cells[i] !== cells[i + runColumns.length]).join(', ')
        intake.fault({
          kind: 'contradicting-run',
          file: files[file as number]!,
          row: line as number,
          column,
          value: shownValue(run as string),
          message: `the run is told before with another ${column}`,
          advice: 'Give each run one id, and the same values on all of its rows.',
        })
      }
    }
  }

  async #tellUnknown(
    column: string,
    among: string,
    word: string,
    files: readonly string[],
    intake: Intake,
  ): Promise<void> {
    const rows = this.#database.batches(`
      SELECT ${column}, arg_min(file, rowid), arg_min(line, rowid), count(*) FROM access_row
      WHERE ${column} NOT IN (SELECT ${column} FROM ${among}) GROUP BY ${column} ORDER BY 2, 3`)
    for await (const batch of rows) {
      for (const [value, file, line, count] of batch) {
        intake.fault({
          kind: `unknown-${word}`,
          file: files[file as number]!,
          row: line as number,
          column: word,
          value: shownValue(value as string),
          message: `there is no such ${word}; ${count} ${count === 1n ? 'row names' : 'rows name'} it`,
          advice: `Add it to ${word}s.`,
        })
      }
    }
  }
}

function runOf(rows: readonly Cell[][]): ObservedRun {
  const [run, job, startMs, endMs, cpuHours, priority, movable, failed, place] = rows[0]!
  const accesses = (written: number) => observedAccesses(rows.filter(row => row[9] === written).map(partOf), 'exact')
  const flag = (cell: Cell | undefined) => (cell === null ? undefined : cell === 1)
  return {
    run: run as string,
    job: job as string,
    startMs: startMs as number,
    ...present('endMs', (endMs as number | null) ?? undefined),
    ...present('cpuHours', (cpuHours as number | null) ?? undefined),
    ...present('priority', (priority as Priority | null) ?? undefined),
    ...present('movable', flag(movable)),
    ...present('failed', flag(failed)),
    place: JSON.parse(place as string) as Place,
    inputs: accesses(0),
    outputs: accesses(1),
  }
}

function partOf([, , , , , , , , , , table, place, day, bytes, project, region]: readonly Cell[]): AccessPart {
  const home = {
    ...present('project', (project as string | null) ?? undefined),
    ...present('region', (region as string | null) ?? undefined),
  }
  return {
    table: table as string,
    place: place === null ? home : (JSON.parse(place as string) as Place),
    day: (day as number | null) ?? undefined,
    dayFrom: 'exact',
    bytes: (bytes as number | null) ?? undefined,
  }
}
