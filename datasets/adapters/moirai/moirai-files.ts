/** What a file of Moirai's published traces holds, by its name. */
export type MoiraiFile =
  | {readonly holds: 'jobs'; readonly engine: 'Presto' | 'Spark'; readonly date: string}
  | {readonly holds: 'sizes'}
  | {readonly holds: 'volumes'}

/**
 * The files that the README of github.com/uber/moirai-sosp25-code names: `%Y%m%d-Presto.csv` and `%Y%m%d-Spark.csv` (jobs, one file a day),
 * `report-table-size-*.csv`, and `report-abFP-volume-table-*.csv` (volumes by query template and table, already summed up).
 */
export function moiraiFile(file: string): MoiraiFile | undefined {
  const name = file.replace(/^.*[/\\]/, '')
  const jobs = /^(\d{4})(\d\d)(\d\d)-(Presto|Spark)\.csv/.exec(name)
  if (jobs !== null) return {holds: 'jobs', engine: jobs[4] as 'Presto' | 'Spark', date: jobs.slice(1, 4).join('-')}
  if (/^report-table-size-.*\.csv/.test(name)) return {holds: 'sizes'}
  if (/^report-abFP-volume-table-.*\.csv/.test(name)) return {holds: 'volumes'}
  return undefined
}
