import {mkdir, open} from 'node:fs/promises'
import {join} from 'node:path'
import {formatDay} from '../../model/days.js'
import {syncPath} from '../durable/sync.js'
import {writeDay} from './day-rows.js'
import type {FactTable} from './fact-columns.js'
import {FactFile, type StreamFormat} from './fact-file.js'
import {type CsvFile, convertToParquet} from './parquet-files.js'
import {writeDependencies, writePartitions, writeProjects, writeTables} from './platform-rows.js'
import {replaceGenerated} from './replace-generated.js'
import type {SyntheticHistory} from './synthetic-history.js'
import {topologyText} from './topology-text.js'

/** File formats of the fact tables, as their names end. */
export const historyFormats = ['csv', 'csv.gz', 'ndjson', 'parquet'] as const
export type HistoryFormat = (typeof historyFormats)[number]

/** Above this scale runs, reads and writes are one file a day in a folder of their own. */
export const oneFileUpToScale = 4

const dayTables = ['runs', 'reads', 'writes'] as const
const platformTables = {
  projects: writeProjects,
  tables: writeTables,
  partitions: writePartitions,
  dependencies: writeDependencies,
} as const

/**
 * Writes a history folder (formats.md section 1), day by day, durably and all or nothing. The same history gives the same
 * bytes (Parquet: the same rows).
 * @throws IsthmusError (usage) where `folder` holds something that may not be replaced; see replaceGenerated
 */
export async function writeHistory(
  folder: string,
  history: SyntheticHistory,
  format: HistoryFormat,
  options: {readonly force?: boolean} = {},
): Promise<void> {
  await replaceGenerated(folder, options.force ?? false, async temporary => {
    const written = new FactFiles(temporary, format === 'parquet' ? 'csv' : format)
    try {
      for (const [table, writeRows] of Object.entries(platformTables)) {
        const file = await written.open(table as FactTable)
        await writeRows(history, file)
        await written.close(file)
      }
      if (history.scale > oneFileUpToScale) await writeByDay(history, temporary, written)
      else await writeTogether(history, written)
      if (format === 'parquet') await convertToParquet(written.files)
    } finally {
      await written.abandon()
    }
    if (history.scale > oneFileUpToScale) for (const table of dayTables) await syncPath(join(temporary, table))
    const topology = await open(join(temporary, 'topology.yaml'), 'wx')
    await topology.writeFile(topologyText(history))
    await topology.sync()
    await topology.close()
  })
}

async function writeTogether(history: SyntheticHistory, written: FactFiles): Promise<void> {
  const files = await openDay(written, table => table)
  for (const day of history.days()) await writeDay(history, day, files)
  for (const table of dayTables) await written.close(files[table])
}

async function writeByDay(history: SyntheticHistory, temporary: string, written: FactFiles): Promise<void> {
  for (const table of dayTables) await mkdir(join(temporary, table))
  for (const day of history.days()) {
    const files = await openDay(written, table => `${table}/day=${formatDay(day.day)}`)
    await writeDay(history, day, files)
    for (const table of dayTables) await written.close(files[table])
  }
}

async function openDay(
  written: FactFiles,
  name: (table: FactTable) => string,
): Promise<Record<(typeof dayTables)[number], FactFile>> {
  return {
    runs: await written.open('runs', name('runs')),
    reads: await written.open('reads', name('reads')),
    writes: await written.open('writes', name('writes')),
  }
}

/** The files written so far, and those that are still open. */
class FactFiles {
  readonly files: CsvFile[] = []
  private readonly folder: string
  private readonly format: StreamFormat
  private readonly stillOpen = new Set<FactFile>()

  constructor(folder: string, format: StreamFormat) {
    this.folder = folder
    this.format = format
  }

  async open(table: FactTable, name: string = table): Promise<FactFile> {
    const path = join(this.folder, `${name}.${this.format}`)
    const file = await FactFile.create(path, table, this.format)
    this.files.push({path, table})
    this.stillOpen.add(file)
    return file
  }

  async close(file: FactFile): Promise<void> {
    await file.close()
    this.stillOpen.delete(file)
  }

  async abandon(): Promise<void> {
    for (const file of this.stillOpen) await file.abandon()
  }
}
