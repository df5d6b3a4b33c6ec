import type {StagingDatabase, TableAppender} from '../../ingest/staging-database.js'

export interface AuditTables {
  /** One row an operation on data. `kind`: see data-operations.ts. */
  readonly operation: TableAppender
  /** One row a file of an fsimage; the last row of a path counts. */
  readonly file: TableAppender
}

export async function createAuditTables(database: StagingDatabase): Promise<AuditTables> {
  const operation = await database.table('operation', {
    ...({run: 'VARCHAR', user: 'VARCHAR', address: 'VARCHAR', at_ms: 'DOUBLE', kind: 'INTEGER'} as const),
    ...({path: 'VARCHAR', tab: 'VARCHAR', day: 'INTEGER'} as const),
  })
  const file = await database.table('fsimage', {
    ...({path: 'VARCHAR', tab: 'VARCHAR', day: 'INTEGER', bytes: 'DOUBLE'} as const),
  })
  return {operation, file}
}

/**
 * Brings operations and files together. Creates
 * - `file`: files of the fsimage in tables that any run touched
 * - `access`: run, written, tab, day, number of files, of those with a size (`sized`), their bytes, one path without a size. A file counts
 *   once a run, however many tasks open it. Of a published folder all files that the fsimage has below it count.
 * - `told`: one row a run: user, first and last operation, the address that most operations came from
 */
export async function joinAuditTables(database: StagingDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE file AS
      SELECT path, tab, day, bytes::BIGINT AS bytes FROM fsimage
      WHERE tab IN (SELECT tab FROM operation)
      QUALIFY row_number() OVER (PARTITION BY path ORDER BY rowid DESC) = 1;
    DROP TABLE fsimage;
    CREATE TABLE touched AS
      SELECT DISTINCT run, kind > 0 AS written, kind = 2 AS published, path, tab, day FROM operation;
    CREATE TABLE folder AS
      SELECT run, path, tab, day FROM touched WHERE published AND path NOT IN (SELECT path FROM file);
    CREATE TABLE below AS
      SELECT folder.run, folder.path AS folder, file.* FROM folder
      JOIN file ON file.path > folder.path || '/' AND file.path < folder.path || '0';
    CREATE TABLE piece AS
      SELECT run, written, touched.path, touched.tab, touched.day, bytes FROM touched LEFT JOIN file ON file.path = touched.path
      WHERE NOT (published AND bytes IS NULL)
      UNION SELECT run, true, path, tab, day, bytes FROM below
      UNION SELECT run, true, path, tab, day, NULL FROM folder ANTI JOIN below ON below.run = folder.run AND below.folder = folder.path;
    CREATE TABLE access AS
      SELECT run, written, tab, day, count(*) AS files, count(bytes) AS sized, sum(bytes) AS bytes,
        min(path) FILTER (bytes IS NULL) AS unsized
      FROM piece GROUP BY ALL;
    CREATE TABLE told AS
      SELECT run, min(user) AS user, min(at_ms) AS start_ms, max(at_ms) AS end_ms FROM operation GROUP BY run;
    CREATE TABLE caller AS
      SELECT run, address FROM operation WHERE address IS NOT NULL GROUP BY run, address
      QUALIFY row_number() OVER (PARTITION BY run ORDER BY count(*) DESC, address) = 1`)
}
