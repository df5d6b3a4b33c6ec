import {readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'

/** Folders of more bytes are kept on disk and not in memory while they are worked with. */
const LARGEST_IN_MEMORY = 128 << 20

/** Where the database of a folder is to be (Database.open). */
export function placeFor(folder: string): 'memory' | 'disk' {
  return bytesOf(folder) > LARGEST_IN_MEMORY ? 'disk' : 'memory'
}

/** Bytes of all files below a folder; 0 where there is none. */
function bytesOf(folder: string): number {
  if (!statSync(folder, {throwIfNoEntry: false})?.isDirectory()) return 0
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort()
  return files.reduce((sum, file) => sum + (statSync(join(folder, file), {throwIfNoEntry: false})?.size ?? 0), 0)
}
