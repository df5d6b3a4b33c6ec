import type {StagingDatabase} from './staging-database.js'

/**
 * Creates what is known of tables, of this ingest and of the lake (`old_table`, `old_partition`) together; what is said now counts.
 * - `known_table`: one row for each staged table and each table of the lake (`tab` is null where only the lake has it)
 * - `known_partition` (table, day, bytes)
 */
export async function settleSizes(database: StagingDatabase): Promise<void> {
  const fields = ['stored_bytes', 'partition_bytes', 'retention_days', 'partitioned', 'replicable']
  await database.run(`
    CREATE TABLE said AS
      SELECT tab.text AS "table", ${fields.map(field => `arg_max(${field}, seq)::BIGINT AS ${field}`).join(', ')},
        arg_max(place, seq) AS place
      FROM said_table JOIN tab ON tab.id = said_table.name GROUP BY tab.text;
    CREATE TABLE known_table AS
      SELECT coalesce(n."table", o."table") AS "table", n.tab, n.place AS said_place,
        ${fields.map(field => `coalesce(n.${field}, o.${field}) AS ${field}`).join(', ')},
        o.dated AS old_dated, o.undated AS old_undated
      FROM (SELECT names."table", names.tab, said.* EXCLUDE ("table") FROM
              (SELECT text AS "table", min(tab) AS tab FROM tab GROUP BY text) names LEFT JOIN said ON said."table" = names."table") n
      FULL JOIN old_table o ON o."table" = n."table";
    CREATE TABLE known_partition AS
      SELECT coalesce(n."table", o."table") AS "table", coalesce(n.day, o.day) AS day, coalesce(n.bytes, o.bytes) AS bytes
      FROM (SELECT tab.text AS "table", day, arg_max(bytes, seq)::BIGINT AS bytes
            FROM said_partition JOIN tab ON tab.id = said_partition.name GROUP BY tab.text, day) n
      FULL JOIN old_partition o ON o."table" = n."table" AND o.day = n.day`)
}
