import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'

/** Marks a folder as a lake. Names that begin with an underscore are none of the history's (formats.md section 1). */
export const markerFile = '_lake.json'
export const journalFile = '_commit.json'
export const lockFile = '_lock'
export const stagingPrefix = '_staging-'

/** Folders of a lake with one file for each source and day: `FOLDER/day=2026-11-18/SOURCE.parquet`. */
export const dayFolders = {
  runs: 'runs',
  reads: 'reads',
  writes: 'writes',
  runsFrom: '_provenance/runs',
  readsFrom: '_provenance/reads',
  writesFrom: '_provenance/writes',
  stats: '_stats',
  dropped: '_dropped',
  coverage: '_coverage',
} as const

export type DayFolder = keyof typeof dayFolders

/** Rows of no day are under this name beside the days: `_dropped/SOURCE.parquet`. */
export const NO_DAY = ''

export interface DaySource {
  /** `2026-11-18`, or NO_DAY. */
  readonly day: string
  readonly source: string
}

/** Path of a file within the lake. */
export function dayFile(folder: DayFolder, {day, source}: DaySource): string {
  const extension = folder === 'coverage' ? 'json' : 'parquet'
  return `${dayFolders[folder]}/${day === NO_DAY ? '' : `day=${day}/`}${source}.${extension}`
}

/** The days and sources that a folder of a lake has files of, sorted. */
export function listDays(lake: string, folder: DayFolder): readonly DaySource[] {
  const root = join(lake, dayFolders[folder])
  if (!existsSync(root)) return []
  const found: DaySource[] = []
  const addFiles = (path: string, day: string) => {
    for (const name of readdirSync(path)) {
      const source = /^([a-z0-9-]+)\.(?:parquet|json)$/.exec(name)?.[1]
      if (source !== undefined) found.push({day, source})
    }
  }
  addFiles(root, NO_DAY)
  for (const name of readdirSync(root)) {
    const day = /^day=(\d{4}-\d{2}-\d{2})$/.exec(name)?.[1]
    if (day !== undefined) addFiles(join(root, name), day)
  }
  return found.sort((a, b) => (`${a.day}/${a.source}` < `${b.day}/${b.source}` ? -1 : 1))
}
