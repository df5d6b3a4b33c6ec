import {existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {IsthmusError} from '../../model/errors.js'
import {completeCommit} from './journal.js'
import {journalFile, lockFile, markerFile, stagingPrefix} from './layout.js'
import {lockLake} from './lock.js'

/** A lake that may be written to. */
export interface OpenLake {
  readonly folder: string
  /** A folder within the lake, for what is not committed: relative, and with its path. */
  readonly staging: string
  readonly stagingPath: string
  /** Removes the staging folder and lets go of the lake. */
  close(): Promise<void>
}

/**
 * Makes a lake of a new or empty folder, or opens one; completes a commit that was cut off, and clears away what crashed ingests left.
 * @throws IsthmusError (usage) where the folder holds anything else; (refused) where another ingest is at work
 */
export async function openLake(folder: string): Promise<OpenLake> {
  checkFolder(folder)
  const isNew = !existsSync(folder)
  mkdirSync(folder, {recursive: true})
  const unlock = await lockLake(folder)
  try {
    await completeCommit(folder)
    for (const name of readdirSync(folder)) {
      if (name.startsWith(stagingPrefix)) rmSync(join(folder, name), {recursive: true})
    }
    const staging = `${stagingPrefix}${process.pid}`
    const stagingPath = join(folder, staging)
    mkdirSync(stagingPath)
    return {
      folder,
      staging,
      stagingPath,
      async close() {
        rmSync(stagingPath, {recursive: true, force: true})
        await unlock()
        if (isNew && readdirSync(folder).length === 0) rmdirSync(folder)
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

function checkFolder(folder: string): void {
  const status = statSync(folder, {throwIfNoEntry: false})
  if (!status) return
  if (!status.isDirectory()) {
    throw new IsthmusError(
      'usage',
      `'${folder}' is not a folder`,
      'Give the path of a lake, or of a new or empty folder.',
    )
  }
  const others = readdirSync(folder).filter(name => !name.startsWith(lockFile) && !name.startsWith(stagingPrefix))
  if (others.length > 0 && !existsSync(join(folder, markerFile)) && !others.includes(journalFile)) {
    throw new IsthmusError(
      'usage',
      `the folder '${folder}' is not empty and no lake: it has no ${markerFile}`,
      'Give the path of a lake, or of a new or empty folder.',
    )
  }
}
