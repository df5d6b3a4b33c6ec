import {mkdirSync} from 'node:fs'
import {dirname} from 'node:path'
import Database from 'better-sqlite3'

/** The right to write a ledger, held by one process at a time. */
export interface LedgerLock {
  release(): void
}

/**
 * Takes the ledger's lock, or returns nothing where another process has it. The lock is an exclusive transaction on a
 * file of its own beside the ledger: the operating system lets go of it when its holder ends, however it ends, so a crashed
 * holder blocks nobody. Like every SQLite lock it needs a file system whose locks work: not most network mounts.
 */
export function takeLock(ledgerPath: string): LedgerLock | undefined {
  const path = `${ledgerPath}.lock`
  mkdirSync(dirname(path), {recursive: true})
  const database = new Database(path, {timeout: 0})
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as {code?: string}).code === 'SQLITE_BUSY') return undefined
    throw error
  }
  return {release: () => database.close()}
}
