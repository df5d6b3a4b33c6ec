import {literal} from './database.js'
import type {OpenSource} from './readable-source.js'

/** Rows that are sorted at a time: more files than this go in groups. */
const GROUP_ROWS = 16_000_000

/** Files that are read by one query, in order. */
export interface SourceGroup {
  readonly sources: readonly OpenSource[]
  readonly relation: string
  /** SQL of a number that rises with the rows of the relation. */
  readonly place: string
  /** Rows of each file, where the group has several. */
  readonly rowCounts: readonly number[]
}

/** The place of a row of a relation that is one file. */
export const placeInFile = 'row_number() OVER ()'

/** A file by itself. */
export function groupOfOne(source: OpenSource): SourceGroup {
  return {sources: [source], relation: source.relation, place: placeInFile, rowCounts: []}
}

/**
 * Joins neighbouring Parquet files of the same columns into groups, so that a lake of many files is read by few queries;
 * any other file is a group by itself.
 */
export function groupSources(sources: readonly OpenSource[]): readonly SourceGroup[] {
  const groups: SourceGroup[] = []
  let open: {sources: OpenSource[]; rowCounts: number[]; rows: number; columns: string} | undefined
  const close = () => {
    if (open) groups.push(open.sources.length === 1 ? groupOfOne(open.sources[0]!) : parquetGroup(open))
    open = undefined
  }
  for (const source of sources) {
    if (source.parquetRows === undefined) {
      close()
      groups.push(groupOfOne(source))
      continue
    }
    const columns = JSON.stringify([...source.cells])
    if (open && (open.columns !== columns || open.rows + source.parquetRows > GROUP_ROWS)) close()
    open ??= {sources: [], rowCounts: [], rows: 0, columns}
    open.sources.push(source)
    open.rowCounts.push(source.parquetRows)
    open.rows += source.parquetRows
  }
  close()
  return groups
}

function parquetGroup({sources, rowCounts}: {sources: OpenSource[]; rowCounts: number[]}): SourceGroup {
  return {
    sources,
    relation: parquetRelation(sources.map(({source}) => source.path)),
    place: `file_index::BIGINT * ${2 ** 40} + file_row_number`,
    rowCounts,
  }
}

/** Parquet files of the same columns as one relation. Hive keys of the path are no columns: they were looked at before. */
export function parquetRelation(paths: readonly string[]): string {
  return `read_parquet([${paths.map(literal).join(', ')}], hive_partitioning = false, binary_as_string = true)`
}
