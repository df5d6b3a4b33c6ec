import type {Cell} from '../../history/database.js'
import type {Drop} from '../../ingest/observed.js'
import type {StagingDatabase, TableAppender} from '../../ingest/staging-database.js'
import {rowGroups} from '../../ingest/temporary-database.js'
import type {AccessRow} from './access-row.js'
import type {QueryRow} from './query-row.js'

/** What both views say of one query; either may be missing. */
export interface JoinedQuery {
  readonly id: string
  readonly query?: QueryRow
  readonly access?: AccessRow
  /** Where it was read, for what is left out of it. */
  readonly at: Pick<Drop, 'file' | 'row'>
}

/**
 * Brings the rows of QUERY_HISTORY and ACCESS_HISTORY together by query, on disk: they come in any order, in files of their own. Of several rows of
 * one view on one query (exports that overlap) the one that ended last counts.
 */
export class HistoryJoin {
  readonly #database: StagingDatabase
  readonly #rows: TableAppender

  private constructor(database: StagingDatabase, rows: TableAppender) {
    this.#database = database
    this.#rows = rows
  }

  static async open(database: StagingDatabase): Promise<HistoryJoin> {
    const columns = {
      id: 'VARCHAR',
      kind: 'INTEGER',
      ended: 'DOUBLE',
      body: 'VARCHAR',
      file: 'VARCHAR',
      row: 'DOUBLE',
    } as const
    return new HistoryJoin(database, await database.table('half', columns))
  }

  addQuery(id: string, query: QueryRow, file: string, row: number): void {
    this.#rows.add(id, 0, query.endMs ?? query.startMs, JSON.stringify(query), file, row)
  }

  addAccess(id: string, access: AccessRow, file: string, row: number): void {
    this.#rows.add(id, 1, access.startMs, JSON.stringify(access), file, row)
  }

  flush(): void {
    this.#rows.flush()
  }

  /** The queries in order of their ids, whatever the order of the rows. To be called once, when all rows are in. */
  async *queries(): AsyncGenerator<JoinedQuery> {
    this.#rows.close()
    const sorted = 'SELECT id, kind, body, file, "row" FROM half ORDER BY id, kind, ended, body, file, "row"'
    for await (const group of rowGroups(this.#database.batches(sorted))) yield joined(group)
  }
}

function joined(group: readonly Cell[][]): JoinedQuery {
  const lastOf = (kind: number) => group.findLast(cells => cells[1] === kind)
  const query = lastOf(0)
  const access = lastOf(1)
  const [id, , , file, row] = (query ?? access)!
  return {
    id: id as string,
    ...(query === undefined ? {} : {query: JSON.parse(query[2] as string) as QueryRow}),
    ...(access === undefined ? {} : {access: JSON.parse(access[2] as string) as AccessRow}),
    at: {file: file as string, row: row as number},
  }
}
