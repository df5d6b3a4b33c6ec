import {present, shownValue} from '../../history/findings.js'
import {cellBoolean, cellNumber, cellText} from '../../ingest/cell-values.js'
import type {ExportRow} from '../../ingest/export-rows.js'
import {regionOfExport} from '../../ingest/region-of-export.js'
import type {RowSource} from './job-row.js'
import {placeOfTable} from './job-row.js'
import {dayOfPartitionId, nameOfParts, type TableName} from './table-names.js'

type Cells = ExportRow['cells']

/** Days of tables partitioned by hour that are summed at a time; beyond it the one seen first goes. */
const mostHourlyDays = 100_000

/** The views of INFORMATION_SCHEMA that say what tables hold: TABLE_STORAGE, PARTITIONS and TABLE_OPTIONS. Sizes are logical bytes, as those processed are. */
export class SizeRows {
  /** Bytes by hour, of each table and day. */
  readonly #hours = new Map<string, Map<string, number>>()

  /** Takes the row in; false where it is of none of these views. */
  take(exported: ExportRow, source: RowSource): boolean {
    const {cells, row} = exported
    if (cells.table_name === undefined || (cells.table_schema ?? cells.dataset_id) === undefined) return false
    const isPartition = cells.partition_id !== undefined || cells.total_billable_bytes !== undefined
    const isOption = cells.option_name !== undefined
    if (!isPartition && !isOption && cells.total_logical_bytes === undefined) return false
    const project = cellText(cells.table_catalog) ?? cellText(cells.project_id)
    const dataset = cellText(cells.table_schema) ?? cellText(cells.dataset_id)
    const name = nameOfParts(project, dataset, cellText(cells.table_name))
    if (name === undefined) {
      const message = 'the row does not say whose project the table is of'
      const advice = 'Export table_catalog, table_schema and table_name.'
      const value = shownValue(cellText(cells.table_name) ?? '')
      source.intake.fault({
        kind: 'missing-field',
        file: source.file,
        row,
        column: 'table_catalog',
        value,
        message,
        advice,
      })
      return true
    }
    const context = {file: source.file, row, value: name.table}
    if (name.kind !== 'stored') source.intake.drop({reason: `${name.kind} table`, ...context})
    else if (isOption) takeOption(cells, name, source)
    else if (cellText(cells.partition_id) !== undefined) this.#takePartition(cells, name, source, row)
    else if (cellBoolean(cells.deleted) === true) source.intake.drop({reason: 'table that is deleted', ...context})
    else takeStorage(cells, name, source)
    return true
  }

  #takePartition(cells: Cells, name: TableName, source: RowSource, row: number): void {
    const id = cellText(cells.partition_id)!
    const day = dayOfPartitionId(id)
    const bytes = cellNumber(cells.total_logical_bytes) ?? 0
    if (day === undefined) {
      const reason = /^\d{6}$|^\d{4}$/.test(id)
        ? 'size of a partition of a month or a year'
        : 'size of a partition without a date'
      source.intake.drop({reason, bytes, file: source.file, row, value: `${name.table}$${id}`})
      return
    }
    if (id.length === 8) source.intake.partition(name.table, day, bytes)
    else source.intake.partition(name.table, day, this.#dayBytes(`${name.table}$${day}`, id, bytes, source))
    source.intake.table({table: name.table, place: placeOf(cells, name, source), partitioned: true})
  }

  /** Bytes of the day with this hour of it: what the intake is told last holds them all. */
  #dayBytes(key: string, hour: string, bytes: number, {file, intake}: RowSource): number {
    let hours = this.#hours.get(key)
    if (hours === undefined) {
      if (this.#hours.size >= mostHourlyDays) {
        const [first] = this.#hours.keys()
        this.#hours.delete(first!)
        intake.drop({reason: 'sum of hourly partitions that was let go', file, value: first!})
      }
      hours = new Map()
      this.#hours.set(key, hours)
    }
    hours.set(hour, bytes)
    let sum = 0
    for (const each of hours.values()) sum += each
    return sum
  }
}

/** TABLE_STORAGE, and the rows of PARTITIONS that are of tables without partitions. A date shard is a partition of all of them. */
function takeStorage(cells: Cells, name: TableName, source: RowSource): void {
  const storedBytes = cellNumber(cells.total_logical_bytes)
  const place = placeOf(cells, name, source)
  if (name.isShard) {
    source.intake.table({table: name.table, place, partitioned: true})
    if (name.day !== undefined && storedBytes !== undefined) source.intake.partition(name.table, name.day, storedBytes)
    return
  }
  // where it has partitions it does not say whether they are of days
  const partitions = cellNumber(cells.total_partitions)
  const partitioned =
    partitions === undefined && cells.total_billable_bytes === undefined ? undefined : (partitions ?? 0) > 0
  source.intake.table({
    table: name.table,
    place,
    ...present('storedBytes', storedBytes),
    ...present('partitioned', partitioned === true ? undefined : partitioned),
  })
}

function takeOption(cells: Cells, name: TableName, source: RowSource): void {
  if (cellText(cells.option_name) !== 'partition_expiration_days') return
  const days = cellNumber(cells.option_value)
  const place = placeOf(cells, name, source)
  if (days !== undefined) source.intake.table({table: name.table, place, retentionDays: Math.ceil(days)})
}

function placeOf(cells: Cells, name: TableName, source: RowSource): ReturnType<typeof placeOfTable> {
  return placeOfTable(name, regionOfExport(cells, source.file))
}
