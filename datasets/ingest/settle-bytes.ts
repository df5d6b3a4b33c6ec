import {apportioned} from './apportion.js'
import {APPORTIONED, EXACT, WHOLE_TABLE} from './provenance-sql.js'
import type {StagingDatabase} from './staging-database.js'

/**
 * Gives every piece its bytes. Creates `settled` (run, written, tab, day, day_from, clamped, bytes, bytes_from); `bytes` is null where
 * nothing tells. Bytes that the source gives stay. What a run's total leaves over is shared out among its accesses without bytes by
 * weight, else by the size of what was accessed; what an access's own total leaves over, among its pieces by size. Without any total,
 * a piece has the size of what it is a piece of. The only access of a run without bytes takes the total whole, which is exact.
 */
export async function settleBytes(database: StagingDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE open_access AS
      SELECT run, written, access, any_value(tab) AS tab, any_value(access_bytes) AS access_bytes, any_value(bytes_from) AS bytes_from,
        any_value(weight) AS weight, coalesce(sum(bytes), 0)::HUGEINT AS given, count(*) FILTER (bytes IS NULL) AS pieces,
        count(*) FILTER (bytes IS NULL AND size IS NULL) = 0 AS sized,
        CASE WHEN count(*) FILTER (bytes IS NULL AND size IS NULL) = 0 THEN sum(size) FILTER (bytes IS NULL)
             ELSE any_value(stored_bytes) END::HUGEINT AS size,
        any_value(stored_bytes) AS stored_bytes
      FROM part WHERE open = 1 GROUP BY run, written, access;
    CREATE TABLE total_left AS
      SELECT t.run, t.written, greatest(0, t.total - coalesce(p.bytes, 0) - coalesce(o.bytes, 0))::BIGINT AS bytes,
        coalesce(p.bytes, 0) + coalesce(o.bytes, 0) > 0 AS others
      FROM (SELECT seq AS run, 0 AS written, read_bytes::BIGINT AS total FROM kept WHERE read_bytes IS NOT NULL
            UNION ALL SELECT seq, 1, written_bytes::BIGINT FROM kept WHERE written_bytes IS NOT NULL) t
      LEFT JOIN (SELECT run, written, sum(bytes) AS bytes FROM part GROUP BY run, written) p ON p.run = t.run AND p.written = t.written
      LEFT JOIN (SELECT run, written, sum(greatest(access_bytes - given, 0)) AS bytes FROM open_access GROUP BY run, written) o
        ON o.run = t.run AND o.written = t.written;
    CREATE TABLE access_left AS
      SELECT run, written, access, greatest(access_bytes - given, 0)::BIGINT AS bytes,
        CASE WHEN pieces = 1 AND given = 0 THEN bytes_from ELSE ${APPORTIONED} END AS bytes_from
      FROM open_access WHERE access_bytes IS NOT NULL
      UNION ALL
      SELECT run, written, access, share, CASE WHEN sole THEN ${EXACT} ELSE ${APPORTIONED} END FROM ${apportioned({
        relation: `(SELECT o.*, l.bytes AS left_over, coalesce(o.weight, o.size) AS by_size, tab.text AS "table",
            count(*) OVER (PARTITION BY o.run, o.written) = 1 AND NOT l.others AND pieces = 1 AS sole
          FROM open_access o JOIN total_left l ON l.run = o.run AND l.written = o.written
          JOIN tab ON tab.id = o.tab WHERE access_bytes IS NULL)`,
        group: ['run', 'written'],
        total: 'left_over',
        weight: 'by_size',
        tie: '"table", access',
        as: 'share',
      })}
      UNION ALL
      SELECT o.run, o.written, o.access, stored_bytes, ${WHOLE_TABLE} FROM open_access o
      ANTI JOIN total_left l ON l.run = o.run AND l.written = o.written
      WHERE access_bytes IS NULL AND NOT sized AND stored_bytes IS NOT NULL;
    CREATE TABLE settled AS
      SELECT run, written, tab, place, day, day_from, clamped, bytes, bytes_from FROM part WHERE bytes IS NOT NULL
      UNION ALL
      SELECT run, written, tab, place, day, day_from, clamped, share, left_from FROM ${apportioned({
        relation: `(SELECT part.*, l.bytes AS left_over, l.bytes_from AS left_from FROM part JOIN access_left l
          ON l.access = part.access WHERE part.open = 1 AND part.bytes IS NULL)`,
        group: ['access'],
        total: 'left_over',
        weight: 'size',
        tie: 'day',
        as: 'share',
      })}
      UNION ALL
      SELECT run, written, tab, place, day, day_from, clamped, size, ${WHOLE_TABLE} FROM part
      ANTI JOIN access_left l ON l.access = part.access WHERE open = 1 AND bytes IS NULL;
    INSERT INTO new_drop
      SELECT 'dropped', CASE written WHEN 0 THEN 'bytes read of no known table' ELSE 'bytes written to no known table' END,
        kept.run, kept.run, kept.run, kept.day, 1, l.bytes
      FROM total_left l JOIN kept ON kept.seq = l.run
      WHERE l.bytes > 0 AND NOT EXISTS (
        SELECT 1 FROM open_access o WHERE o.run = l.run AND o.written = l.written AND o.access_bytes IS NULL)`)
}
