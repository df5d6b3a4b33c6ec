import {existsSync} from 'node:fs'
import {cp, mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {parse, stringify} from 'yaml'
import type {Move} from '../model/plan.js'

type Row = Record<string, string>

interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** What goes wrong with the days that arrive. */
export interface Faults {
  /** Reads twice as much. */
  doubledJob?: string
  /** Is neither read nor written. */
  deadTable?: string
}

/**
 * A history folder that grows by a day at a time, copied from a whole one (CSV without quotes). Projects that moved have their new home from then on:
 * the projects file names it, and runs that arrive later ran there. Days that have arrived are never rewritten.
 */
export class ArrivingHistory {
  readonly days: readonly string[]
  readonly faults: Faults = {}
  readonly #folder: string
  readonly #projects: Table
  readonly #byDay: ReadonlyMap<string, Map<string, Row[]>>
  readonly #columns: ReadonlyMap<string, readonly string[]>
  readonly #jobOfRun: ReadonlyMap<string, string>
  readonly #homes = new Map<string, string>()

  private constructor(
    folder: string,
    projects: Table,
    byDay: ReadonlyMap<string, Map<string, Row[]>>,
    columns: ReadonlyMap<string, readonly string[]>,
    jobOfRun: ReadonlyMap<string, string>,
  ) {
    this.#folder = folder
    this.#projects = projects
    this.#byDay = byDay
    this.#columns = columns
    this.#jobOfRun = jobOfRun
    this.days = [...(byDay.get('runs') as Map<string, Row[]>).keys()].sort()
  }

  static async from(source: string, folder: string): Promise<ArrivingHistory> {
    await mkdir(folder, {recursive: true})
    await cp(join(source, 'topology.yaml'), join(folder, 'topology.yaml'))
    for (const name of ['tables', 'dependencies']) {
      const table = await readTable(source, name)
      if (table !== undefined) await writeTable(join(folder, `${name}.csv`), table)
    }
    const projects = (await readTable(source, 'projects')) as Table
    await writeTable(join(folder, 'projects.csv'), projects)
    const runs = (await readTable(source, 'runs')) as Table
    const dayOfRun = new Map(runs.rows.map(row => [row.run!, row.start!.slice(0, 10)]))
    const days = [...new Set(dayOfRun.values())].sort()
    const byDay = new Map<string, Map<string, Row[]>>()
    const columns = new Map<string, readonly string[]>()
    for (const name of ['runs', 'reads', 'writes', 'partitions']) {
      const table = name === 'runs' ? runs : await readTable(source, name)
      if (table === undefined) continue
      const dayOf = (row: Row) =>
        name === 'partitions' ? later(row.partition_date!, days[0]!) : dayOfRun.get(row.run!)!
      columns.set(name, table.columns)
      byDay.set(name, groupedBy(table.rows, dayOf))
    }
    return new ArrivingHistory(folder, projects, byDay, columns, new Map(runs.rows.map(row => [row.run!, row.job!])))
  }

  /** The rows of a day are there from now on, with the homes and the faults of now. */
  async arrive(day: string): Promise<void> {
    const {doubledJob, deadTable} = this.faults
    for (const [name, days] of this.#byDay) {
      const rows = (days.get(day) ?? []).flatMap(row => {
        if (deadTable !== undefined && row.table === deadTable) return []
        if (name === 'runs') return [{...row, region: this.#homes.get(row.project!) ?? row.region!}]
        const isDoubled = name === 'reads' && this.#jobOfRun.get(row.run!) === doubledJob
        return isDoubled ? [{...row, bytes: String(2 * Number(row.bytes))}] : [row]
      })
      if (rows.length === 0) continue
      await mkdir(join(this.#folder, name), {recursive: true})
      await writeTable(join(this.#folder, name, `${day}.csv`), {columns: this.#columns.get(name)!, rows})
    }
  }

  /** The moves are carried out: the projects live at their new home, and so do their runs from the next day that arrives. */
  async carryOut(moves: readonly Move[]): Promise<void> {
    for (const {project, to} of moves) if (project !== undefined) this.#homes.set(project, to)
    const rows = this.#projects.rows.map(row => ({...row, region: this.#homes.get(row.project!) ?? row.region!}))
    await writeTable(join(this.#folder, 'projects.csv'), {...this.#projects, rows})
  }

  async closeLink(from: string, to: string): Promise<void> {
    const path = join(this.#folder, 'topology.yaml')
    const topology = parse(await readFile(path, 'utf8')) as {
      links?: {from: string; to: string; capacityBytesPerDay?: number}[]
    }
    const links = topology.links ?? []
    const link = links.find(row => row.from === from && row.to === to)
    if (link === undefined) links.push({from, to, capacityBytesPerDay: 0})
    else link.capacityBytesPerDay = 0
    await writeFile(path, stringify({...topology, links}))
  }

  /** Bytes that jobs read on the days before `day`, by job. */
  bytesByJob(day: string): Map<string, number> {
    const bytes = new Map<string, number>()
    for (const row of this.#readsBefore(day)) {
      const job = this.#jobOfRun.get(row.run!)!
      bytes.set(job, (bytes.get(job) ?? 0) + Number(row.bytes))
    }
    return bytes
  }

  /** Days before `day` on which a table was read, by table. */
  readDaysByTable(day: string): Map<string, number> {
    const days = new Map<string, number>()
    for (const [d, rows] of this.#byDay.get('reads')!) {
      if (d >= day) continue
      for (const table of new Set(rows.map(row => row.table!))) days.set(table, (days.get(table) ?? 0) + 1)
    }
    return days
  }

  *#readsBefore(day: string): Iterable<Row> {
    for (const [d, rows] of this.#byDay.get('reads')!) if (d < day) yield* rows
  }
}

function groupedBy(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

const later = (a: string, b: string): string => (a > b ? a : b)

async function readTable(folder: string, name: string): Promise<Table | undefined> {
  const path = [`${name}.csv`, `${name}.csv.gz`].map(file => join(folder, file)).find(file => existsSync(file))
  if (path === undefined) return undefined
  const data = await readFile(path)
  const text = (path.endsWith('.gz') ? gunzipSync(data) : data).toString('utf8')
  if (text.includes('"')) throw new Error(`${path}: quoted cells are not read here`)
  const [head, ...lines] = text.trimEnd().split('\n')
  const columns = head!.split(',')
  const rows = lines.map(line => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]!]))
  })
  return {columns, rows}
}

async function writeTable(path: string, {columns, rows}: Table): Promise<void> {
  const lines = rows.map(row => columns.map(column => row[column]).join(','))
  await writeFile(path, `${[columns.join(','), ...lines].join('\n')}\n`)
}
