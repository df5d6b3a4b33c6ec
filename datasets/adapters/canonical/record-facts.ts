import type {FactName} from '../../history/columns.js'
import {present} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import type {CanonicalDatabase} from './canonical-database.js'
import type {RowCells} from './row-cells.js'
import {runOfCells} from './run-cells.js'

/** Records one row of a fact table of a canonical history (formats.md section 1). */
export function recordFact(
  fact: FactName,
  cells: RowCells,
  target: {readonly database: CanonicalDatabase; readonly intake: Intake},
  timeZone: string,
  at: {readonly file: number; readonly row: number},
): void {
  const {database, intake} = target
  const text = (column: string) => cells.text(column)!
  if (fact === 'runs') {
    const run = runOfCells(cells, timeZone, at.file, at.row)
    if (run !== undefined) database.run(run)
  } else if (fact === 'reads' || fact === 'writes') {
    const [day, bytes] = [cells.day('partition_date'), cells.whole('bytes')]
    if (!cells.isGood) return
    const isWrite = fact === 'writes'
    database.access({run: text('run'), isWrite, table: text('table'), place: undefined, day, bytes, ...at})
  } else if (fact === 'projects') {
    const pinned = cells.flag('pinned')
    const allowed = (cells.text('allowed_regions') ?? '').split(';').map(region => region.trim())
    const allowedRegions = allowed.filter(region => region !== '')
    if (!cells.isGood) return
    const [project, region] = [text('project'), text('region')]
    database.homeRegion(project, region)
    intake.project({
      project,
      region,
      ...present('pinned', pinned),
      ...(allowedRegions.length > 0 ? {allowedRegions} : {}),
    })
  } else if (fact === 'tables') {
    const said = {
      ...present('partitionBytes', cells.whole('partition_bytes')),
      ...present('retentionDays', cells.whole('retention_days')),
      ...present('replicable', cells.flag('replicable')),
    }
    if (!cells.isGood) return
    const [table, project] = [text('table'), text('project')]
    database.home(table, project)
    intake.table({table, place: {project}, ...said})
  } else if (fact === 'partitions') {
    const [day, bytes] = [cells.day('partition_date'), cells.whole('bytes')]
    if (day !== undefined && bytes !== undefined) intake.partition(text('table'), day, bytes)
  } else {
    intake.dependency(text('table'), text('upstream'), cells.text('job'))
  }
}
