import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Cell} from '../history/database.js'
import {StagingDatabase} from './staging-database.js'

/** Lends a database in a temporary folder, for sources whose events must be brought together on disk before they make sense. */
export async function withTemporaryDatabase<T>(
  signal: AbortSignal,
  use: (database: StagingDatabase) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'isthmus-adapter-'))
  try {
    const database = await StagingDatabase.open(folder, signal)
    try {
      return await use(database)
    } finally {
      database.close()
    }
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** Rows that follow one another with the same first cell, as one group; only one group is held at a time. */
export async function* rowGroups(batches: AsyncIterable<readonly Cell[][]>): AsyncGenerator<Cell[][]> {
  let group: Cell[][] = []
  for await (const batch of batches) {
    for (const row of batch) {
      if (group.length > 0 && group[0]![0] !== row[0]) {
        yield group
        group = []
      }
      group.push(row)
    }
  }
  if (group.length > 0) yield group
}
