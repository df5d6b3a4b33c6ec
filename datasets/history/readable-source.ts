import type {SourceCell} from './cells.js'
import type {SourceFile} from './sources.js'

/** A source file that can be selected from. */
export interface OpenSource {
  readonly source: SourceFile
  /** SQL of the relation. Its rows are the good rows of the file, in order. */
  readonly relation: string
  /** Rows of a Parquet file, as its footer says: such files may be read together. Absent for other kinds. */
  readonly parquetRows?: number
  /** Columns of the table that the file has. */
  readonly cells: ReadonlyMap<string, SourceCell>
  /** Rows (1 = first data row) that the relation leaves out, rising: blank lines and rows that are findings. */
  readonly skippedRows: readonly number[]
  /**
   * Where the relation turned out not to be readable: finds out why and gives a relation of the rows that are good, or
   * nothing where there are none. Throws `error` again where the file is not to blame.
   */
  recover(error: unknown): Promise<OpenSource | undefined>
}
