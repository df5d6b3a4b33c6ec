import {link, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join, resolve} from 'node:path'
import {IsthmusError} from '../../model/errors.js'
import {lockFile} from './layout.js'

interface Holder {
  readonly pid: number
  readonly host: string
}

/** Lakes that this process has the lock of: a lock file with its pid that is not among them is left over from before. */
const held = new Set<string>()

/**
 * Takes the right to write to a lake, which one process has at a time. The lock file names its holder; that of a process which is no
 * more is taken over.
 * @returns what lets go of it
 * @throws IsthmusError (refused) where another ingest is at work
 */
export async function lockLake(lake: string): Promise<() => Promise<void>> {
  const path = join(resolve(lake), lockFile)
  if (held.has(path)) throw busy(lake, {pid: process.pid, host: hostname()}, path)
  held.add(path)
  const mine = `${path}-${process.pid}`
  try {
    await writeFile(mine, JSON.stringify({pid: process.pid, host: hostname()} satisfies Holder))
    while (!(await linked(mine, path))) {
      const holder = await readHolder(path)
      if (holder === undefined) continue
      if (holder !== 'unreadable' && isAlive(holder)) throw busy(lake, holder, path)
      await removeStale(path, `${mine}-stale`, holder)
    }
  } catch (error) {
    held.delete(path)
    throw error
  } finally {
    await rm(mine, {force: true})
  }
  return async () => {
    await rm(path, {force: true})
    held.delete(path)
  }
}

/** Removes the lock of a holder that is gone; one that another process took meanwhile is put back. */
async function removeStale(path: string, aside: string, holder: Holder | 'unreadable'): Promise<void> {
  await rename(path, aside).catch(ignoreMissing)
  const moved = await readHolder(aside)
  if (moved !== undefined && JSON.stringify(moved) !== JSON.stringify(holder)) await linked(aside, path)
  await rm(aside, {force: true})
}

async function linked(mine: string, path: string): Promise<boolean> {
  try {
    await link(mine, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readHolder(path: string): Promise<Holder | 'unreadable' | undefined> {
  const text = await readFile(path, 'utf8').catch(ignoreMissing)
  if (text === undefined) return undefined
  try {
    const {pid, host} = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' && typeof host === 'string' ? {pid, host} : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

/** A process of another machine cannot be asked, so it counts as alive. */
function isAlive({pid, host}: Holder): boolean {
  if (host !== hostname()) return true
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function busy(lake: string, {pid, host}: Holder, path: string): IsthmusError {
  return new IsthmusError(
    'refused',
    `another ingest writes to '${lake}': process ${pid} on ${host}`,
    `Wait until it is done. If there is no such process, remove ${path}.`,
  )
}
