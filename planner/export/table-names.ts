import {z} from 'zod'

export const tableNameFields = {
  /** `bare`: the name is a table of the database that is called like its project. `qualified`: `database.table`. */
  tableNames: z.enum(['bare', 'qualified']).default('bare'),
}

export interface DatabaseTable {
  readonly database: string
  readonly table: string
}

/** Database and table that a table name of the history stands for. A qualified name without a dot is taken as bare. */
export function databaseTable(
  {tableNames}: {readonly tableNames: 'bare' | 'qualified'},
  {table, project}: {readonly table: string; readonly project: string},
): DatabaseTable {
  const dot = table.indexOf('.')
  if (tableNames === 'bare' || dot <= 0 || dot === table.length - 1) return {database: project, table}
  return {database: table.slice(0, dot), table: table.slice(dot + 1)}
}
