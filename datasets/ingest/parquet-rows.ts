import {open} from 'node:fs/promises'
import {Database, literal} from '../history/database.js'
import {shownValue} from '../history/findings.js'
import type {InputFile} from './input-files.js'
import type {LineOptions} from './text-lines.js'

/** True where the file begins as Parquet does. A file that cannot be read does not: whoever opens it next says why. */
export async function isParquet(file: InputFile): Promise<boolean> {
  const handle = await open(file.path, 'r').catch(() => undefined)
  try {
    const {buffer, bytesRead} = (await handle?.read(new Uint8Array(4), 0, 4, 0)) ?? {
      buffer: new Uint8Array(),
      bytesRead: 0,
    }
    return new TextDecoder('latin1').decode(buffer.subarray(0, bytesRead)) === 'PAR1'
  } finally {
    await handle?.close()
  }
}

export interface ParquetRow {
  readonly value: Record<string, unknown>
  /** Row of the file, from 1. */
  readonly row: number
}

/**
 * Streams the rows of a Parquet file in batches of some 2000: structures as objects, lists as lists, dates and times as ISO text (with
 * `+00` where the column is in UTC, without a zone where it is local), numbers as numbers. A damaged file is a fault `broken-parquet`.
 */
export async function* parquetRows(file: InputFile, options: LineOptions): AsyncGenerator<readonly ParquetRow[]> {
  const database = await Database.open()
  try {
    const relation = `read_parquet(${literal(file.path)}, hive_partitioning = false, binary_as_string = true)`
    let row = 0
    for await (const texts of database.texts(`SELECT to_json(struct_pack(*COLUMNS(*)))::VARCHAR FROM ${relation}`)) {
      options.signal.throwIfAborted()
      yield texts.map(text => ({value: JSON.parse(text) as Record<string, unknown>, row: ++row}))
    }
    options.onBytes?.(file.bytes)
  } catch (error) {
    if (!isEngineError(error)) throw error
    const message = `the Parquet file cannot be read (${shownValue(error.message.split('\n')[0]!)})`
    options.fault({kind: 'broken-parquet', file: file.file, message, advice: 'Copy it again, or write it anew.'})
  } finally {
    database.close()
  }
}

/** Errors of DuckDB say their kind first: `IO Error: …`, `Invalid Input Error: …`. */
function isEngineError(error: unknown): error is Error {
  return error instanceof Error && /^[A-Z][A-Za-z -]* Error: /.test(error.message)
}
