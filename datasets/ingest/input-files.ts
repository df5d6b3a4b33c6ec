import {readdirSync, realpathSync, type Stats, statSync} from 'node:fs'
import {join} from 'node:path'
import {IsthmusError} from '../../model/errors.js'

/** One file to be read. */
export interface InputFile {
  readonly path: string
  /** The file as the user named it; below a folder: the folder as the user named it and the way from there. */
  readonly file: string
  /** Size as it lies on the disk, bytes: compressed where the file is. */
  readonly bytes: number
}

/**
 * The files of these paths, in the order of the paths; those of a folder and its folders in order of their names. Names that
 * begin with a dot or an underscore are left out of folders: by custom they are marks (`_SUCCESS`, `.crc`) and no data. A file
 * that is named twice, or by two names, is read once.
 * @throws IsthmusError (usage) where a path does not exist or a folder has no file
 */
export function inputFiles(paths: readonly string[]): readonly InputFile[] {
  const files = new Map<string, InputFile>()
  for (const path of paths) {
    const stats = statsOf(path)
    const found = [...filesBelow(path, stats, new Set())]
    if (found.length === 0)
      throw new IsthmusError('usage', `there is no file in '${path}'`, 'Give a folder with files.')
    for (const file of found) {
      const real = realpathSync(file.path)
      if (!files.has(real)) files.set(real, file)
    }
  }
  return [...files.values()]
}

function* filesBelow(path: string, stats: Stats, above: ReadonlySet<string>): Generator<InputFile> {
  if (!stats.isDirectory()) {
    yield {path, file: path, bytes: stats.size}
    return
  }
  const real = realpathSync(path)
  if (above.has(real)) return // a link to a folder above it: its files are read already
  const names = readdirSync(path).filter(name => !/^[._]/.test(name))
  for (const name of names.sort()) {
    const child = join(path, name)
    const childStats = statsOf(child)
    if (childStats.isFile() || childStats.isDirectory()) yield* filesBelow(child, childStats, new Set([...above, real]))
  }
}

function statsOf(path: string): Stats {
  const stats = statSync(path, {throwIfNoEntry: false})
  if (stats === undefined)
    throw new IsthmusError('usage', `there is no file or folder '${path}'`, 'Give paths that exist.')
  return stats
}
