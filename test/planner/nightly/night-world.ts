import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {parse, stringify} from 'yaml'
import {formatDay, parseDay} from '../../../model/days.js'
import {type Config, configSchema} from '../../../planner/config/schema.js'
import type {Ledger} from '../../../planner/ledger/ledger.js'
import {openLedger} from '../../../planner/ledger/open-ledger.js'
import {type NightResult, runNight} from '../../../planner/nightly/run-night.js'
import {isthmus} from '../../support/command.js'

/** A small generated history as CSV: first day 2026-10-23. */
export async function generateHistory(folder: string, days: number, scale: number): Promise<void> {
  const world = [
    '--preset',
    'yugong',
    '--seed',
    '3',
    '--scale',
    String(scale),
    '--days',
    String(days),
    '--format',
    'csv',
  ]
  const made = await isthmus('generate', ...world, '--out', folder)
  if (made.exitCode !== 0) throw new Error(made.stderr)
}

export function configIn(folder: string, more: object = {}): Config {
  return configSchema.parse({
    ...{history: join(folder, 'history'), ledger: join(folder, 'ledger.db'), out: join(folder, 'out')},
    ...more,
  })
}

/** A night with a clock that stands still. */
export function night(
  config: Config,
  asOf: string,
  atStep?: (step: string) => void | Promise<void>,
): Promise<NightResult> {
  return runNight({
    ...{config, asOfDay: parseDay(asOf), pid: process.pid, host: 'here'},
    clock: () => new Date(`${asOf}T01:00:00Z`),
    progress: {stage: () => {}, done: () => {}},
    ...(atStep === undefined ? {} : {atStep}),
  })
}

export function read<T>(config: Config, work: (ledger: Ledger) => T): T {
  const ledger = openLedger(config.ledger)
  try {
    return work(ledger)
  } finally {
    ledger.close()
  }
}

/** Rewrites a CSV of the history without quotes, row by row; a row for which nothing comes back is left out. */
export async function editRows(
  folder: string,
  table: string,
  edit: (row: Record<string, string>) => Record<string, string> | undefined,
): Promise<void> {
  const path = join(folder, `${table}.csv`)
  const [head, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const names = head.split(',')
  const edited = lines.flatMap(line => {
    const cells = line.split(',')
    const row = edit(Object.fromEntries(names.map((name, i) => [name, cells[i]])))
    return row === undefined ? [] : [names.map(name => row[name]).join(',')]
  })
  await writeFile(path, `${[head, ...edited].join('\n')}\n`)
}

interface TopologyLinks {
  links?: {from: string; to: string; capacityBytesPerDay?: number}[]
}

export async function closeLink(folder: string, from: string, to: string): Promise<void> {
  const path = join(folder, 'topology.yaml')
  const topology = parse(await readFile(path, 'utf8')) as TopologyLinks
  const links = topology.links ?? []
  const link = links.find(row => row.from === from && row.to === to)
  if (link === undefined) links.push({from, to, capacityBytesPerDay: 0})
  else link.capacityBytesPerDay = 0
  await writeFile(path, stringify({...topology, links}))
}

/**
 * Days from 2026-10-28 on, small enough for a night in a fraction of a second: two projects in each of three regions, a daily and a snapshot table
 * each, written at home and read from the regions beside it.
 */
export async function tinyHistory(folder: string, days: number): Promise<void> {
  const regions = ['east', 'north', 'west']
  const first = parseDay('2026-10-28')
  const projects = Array.from({length: 6}, (_, p) => ({name: `p${p}`, region: regions[p % 3]!}))
  const rows = {runs: [] as string[], reads: [] as string[], writes: [] as string[]}
  for (let d = 0; d < days; d++) {
    const day = formatDay(first + d)
    projects.forEach(({name, region}, p) => {
      const run = `r${p}-${d}`
      rows.runs.push(`${run},job${p},${name},${region},${day}T0${p}:00:00Z,1`)
      rows.writes.push(`${run},daily${p},${day},${1e9 + p * 1e8}`, `${run},snap${p},,500000000`)
      for (const step of [1, 2, 4]) {
        const other = (p + step) % 6
        for (let age = 0; age <= Math.min(d, step); age++) {
          rows.reads.push(`${run},daily${other},${formatDay(first + d - age)},${(4 - (step % 3)) * 2e8}`)
        }
        rows.reads.push(`${run},snap${other},,300000000`)
      }
    })
  }
  const files = {
    'topology.yaml': stringify({
      ...{formatVersion: '1.0', replicaBudgetRatio: 0.5, defaultLink: {pricePerGB: 1}},
      regions: regions.map(name => ({name})),
    }),
    'projects.csv': ['project,region', ...projects.map(({name, region}) => `${name},${region}`)],
    'tables.csv': [
      'table,project,partition_bytes,retention_days',
      ...projects.flatMap(({name}, p) => [`daily${p},${name},${1e9 + p * 1e8},30`, `snap${p},${name},500000000,1`]),
    ],
    'runs.csv': ['run,job,project,region,start,cpu_hours', ...rows.runs],
    'reads.csv': ['run,table,partition_date,bytes', ...rows.reads],
    'writes.csv': ['run,table,partition_date,bytes', ...rows.writes],
  }
  await mkdir(folder, {recursive: true})
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof text === 'string' ? text : `${text.join('\n')}\n`)
  }
}
