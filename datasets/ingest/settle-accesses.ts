import {LARGEST_INTEGER} from '../history/columns.js'
import {futureReason} from './settle-days.js'
import type {StagingDatabase} from './staging-database.js'

/**
 * Sums the pieces of a run that are of one table and day, and gives every run its project and region. Creates
 * - `run_home` (seq, project, project_from, region, region_from), of the runs that stay
 * - `new_access` (run seq, written, table, day, day_from, bytes, bytes_from), of these runs and of tables with a home, of 1 to 2^53 bytes
 */
export async function settleAccesses(database: StagingDatabase): Promise<void> {
  const what = (words: string) => `CASE written WHEN 0 THEN 'read ${words}' ELSE 'write ${words}' END`
  await database.run(`
    CREATE TABLE summed AS
      SELECT s.run, written, s.tab, day, max(day_from) AS day_from, bool_or(clamped) AS clamped, sum(bytes)::HUGEINT AS bytes,
        max(bytes_from) AS bytes_from, count(*) AS pieces, bool_and(bytes IS NULL) AS unknown
      FROM settled s GROUP BY s.run, written, s.tab, day;
    CREATE TABLE new_access AS
      SELECT s.run, written, h."table", day, day_from, clamped, try_cast(bytes AS BIGINT) AS bytes, bytes_from
      FROM summed s JOIN home h ON h.tab = s.tab JOIN run_home ON run_home.seq = s.run WHERE bytes BETWEEN 1 AND ${LARGEST_INTEGER};
    INSERT INTO new_drop
      SELECT 'dropped', reason, value, kept.run || '|' || "table", kept.run, kept.day, count(*), sum(bytes)
      FROM (
        SELECT s.run, tab.text AS "table", coalesce(bytes, 0) AS bytes,
          CASE WHEN s.tab NOT IN (SELECT tab FROM home WHERE tab IS NOT NULL) THEN ${what('of a table without region')}
               WHEN unknown THEN ${what('without bytes')} WHEN bytes > 0 THEN ${what('of more than 2^53 bytes')} ELSE ${what('of 0 bytes')} END AS reason,
          CASE WHEN s.tab NOT IN (SELECT tab FROM home WHERE tab IS NOT NULL) THEN t.text ELSE tab.text END AS value
        FROM summed s SEMI JOIN run_home ON run_home.seq = s.run JOIN tab ON tab.id = s.tab
        JOIN table_place t ON t.tab = s.tab
        WHERE s.tab NOT IN (SELECT tab FROM home WHERE tab IS NOT NULL) OR unknown OR bytes = 0 OR bytes > ${LARGEST_INTEGER}) d
      JOIN kept ON kept.seq = d.run GROUP BY ALL;
    INSERT INTO new_drop
      SELECT 'corrected', '${futureReason}', "table", kept.run || '|' || "table", kept.run, kept.day, count(*), sum(a.bytes)
      FROM new_access a JOIN kept ON kept.seq = a.run WHERE clamped GROUP BY ALL`)
}
