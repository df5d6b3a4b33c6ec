import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {formatDay} from '../../model/days.js'
import {duckdb} from '../aggregation/dialect.js'
import {folderRelations} from '../aggregation/relations.js'
import {runRelations} from '../aggregation/run-relations.js'
import {type Database, identifier, literal} from '../history/database.js'
import {type LoadedFacts, loadHistory} from '../history/load-history.js'
import {folderContents, indexedRelations} from './aggregate-manifest.js'
import {copyContext} from './copy-context.js'
import type {AggregateOptions, Engine} from './engine.js'
import {replaceAggregate} from './replace-aggregate.js'

/** DuckDB in this very process: any format of history folder, with every check of a load. */
export const embeddedEngine: Engine = {
  name: 'embedded',
  async aggregate(history, folder, options) {
    return replaceAggregate(folder, async into => {
      const loaded = await loadHistory(history, options)
      try {
        await write(loaded, into, options)
      } finally {
        loaded.database.close()
      }
      copyContext(history, history, into)
      const {fromDay, toDay} = loaded.history
      const span = {fromDay: formatDay(fromDay), toDay: formatDay(toDay)}
      return {formatVersion: '1.0', kind: 'isthmus-aggregate', engine: 'embedded', history, ...span, ...loaded.counts}
    })
  },
}

async function write({database, history}: LoadedFacts, into: string, options: AggregateOptions): Promise<void> {
  const {onProgress = () => undefined, signal} = options
  const relations = folderRelations(duckdb)
  await runRelations(database, relations, history, done => {
    signal?.throwIfAborted()
    onProgress('aggregating', done / relations.length)
  })
  for (const [i, name] of folderContents.entries()) {
    signal?.throwIfAborted()
    onProgress('writing', i / folderContents.length)
    mkdirSync(join(into, name))
    const columns = await columnsOf(database, name)
    const file = literal(join(into, name, 'part-0.parquet'))
    await database.run(`COPY (SELECT ${columns} FROM ${name}) TO ${file} (FORMAT parquet, COMPRESSION zstd)`)
  }
  onProgress('writing', 1)
}

/** The columns of a relation as Parquet holds them: a HUGEINT would become a double. */
async function columnsOf(database: Database, name: string): Promise<string> {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${name}`)
  const columns = described.map(([column, type]) => {
    const quoted = identifier(String(column))
    return type === 'HUGEINT' ? `CAST(${quoted} AS DECIMAL(38, 0)) AS ${quoted}` : quoted
  })
  return (indexedRelations.has(name) ? ['rowid AS place', ...columns] : columns).join(', ')
}
