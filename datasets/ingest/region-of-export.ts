import {cellText} from './cell-values.js'

/** Folders `region=EU` and `location=aws_us_east_1`; folders and parts of file names `region-us`, `region-us-east1`. */
const inPath = /(?:^|[/\\._])(?:job_)?(?:region|location)(?:=([^/\\]+)(?=[/\\])|-([A-Za-z][A-Za-z0-9-]*)(?=[/\\._]|$))/

/**
 * The region that an export is of, in its own words. Views of a warehouse are asked for by region or account (`region-us`.INFORMATION_SCHEMA.JOBS) and
 * seldom say it: it is in a column that the export has or added (`location`, `region`, `job_region`), or in the path.
 */
export function regionOfExport(cells: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const named = cellText(cells.location) ?? cellText(cells.region) ?? cellText(cells.job_region)
  if (named !== undefined) return named
  const match = inPath.exec(path)
  return match?.[1] ?? match?.[2]
}
