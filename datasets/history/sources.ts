import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {closestName} from './closest-name.js'
import {type FactName, type FactTable, factTables} from './columns.js'
import type {Findings} from './findings.js'

export type SourceKind = 'csv' | 'ndjson' | 'parquet'

/** One file of a fact table. */
export interface SourceFile {
  /** Path relative to the history folder, with forward slashes. */
  readonly file: string
  readonly path: string
  readonly kind: SourceKind
  readonly gzipped: boolean
  /** `key=value` of the folders above it (Hive style); a value of null stands for Hive's default partition. */
  readonly hive: ReadonlyMap<string, string | null>
}

const dataFile = /^(?<stem>.+?)\.(?:(?<kind>csv|ndjson)(?<gz>\.gz)?|(?<parquet>parquet))$/
const ignoredFile = /^(?:[._].*|SOURCE\.txt|LICENSE.*|README.*|manifest\.json)$/

/** The files of each fact table of a folder, in the order of their paths; whatever is out of place is a finding. */
export function findSources(folder: string, findings: Findings): ReadonlyMap<FactName, readonly SourceFile[]> {
  const entries = readdirSync(folder, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1))
  const names: readonly string[] = factTables.map(table => table.name)
  for (const entry of entries) {
    const stem = entry.isDirectory() ? entry.name : dataFile.exec(entry.name)?.groups?.stem
    if (stem === undefined || names.includes(stem) || ignoredFile.test(entry.name)) continue
    if (entry.isDirectory() && filesBelow(folder, entry.name).length === 0) continue
    const closest = closestName(stem, names)
    findings.add({
      kind: 'unknown-file',
      file: entry.isDirectory() ? `${entry.name}/` : entry.name,
      message: `there is no table '${stem}' in a history`,
      advice: closest === undefined ? `Take it out; known tables: ${names.join(', ')}.` : `Did you mean '${closest}'?`,
    })
  }
  const sources = new Map<FactName, readonly SourceFile[]>()
  for (const table of factTables) {
    const own = entries.filter(entry =>
      entry.isDirectory() ? entry.name === table.name : dataFile.exec(entry.name)?.groups?.stem === table.name,
    )
    if (own.length > 1) {
      findings.add({
        kind: 'two-files',
        file: own.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name)).join(', '),
        message: `table '${table.name}' is there more than once`,
        advice: 'Keep one file or one folder.',
      })
      continue
    }
    const files = own.flatMap(entry =>
      entry.isDirectory() ? folderFiles(folder, table, findings) : [sourceFile(folder, entry.name)!],
    )
    if (files.length > 0) sources.set(table.name, files)
    else if (own.length > 0 || table.required) {
      findings.add({
        kind: 'missing-file',
        file: own.length > 0 ? `${table.name}/` : table.name,
        message: own.length > 0 ? 'the folder holds no data file' : `required table '${table.name}' is missing`,
        advice: `Add ${table.name}${own.length > 0 ? '/*' : ''}.csv, .ndjson or .parquet (${table.meaning.toLowerCase()}).`,
      })
    }
  }
  return sources
}

function folderFiles(folder: string, table: FactTable, findings: Findings): SourceFile[] {
  const files: SourceFile[] = []
  for (const file of filesBelow(folder, table.name)) {
    const source = sourceFile(folder, file)
    if (source) files.push(source)
    else {
      findings.add({
        kind: 'unknown-file',
        file,
        message: `the file is none of .csv, .csv.gz, .ndjson, .ndjson.gz, .parquet`,
        advice: `Take it out of the folder of '${table.name}', or begin its name with an underscore.`,
      })
    }
  }
  return files
}

/** Paths of the files below a folder that are not to be ignored, sorted. */
function filesBelow(folder: string, name: string): string[] {
  const files: string[] = []
  const walk = (relative: string) => {
    for (const entry of readdirSync(join(folder, relative), {withFileTypes: true})) {
      if (ignoredFile.test(entry.name)) continue
      if (entry.isDirectory()) walk(`${relative}/${entry.name}`)
      else files.push(`${relative}/${entry.name}`)
    }
  }
  walk(name)
  return files.sort()
}

function sourceFile(folder: string, file: string): SourceFile | undefined {
  const groups = dataFile.exec(file.slice(file.lastIndexOf('/') + 1))?.groups
  if (!groups) return undefined
  const hive = new Map<string, string | null>()
  for (const part of file.split('/').slice(1, -1)) {
    const equals = part.indexOf('=')
    if (equals <= 0) continue
    const value = decodeHive(part.slice(equals + 1))
    hive.set(part.slice(0, equals), value === '__HIVE_DEFAULT_PARTITION__' ? null : value)
  }
  const kind = (groups.kind ?? 'parquet') as SourceKind
  return {file, path: join(folder, file), kind, gzipped: groups.gz !== undefined, hive}
}

/** `2026-11-18%2012` → `2026-11-18 12`; text that is not well encoded stays as it is. */
function decodeHive(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
