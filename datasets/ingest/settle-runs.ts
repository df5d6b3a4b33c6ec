import type {StagingDatabase} from './staging-database.js'

const MS_PER_DAY = 86_400_000

/**
 * Creates
 * - `tab`, `spot`: the one number of each staged name and place (`id` → `tab`, `spot`)
 * - `kept`: the one telling of each run, with its UTC `day`: that which ended last, then that of the largest content hash
 * - `new_drop`, with what is known to be left out so far. `run` is the run that a drop belongs to: told again, it is dropped anew.
 */
export async function settleRuns(database: StagingDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE tab AS SELECT id, min(id) OVER (PARTITION BY text) AS tab, text FROM name;
    CREATE TABLE spot AS SELECT id, min(id) OVER (PARTITION BY text) AS spot, text FROM place;
    CREATE TABLE kept AS
      SELECT * REPLACE (place.spot AS place), floor(start_ms / ${MS_PER_DAY})::INTEGER AS day
      FROM run JOIN spot place ON place.id = run.place
      QUALIFY row_number() OVER (PARTITION BY run ORDER BY coalesce(end_ms, start_ms) DESC, hash DESC, seq) = 1;
    CREATE TABLE new_drop (kind VARCHAR, reason VARCHAR, value VARCHAR, identity VARCHAR, run VARCHAR, day INTEGER,
      count BIGINT, bytes HUGEINT);
    INSERT INTO new_drop
      SELECT 'dropped', reason, value, identity, NULL, day, count(*), sum(bytes::BIGINT) FROM said_drop GROUP BY ALL;
    INSERT INTO new_drop
      SELECT 'dropped', 'duplicate run', run.run, run.run, run.run, any_value(kept.day), count(*), 0
      FROM run JOIN kept ON kept.run = run.run WHERE kept.seq <> run.seq GROUP BY run.run`)
}
