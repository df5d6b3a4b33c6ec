import {lstat, mkdir, mkdtemp, readdir, rename, rm, rmdir} from 'node:fs/promises'
import {basename, dirname, join, resolve} from 'node:path'
import {IsthmusError} from '../../model/errors.js'
import {syncPath} from './sync.js'

type FolderState = 'absent' | 'empty' | 'filled'

/**
 * Fills a temporary sibling of `folder` and puts it in place by renaming, so that readers see the old folder or the new
 * one and never a half. Whatever goes wrong, the temporary folder is removed and the old one is left as it was.
 * @param checkContent asked before and after the filling where the folder holds something; throws where that may not be replaced
 * @throws IsthmusError (usage) where `folder` is a file; what `checkContent` throws
 */
export async function swapFolder<T>(
  folder: string,
  checkContent: (target: string) => Promise<void>,
  fill: (temporary: string) => Promise<T>,
): Promise<T> {
  const target = resolve(folder)
  await stateOf(folder, target, checkContent)
  await mkdir(dirname(target), {recursive: true})
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
  try {
    const filled = join(temporary, 'new')
    await mkdir(filled)
    const result = await fill(filled)
    await syncPath(filled)
    const state = await stateOf(folder, target, checkContent)
    const old = join(temporary, 'old')
    if (state === 'filled') await rename(target, old)
    else if (state === 'empty') await rmdir(target)
    try {
      await rename(filled, target)
    } catch (error) {
      if (state === 'filled') await rename(old, target)
      throw error
    }
    await syncPath(dirname(target))
    return result
  } finally {
    await rm(temporary, {recursive: true, force: true})
  }
}

async function stateOf(
  folder: string,
  target: string,
  checkContent: (target: string) => Promise<void>,
): Promise<FolderState> {
  const status = await lstat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!status) return 'absent'
  if (!status.isDirectory()) {
    throw new IsthmusError('usage', `'${folder}' is not a folder`, 'Give the path of a new or an empty folder.')
  }
  if ((await readdir(target)).length === 0) return 'empty'
  await checkContent(target)
  return 'filled'
}
