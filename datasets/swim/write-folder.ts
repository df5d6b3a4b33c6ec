import {open} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {stringify} from 'yaml'
import {formatDay} from '../../model/days.js'
import type {FactTable} from '../synthetic/fact-columns.js'
import {FactFile} from '../synthetic/fact-file.js'
import {replaceGenerated} from '../synthetic/replace-generated.js'
import {generatedMark} from '../synthetic/topology-text.js'
import type {ComposedPlatform} from './compose.js'
import type {SwimSettings} from './options.js'
import {outputPrefix} from './read-trace.js'
import type {RecurringJobs} from './recurring-jobs.js'
import type {TableSizes} from './table-sizes.js'
import {type Trace, windowOf, windowSeconds} from './trace.js'

/** A trace with everything that was composed for it. */
export interface SwimHistory {
  readonly trace: Trace
  readonly jobs: RecurringJobs
  readonly sizes: TableSizes
  readonly platform: ComposedPlatform
}

type WriteRows = (history: SwimHistory, file: FactFile, settings: SwimSettings) => Promise<void>

/** A day has as many seconds as 24 windows: a window is stretched to fill its day. */
const stretch = 86_400 / windowSeconds
const rowsBetweenFlushes = 1024
const replicaBudgetRatio = 0.03

/** Writes the history folder (formats.md section 1), all or nothing. @throws IsthmusError (usage), see replaceGenerated */
export async function writeFolder(
  folder: string,
  trace: string,
  history: SwimHistory,
  settings: SwimSettings,
): Promise<void> {
  const writers: Partial<Record<FactTable, WriteRows>> = {
    projects: writeProjects,
    tables: writeTables,
    runs: writeRuns,
    reads: writeReads,
    ...(history.sizes.output.some(bytes => bytes > 0) ? {writes: writeWrites} : {}),
  }
  await replaceGenerated(folder, settings.force, async temporary => {
    for (const [table, writeRows] of Object.entries(writers)) {
      const path = join(temporary, `${table}.${settings.format}`)
      const file = await FactFile.create(path, table as FactTable, settings.format)
      try {
        await writeRows(history, file, settings)
      } catch (error) {
        await file.abandon()
        throw error
      }
      await file.close()
    }
    const topology = await open(join(temporary, 'topology.yaml'), 'wx')
    try {
      await topology.writeFile(topologyText(trace, history.platform, settings))
      await topology.sync()
    } finally {
      await topology.close()
    }
  })
}

function topologyText(trace: string, {regions}: ComposedPlatform, settings: SwimSettings): string {
  const topology = {
    formatVersion: '1.0',
    currency: 'USD',
    regions: regions.map(name => ({name})),
    defaultLink: {pricePerGB: 1},
    replicaBudgetRatio,
  }
  const {seed, projects, crossProjectShare, crossRegionShare} = settings
  const composed = `seed ${seed}, ${projects} projects, cross-project ${crossProjectShare}, cross-region ${crossRegionShare}`
  const source = JSON.stringify(basename(trace))
  return `${generatedMark} from the SWIM trace ${source}: ${composed}\n${stringify(topology)}`
}

async function writeProjects({platform}: SwimHistory, file: FactFile): Promise<void> {
  const {rows} = file
  platform.projects.forEach((project, p) => {
    rows.text(project)
    rows.text(platform.regions[platform.projectRegion[p]!]!)
    rows.flag(false)
    rows.empty()
    rows.endRow()
  })
}

/** One day of retention: a table is at home in one version also in a span of days that sees none of its rows. */
async function writeTables({trace, jobs, sizes, platform}: SwimHistory, file: FactFile): Promise<void> {
  const {rows} = file
  const writeTable = (name: string, project: number, bytes: number) => {
    rows.text(name)
    rows.text(platform.projects[project]!)
    rows.number(bytes)
    rows.number(1)
    rows.flag(true)
    rows.endRow()
  }
  for (let path = 0; path < sizes.input.length; path++) {
    if (sizes.input[path]! > 0) writeTable(trace.paths[path]!, platform.pathProject[path]!, sizes.input[path]!)
    if (path % rowsBetweenFlushes === 0) await file.flush()
  }
  for (let job = 0; job < sizes.output.length; job++) {
    const name = outputPrefix + jobs.names[job]!
    if (sizes.output[job]! > 0) writeTable(name, platform.jobProject[job]!, sizes.output[job]!)
    if (job % rowsBetweenFlushes === 0) await file.flush()
  }
}

async function writeRuns(
  {trace, jobs, platform}: SwimHistory,
  file: FactFile,
  {firstDay}: SwimSettings,
): Promise<void> {
  const {rows} = file
  for (let row = 0; row < trace.count; row++) {
    const job = jobs.ofRow[row]!
    const project = platform.jobProject[job]!
    const second = (trace.submitSecond[row]! % windowSeconds) * stretch
    rows.text(trace.ids[row]!)
    rows.text(jobs.names[job]!)
    rows.text(platform.projects[project]!)
    rows.text(platform.regions[platform.projectRegion[project]!]!)
    rows.text(`${formatDay(firstDay + windowOf(trace, row))}T${timeOfDay(second)}Z`)
    for (let column = 0; column < 5; column++) rows.empty()
    rows.endRow()
    if (row % rowsBetweenFlushes === 0) await file.flush()
  }
}

async function writeReads({trace}: SwimHistory, file: FactFile): Promise<void> {
  await writeAccess(trace, row => trace.paths[trace.path[row]!]!, trace.inputBytes, file)
}

async function writeWrites({trace, jobs}: SwimHistory, file: FactFile): Promise<void> {
  await writeAccess(trace, row => outputPrefix + jobs.names[jobs.ofRow[row]!]!, trace.outputBytes, file)
}

async function writeAccess(
  trace: Trace,
  tableOf: (row: number) => string,
  bytes: Float64Array,
  file: FactFile,
): Promise<void> {
  const {rows} = file
  for (let row = 0; row < trace.count; row++) {
    if (row % rowsBetweenFlushes === 0) await file.flush()
    if (bytes[row] === 0) continue
    rows.text(trace.ids[row]!)
    rows.text(tableOf(row))
    rows.empty()
    rows.number(bytes[row]!)
    rows.endRow()
  }
}

function timeOfDay(second: number): string {
  return [second / 3600, (second / 60) % 60, second % 60]
    .map(part => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}
