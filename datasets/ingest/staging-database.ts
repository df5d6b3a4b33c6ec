import {join} from 'node:path'
import {
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api'
import type {Cell} from '../history/database.js'

/** Threads and memory of the staging engine: beyond it DuckDB spills to its folder. */
const THREADS = 2
const MEMORY_LIMIT = '1500MB'
/** Rows handed to DuckDB at a time: its own vector size. */
const CHUNK_ROWS = 2048

const types: Readonly<Record<'INTEGER' | 'DOUBLE' | 'VARCHAR', DuckDBType>> = {INTEGER, DOUBLE, VARCHAR}

/** Columns of a staging table by name. Whole numbers beyond 2^31 are DOUBLE: exact up to 2^53. */
export type StagingColumns = Readonly<Record<string, keyof typeof types>>

/** A DuckDB in a file of the staging folder, for one ingest. Every statement stops when the signal aborts. */
export class StagingDatabase {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #signal: AbortSignal
  readonly #interrupt: () => void

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, signal: AbortSignal) {
    this.#instance = instance
    this.#connection = connection
    this.#signal = signal
    this.#interrupt = () => connection.interrupt()
    signal.addEventListener('abort', this.#interrupt)
  }

  static async open(folder: string, signal: AbortSignal): Promise<StagingDatabase> {
    const instance = await DuckDBInstance.create(join(folder, 'stage.duckdb'), {
      threads: String(THREADS),
      memory_limit: MEMORY_LIMIT,
      temp_directory: join(folder, 'spill'),
      preserve_insertion_order: 'true',
    })
    const connection = await instance.connect()
    await connection.run("SET TimeZone = 'UTC'")
    return new StagingDatabase(instance, connection, signal)
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#interrupt)
    this.#connection.closeSync()
    this.#instance.closeSync()
  }

  async run(sql: string): Promise<void> {
    await this.#unlessAborted(() => this.#connection.run(sql))
  }

  /** A few rows as plain values. */
  async rows(sql: string): Promise<Cell[][]> {
    return (await this.#unlessAborted(() => this.#connection.runAndReadAll(sql))).getRows() as Cell[][]
  }

  async #unlessAborted<T>(statement: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted()
    try {
      return await statement()
    } catch (error) {
      this.#signal.throwIfAborted()
      throw error
    }
  }

  async number(sql: string): Promise<number> {
    return Number((await this.rows(sql))[0]![0])
  }

  /** Rows in batches: for queries of any size. The connection may be used in between. */
  async *batches(sql: string): AsyncGenerator<Cell[][]> {
    const connection = await this.#instance.connect()
    try {
      const result = await connection.stream(sql)
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        this.#signal.throwIfAborted()
        yield chunk.getRows() as Cell[][]
      }
    } finally {
      connection.closeSync()
    }
  }

  /** Creates a table and what fills it. */
  async table(name: string, columns: StagingColumns): Promise<TableAppender> {
    const list = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`)
    await this.run(`CREATE TABLE ${name} (${list.join(', ')})`)
    return new TableAppender(
      await this.#connection.createAppender(name),
      Object.values(columns).map(type => types[type]),
    )
  }
}

/** Appends rows to a staging table; holds at most one chunk. */
export class TableAppender {
  readonly #appender: DuckDBAppender
  readonly #types: readonly DuckDBType[]
  readonly #columns: (string | number | null)[][]
  #isClosed = false

  constructor(appender: DuckDBAppender, columnTypes: readonly DuckDBType[]) {
    this.#appender = appender
    this.#types = columnTypes
    this.#columns = columnTypes.map(() => [])
  }

  /** One value a column, in the order of the table. */
  add(...row: readonly (string | number | null | undefined)[]): void {
    for (let c = 0; c < row.length; c++) this.#columns[c]!.push(row[c] ?? null)
    if (this.#columns[0]!.length === CHUNK_ROWS) this.#pass()
  }

  flush(): void {
    this.#pass()
    this.#appender.flushSync()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.flush()
    this.#appender.closeSync()
  }

  #pass(): void {
    const rows = this.#columns[0]!.length
    if (rows === 0) return
    const chunk = DuckDBDataChunk.create(this.#types, rows)
    for (const [c, values] of this.#columns.entries()) {
      chunk.setColumnValues(c, values)
      values.length = 0
    }
    this.#appender.appendDataChunk(chunk)
  }
}
