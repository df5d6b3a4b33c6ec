import {type FileHandle, open} from 'node:fs/promises'
import {createGzip, type Gzip} from 'node:zlib'
import {type FactTable, factColumns} from './fact-columns.js'
import {CsvEncoder, NdjsonEncoder, type RowEncoder} from './row-encoder.js'

const chunkCharacters = 1 << 18

/** File formats that rows are streamed to. */
export type StreamFormat = 'csv' | 'csv.gz' | 'ndjson'

/** One file of a fact table, written row by row: fill `rows`, call `flush` now and then, and `close` at the end. */
export class FactFile {
  readonly rows: RowEncoder
  private readonly handle: FileHandle
  private readonly gzip: Gzip | undefined
  private readonly drained: Promise<void>

  private constructor(table: FactTable, format: StreamFormat, handle: FileHandle) {
    const columns = Object.keys(factColumns[table])
    this.rows = format === 'ndjson' ? new NdjsonEncoder(columns) : new CsvEncoder(columns)
    this.handle = handle
    this.drained = Promise.resolve()
    if (format === 'csv.gz') {
      this.gzip = createGzip()
      this.drained = appendAll(this.gzip, handle)
      this.drained.catch(() => {})
    }
  }

  static async create(path: string, table: FactTable, format: StreamFormat): Promise<FactFile> {
    return new FactFile(table, format, await open(path, 'wx'))
  }

  /** Writes out what has gathered, if it is worth it. */
  async flush(least = chunkCharacters): Promise<void> {
    if (this.rows.pending < least) return
    const text = this.rows.take()
    if (!this.gzip) await this.handle.appendFile(text)
    else await this.compress(text)
  }

  private compress(text: string): Promise<void> {
    const {gzip, drained} = this
    return new Promise((resolve, reject) => {
      drained.catch(reject)
      gzip!.write(text, error => (error ? reject(error) : resolve()))
    })
  }

  /** Writes the rest and makes the file durable. */
  async close(): Promise<void> {
    await this.flush(1)
    this.gzip?.end()
    await this.drained
    await this.handle.sync()
    await this.handle.close()
  }

  /** Lets go of the file after an error elsewhere. */
  async abandon(): Promise<void> {
    this.gzip?.destroy()
    await this.handle.close().catch(() => {})
  }
}

async function appendAll(compressed: Gzip, handle: FileHandle): Promise<void> {
  for await (const chunk of compressed) await handle.appendFile(chunk as Uint8Array)
}
