import {open, rm} from 'node:fs/promises'
import {DuckDBInstance} from '@duckdb/node-api'
import {type FactTable, factColumns} from './fact-columns.js'

/** A CSV file of a fact table, as written by FactFile. */
export interface CsvFile {
  readonly path: string
  readonly table: FactTable
}

/** Turns each CSV file into a Parquet file (zstd, rows in the same order) beside it and removes the CSV file. */
export async function convertToParquet(files: readonly CsvFile[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  try {
    const connection = await instance.connect()
    try {
      for (const {path, table} of files) {
        const columns = Object.entries(factColumns[table]).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`)
        const target = path.replace(/\.csv$/, '.parquet')
        await connection.run(
          `COPY (SELECT * FROM read_csv(${quoted(path)}, header = true, auto_detect = false, delim = ',', quote = '"', ` +
            `escape = '"', columns = {${columns.join(', ')}})) TO ${quoted(target)} (FORMAT parquet, COMPRESSION zstd)`,
        )
        const handle = await open(target, 'r')
        await handle.sync()
        await handle.close()
        await rm(path)
      }
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
