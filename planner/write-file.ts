import {randomUUID} from 'node:crypto'
import {mkdir, open, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'

/** Writes a file whole or not at all: to a temporary name beside it, flushed to disk, then renamed over the old one. */
export async function writeFileWhole(path: string, content: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, {recursive: true})
  const temporary = join(folder, `.${randomUUID()}.part`)
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    const directory = await open(folder, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  } catch (error) {
    await rm(temporary, {force: true})
    throw error
  }
}
