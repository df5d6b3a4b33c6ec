import {createHash} from 'node:crypto'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach} from 'vitest'
import {type IngestOptions, type IngestResult, ingestInto} from '../../../datasets/ingest/ingest.js'
import type {Adapter, Intake} from '../../../datasets/ingest/intake.js'
import type {TopologyMap} from '../../../datasets/ingest/located.js'
import type {ObservedAccess, ObservedRun} from '../../../datasets/ingest/observed.js'
import {parseDay} from '../../../model/days.js'
import {adapterOptions} from '../ingest/recording-intake.js'

export const regions = ['east', 'north', 'west']

/** Takes `region` and `project` of a place as they are; schema `d-REGION` is an assumed region. */
export const plainMap: TopologyMap = {
  topologyText: `formatVersion: "1.0"\nregions:\n${regions.map(name => `  - name: ${name}\n`).join('')}`,
  regions,
  locate: ({region, project, schema}) => {
    const assumed = schema?.startsWith('d-') ? schema.slice(2) : undefined
    return {
      ...(region !== undefined && regions.includes(region) ? {region} : assumed === undefined ? {} : {region: assumed}),
      regionFrom: region === undefined ? 'assumed' : 'exact',
      ...(project === undefined ? {} : {project}),
      projectFrom: 'exact',
    }
  },
}

export type Tell = (intake: Intake) => void | Promise<void>

/** An adapter that tells what the function tells. */
export const adapterOf = (tell: Tell): Adapter => ({
  kind: 'told',
  describe: 'tells what a test says',
  read: async (_, intake) => tell(intake),
})

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
})

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-lake-'))
  folders.push(folder)
  return folder
}

export interface Told extends Partial<IngestOptions> {
  readonly name?: string
}

export function ingestTold(lake: string, tell: Tell, {name = 'told', ...options}: Told = {}): Promise<IngestResult> {
  return ingestInto(
    lake,
    {adapter: adapterOf(tell), name, paths: []},
    {map: plainMap, adapter: adapterOptions(), skipBroken: false, replaceDays: false, ...options},
  )
}

export const day = (text: string): number => parseDay(text)

/** A run of project p in the east on a day at 03:00, for ten minutes. */
export function runOf(run: string, date: string, changes: Partial<ObservedRun> = {}): ObservedRun {
  const startMs = Date.parse(`${date}T03:00:00Z`)
  return {
    run,
    job: `job-${run.split('-')[0]}`,
    startMs,
    endMs: startMs + 600_000,
    place: {region: 'east', project: 'p'},
    inputs: [],
    outputs: [],
    ...changes,
  }
}

/** An access to a table that lies in project p in the east. */
export function accessOf(table: string, changes: Partial<ObservedAccess> = {}): ObservedAccess {
  return {table, place: {region: 'east', project: 'p'}, ...changes}
}

/** Rows of SQL over a lake's Parquet files, as plain values; dates and times as text. */
export async function lakeRows(lake: string, sql: string): Promise<unknown[][]> {
  const {DuckDBInstance} = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const files = sql.replace(/'@([^']*)'/g, (_, path: string) => `'${join(lake, path)}'`)
    const reader = await connection.runAndReadAll(files)
    return reader
      .getRowsJson()
      .map(row => row.map(cell => (typeof cell === 'string' && /^\d+$/.test(cell) ? Number(cell) : cell)))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Every file of a folder with a hash of its bytes. */
export function hashesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
  const paths = names.map(entry => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(
    paths.map(path => [path.slice(folder.length + 1), createHash('sha1').update(readFileSync(path)).digest('hex')]),
  )
}
