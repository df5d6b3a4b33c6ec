import {IsthmusError} from '../../../model/errors.js'
import {type FactName, factTables} from '../../history/columns.js'
import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {factOfFile} from './fact-of-file.js'
import {type CanonicalFile, readCanonical} from './read-canonical.js'

/**
 * Histories that a site exports itself: the fact tables of formats.md as files of these names, or files of accesses, a row per run and
 * table (access-columns.ts). Fields under other names are mapped: `--map run=query_id`.
 */
export const canonicalAdapter: Adapter = {
  kind: 'canonical',
  describe:
    'fact tables (runs.csv, reads.parquet, …) or one file of accesses, a row per run and table (--map COLUMN=FIELD)',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const files: CanonicalFile[] = []
    for (const file of inputFiles(paths)) {
      const fact = factOfFile(file.file)
      if (fact === 'topology') {
        intake.drop({reason: 'topology file: the topology map counts', file: file.file, value: file.file})
      } else files.push({file, rows: fact ?? 'accesses', defaults: {}})
    }
    const other = files.find(({rows}) => rows === 'accesses')
    const fact = files.find(({rows}) => rows !== 'accesses')
    if (other !== undefined && fact !== undefined) {
      const message = `'${other.file.file}' is no fact table, beside '${fact.file.file}', which is one`
      const names: readonly FactName[] = factTables.map(({name}) => name)
      throw new IsthmusError('usage', message, `Give either fact tables (${names.join(', ')}) or files of accesses.`)
    }
    await readCanonical(files, intake, options)
  },
}
