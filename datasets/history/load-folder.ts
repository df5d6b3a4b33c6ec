import {statSync} from 'node:fs'
import {IsthmusError} from '../../model/errors.js'
import type {Topology} from '../../model/topology.js'
import {nameType, regionTypeSql} from './cells.js'
import {type FactName, factTables, type Referent} from './columns.js'
import {type Database, identifier} from './database.js'
import type {Findings} from './findings.js'
import {type LoadContext, type LoadedTable, loadTable} from './load-table.js'
import {createNameKey} from './name-keys.js'
import {findSources} from './sources.js'
import {readTopology} from './topology-file.js'

/** A history folder in the database: one typed table for each fact table, and `run_day` with the day of each run. */
export interface LoadedFolder {
  /** Absent where it is faulty, which is a finding. */
  readonly topology: Topology | undefined
  readonly tables: ReadonlyMap<FactName, LoadedTable>
  readonly fileCount: number
}

/** Loads every file of a folder; whatever is wrong becomes a finding. @throws IsthmusError where there is no such folder. */
export async function loadFolder(
  database: Database,
  folder: string,
  allowExtraColumns: boolean,
  findings: Findings,
  onProgress: (stage: string, share: number) => void,
): Promise<LoadedFolder> {
  if (!statSync(folder, {throwIfNoEntry: false})?.isDirectory()) {
    const advice = 'Give the path of a folder with topology.yaml and the fact tables.'
    throw new IsthmusError('bad-input', `there is no history folder '${folder}'`, advice)
  }
  const topology = readTopology(folder, findings)
  const sources = findSources(folder, findings)
  const known = new Set<Referent>()
  if (topology) {
    await database.run(regionTypeSql(topology))
    known.add('region')
  }
  const regionNames = topology?.regions.map(region => region.name) ?? []
  const context: LoadContext = {database, findings, allowExtraColumns, regionNames, known}
  const tables = new Map<FactName, LoadedTable>()
  let fileCount = 0
  for (const [i, table] of factTables.entries()) {
    onProgress(`reading ${table.name}`, i / factTables.length)
    const files = sources.get(table.name) ?? []
    const loaded = await loadTable(context, table, files)
    tables.set(table.name, loaded)
    fileCount += files.length
    const name = table.columns.find(column => column.type === 'name')
    if (!name || !loaded.complete) continue
    const referent = name.name as Referent
    const column = identifier(name.name)
    await database.run(
      referent === 'table' || referent === 'run'
        ? createNameKey(referent, table.name)
        : `CREATE TYPE ${nameType.project} AS ENUM (
             SELECT ${column} FROM ${identifier(table.name)} GROUP BY ${column} ORDER BY min(rowid))`,
    )
    known.add(referent)
  }
  await database.run(
    `CREATE TABLE run_day AS
     SELECT rowid::INTEGER AS run, date_diff('day', DATE '1970-01-01', start::DATE)::INTEGER AS day, hour(start)::INTEGER AS hour
     FROM runs WHERE start IS NOT NULL`,
  )
  return {topology, tables, fileCount}
}
