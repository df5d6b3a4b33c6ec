import {z} from 'zod'
import {folderName, type NameFault} from './quoting/names.js'

/** Where a table and its partitions lie below the prefix of a region. */
export const layoutFields = {
  /** `{project}` and `{table}` are replaced. */
  tablePath: z.string().min(1).default('{project}.db/{table}'),
  /** `{date}` is replaced. */
  partitionPath: z.string().min(1).default('ds={date}'),
  /** Dates as `20261120` instead of `2026-11-20`. */
  compactDates: z.boolean().default(false),
}

export interface Layout {
  readonly tablePath: string
  readonly partitionPath: string
  readonly compactDates: boolean
}

interface Located {
  readonly table: string
  readonly project: string
}

/** Why the table can have no folder. */
export function layoutFault({table, project}: Located): NameFault {
  return folderName(table) ?? folderName(project)
}

export function tableFolder(layout: Layout, prefix: string, {table, project}: Located): string {
  const path = layout.tablePath.replace(/\{(project|table)\}/g, (_, field) => (field === 'table' ? table : project))
  return `${prefix.replace(/\/+$/, '')}/${path}`
}

export function partitionFolder(layout: Layout, prefix: string, located: Located, date: string): string {
  return `${tableFolder(layout, prefix, located)}/${layout.partitionPath.replaceAll('{date}', shownDate(layout, date))}`
}

export function shownDate({compactDates}: {readonly compactDates: boolean}, date: string): string {
  return compactDates ? date.replaceAll('-', '') : date
}
