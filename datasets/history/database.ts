import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type DuckDBConnection, DuckDBInstance, type DuckDBVector} from '@duckdb/node-api'

/** Threads and memory of the embedded engine: bounded, because the planner shares its machine. Beyond it DuckDB spills to disk. */
const THREADS = 2
const MEMORY_LIMIT = '3GB'

export type Cell = string | number | bigint | boolean | null
/** A value of the query as text or number: `text` columns are VARCHAR, `int32` INTEGER, `float64` DOUBLE. */
export type Fetched = {readonly text: string[]; readonly int32: Int32Array; readonly float64: Float64Array}

/** A DuckDB in memory, or in a file of a temporary folder that goes with it, with one connection for loading and one more for each open stream. */
export class Database {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #spillFolder: string

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, spillFolder: string) {
    this.#instance = instance
    this.#connection = connection
    this.#spillFolder = spillFolder
  }

  /** @param place `disk` keeps the tables compressed on disk, for histories that may not fit into memory */
  static async open(place: 'memory' | 'disk' = 'memory'): Promise<Database> {
    const spillFolder = mkdtempSync(join(tmpdir(), 'isthmus-duckdb-'))
    const instance = await DuckDBInstance.create(
      place === 'memory' ? ':memory:' : join(spillFolder, 'history.duckdb'),
      {
        threads: String(THREADS),
        memory_limit: MEMORY_LIMIT,
        temp_directory: spillFolder,
        preserve_insertion_order: 'true',
      },
    )
    const connection = await instance.connect()
    await connection.run("SET TimeZone = 'UTC'")
    return new Database(instance, connection, spillFolder)
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
    rmSync(this.#spillFolder, {recursive: true, force: true})
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql)
  }

  /** A few rows as plain values. Not for columns of a history: those are fetched as typed arrays. */
  async rows(sql: string): Promise<Cell[][]> {
    const reader = await this.#connection.runAndReadAll(sql)
    return reader.getRows() as Cell[][]
  }

  async number(sql: string): Promise<number> {
    const [row] = await this.rows(sql)
    return Number(row![0])
  }

  /** Whole columns of a query, without nulls, as typed arrays (`kinds` says which) in the order of the query. */
  async columns<K extends readonly (keyof Fetched)[]>(
    sql: string,
    ...kinds: K
  ): Promise<{readonly [I in keyof K]: Fetched[K[I]]}> {
    const result = await this.#connection.stream(sql)
    const parts: unknown[][] = kinds.map(() => [])
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (let c = 0; c < kinds.length; c++) {
        const vector = chunk.getColumnVector(c)
        if (kinds[c] === 'text') parts[c]!.push(textItems(vector))
        else parts[c]!.push(numericItems(vector).slice())
      }
    }
    return kinds.map((kind, c) => joinParts(kind, parts[c]!)) as unknown as {[I in keyof K]: Fetched[K[I]]}
  }

  /** The chunks of a query of one VARCHAR column without nulls, one by one. */
  async *texts(sql: string): AsyncGenerator<string[]> {
    const connection = await this.#instance.connect()
    try {
      const result = await connection.stream(sql)
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        yield textItems(chunk.getColumnVector(0))
      }
    } finally {
      connection.closeSync()
    }
  }

  /** The chunks of a query, one by one, each as its numeric columns. The arrays are good only until the next chunk. */
  async *stream(sql: string): AsyncGenerator<(Int32Array | Float64Array)[]> {
    const connection = await this.#instance.connect()
    try {
      const result = await connection.stream(sql)
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        const columns: (Int32Array | Float64Array)[] = []
        for (let c = 0; c < chunk.columnCount; c++) columns.push(numericItems(chunk.getColumnVector(c)))
        yield columns
      }
    } finally {
      connection.closeSync()
    }
  }
}

function numericItems(vector: DuckDBVector): Int32Array | Float64Array {
  const {items} = vector as unknown as {items: unknown}
  if (items instanceof Int32Array || items instanceof Float64Array) return items
  throw new TypeError(`column of type ${vector.type} is neither INTEGER nor DOUBLE`)
}

function textItems(vector: DuckDBVector): string[] {
  const items: string[] = []
  for (let i = 0; i < vector.itemCount; i++) items.push(vector.getItem(i) as string)
  return items
}

function joinParts(kind: keyof Fetched, parts: unknown[]): string[] | Int32Array | Float64Array {
  if (kind === 'text') return (parts as string[][]).flat()
  const arrays = parts as (Int32Array | Float64Array)[]
  const length = arrays.reduce((sum, part) => sum + part.length, 0)
  const whole = kind === 'int32' ? new Int32Array(length) : new Float64Array(length)
  let offset = 0
  for (const part of arrays) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
