import {existsSync, mkdirSync} from 'node:fs'
import {dirname} from 'node:path'
import Database from 'better-sqlite3'
import {IsthmusError} from '../../model/errors.js'
import {Ledger} from './ledger.js'
import {migrations} from './migrations.js'

/** Milliseconds that a reader waits for a writer: a step's transaction takes far less. */
const patience = 5000

/**
 * Opens the ledger at `path`, makes it where there is none, and brings its schema up to date, each migration in one transaction.
 * Write-ahead logging with full sync: a step that was committed survives a crash.
 *
 * @throws IsthmusError (bad-input) where the file is no ledger or was written by a newer isthmus
 */
export function openLedger(path: string): Ledger {
  mkdirSync(dirname(path), {recursive: true})
  return new Ledger(openDatabase(path, false))
}

/** Opens a ledger that is there, to read it. */
export function readLedger(path: string): Ledger {
  if (!existsSync(path)) {
    throw new IsthmusError(
      'bad-input',
      `there is no ledger at '${path}'`,
      "Give the ledger of a nightly run; 'isthmus nightly' makes it.",
    )
  }
  return new Ledger(openDatabase(path, true))
}

function openDatabase(path: string, isReader: boolean): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(path, {timeout: patience})
    const version = database.pragma('user_version', {simple: true}) as number
    if (version > migrations.length) {
      throw new IsthmusError(
        'bad-input',
        `the ledger '${path}' has version ${version}; this isthmus knows ${migrations.length}`,
        'Use the isthmus that wrote it, or a newer one.',
      )
    }
    if (isReader) {
      if (version === migrations.length) return database
      throw new IsthmusError(
        'bad-input',
        `the ledger '${path}' has version ${version} and not ${migrations.length}`,
        "Run 'isthmus nightly' once: it brings the ledger up to date.",
      )
    }
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    migrate(database)
    return database
  } catch (error) {
    database?.close()
    if (error instanceof IsthmusError) throw error
    throw new IsthmusError(
      'bad-input',
      `cannot open the ledger '${path}': ${(error as Error).message}`,
      'Give the path of a ledger that isthmus wrote, or of a file that is not there yet.',
    )
  }
}

function migrate(database: Database.Database): void {
  database
    .transaction(() => {
      const from = database.pragma('user_version', {simple: true}) as number
      for (let version = from; version < migrations.length; version++) {
        database.exec(migrations[version])
        database.pragma(`user_version = ${version + 1}`)
      }
    })
    .immediate()
}
