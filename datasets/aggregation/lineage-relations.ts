import type {Dialect} from './dialect.js'
import type {Relation} from './relation.js'

/**
 * The table dependency graph: a table that a run writes is made from the tables that the same run reads; declared
 * dependencies complete it. Where several jobs show a pair the first by name stands for them.
 */
export function lineageRelations({utf16Order}: Dialect): readonly Relation[] {
  return [
    {
      name: 'lineage',
      use: 'table',
      sql: `WITH made AS (SELECT DISTINCT w.run, w."table", r.job_row FROM writes w JOIN run_row r ON r.run = w.run),
        used AS (SELECT DISTINCT a.run, a."table" FROM reads a JOIN (SELECT DISTINCT run FROM made) m ON m.run = a.run),
        seen AS (SELECT m."table", u."table" AS upstream, min(m.job_row) AS job_row
                 FROM made m JOIN used u ON m.run = u.run WHERE m."table" <> u."table" GROUP BY m."table", u."table"),
        declared AS (SELECT "table", upstream, min_by(job, ${utf16Order('job')}) FILTER (WHERE job <> '') AS job
                     FROM dependencies GROUP BY "table", upstream)
        SELECT coalesce(s."table", d."table") AS "table", coalesce(s.upstream, d.upstream) AS upstream,
          coalesce(j.job, d.job, '') AS job
        FROM seen s FULL JOIN declared d ON s."table" = d."table" AND s.upstream = d.upstream
        LEFT JOIN job_row j ON j.job_row = s.job_row`,
    },
  ]
}
