import {createHash} from 'node:crypto'
import type {Cell} from '../../history/database.js'
import type {Intake} from '../../ingest/intake.js'
import {type AccessPart, observedAccesses} from '../../ingest/observed-accesses.js'
import type {StagingDatabase} from '../../ingest/staging-database.js'
import {rowGroups} from '../../ingest/temporary-database.js'

/** Runs told between two flushes of the intake. */
const runsPerFlush = 5000

/** Tells the intake of the runs, in the order of their ids. */
export async function tellRuns(database: StagingDatabase, intake: Intake): Promise<void> {
  const rows = database.batches(`
    SELECT told.run, user, address, start_ms, end_ms, written, tab, day, files, sized, bytes::DOUBLE, unsized
    FROM told JOIN access ON access.run = told.run LEFT JOIN caller ON caller.run = told.run
    ORDER BY told.run, written, tab, day NULLS FIRST`)
  let runs = 0
  for await (const group of rowGroups(rows)) {
    tellRun(group, intake)
    if (++runs % runsPerFlush === 0) await intake.flush()
  }
  await intake.flush()
}

function tellRun(rows: readonly Cell[][], intake: Intake): void {
  const [run, user, address, startMs, endMs] = rows[0]! as [string, string, string | null, number, number]
  for (const [, , , , , , , , files, sized, , unsized] of rows) {
    // without any size of the access, what is missing shows in its bytes
    if (sized !== 0n && sized !== files) {
      intake.drop({reason: 'file that the fsimage does not have', startMs, value: String(unsized)})
    }
  }
  const accesses = (written: boolean) => {
    const own = rows.filter(row => row[5] === written)
    return observedAccesses(own.map(partOf), 'scannedFiles')
  }
  const [inputs, outputs] = [accesses(false), accesses(true)]
  const tables = [...new Set((outputs.length > 0 ? outputs : inputs).map(({table}) => table))].sort()
  const place = address === null ? {} : {address}
  intake.run({run, job: recurringJob(user, tables), startMs, endMs, place, inputs, outputs})
}

function partOf([, , , , , , table, day, , , bytes]: readonly Cell[]): AccessPart {
  return {
    table: table as string,
    place: {uri: table as string},
    day: (day as number | null) ?? undefined,
    dayFrom: 'exact',
    bytes: (bytes as number | null) ?? undefined,
  }
}

/** The log names no job: a run recurs where the same user writes the same tables (reads them, where it writes none). */
function recurringJob(user: string, tables: readonly string[]): string {
  if (tables.length === 1) return `${user}:${tables[0]}`
  const hash = createHash('sha256').update(tables.join('\n')).digest('hex').slice(0, 12)
  return `${user}:${tables[0]}+${tables.length - 1}~${hash}`
}

/** Tells the intake of the sizes that the fsimage shows of the tables and partitions that any run touched. */
export async function tellSizes(database: StagingDatabase, intake: Intake): Promise<void> {
  const rows = database.batches(`SELECT tab, day, sum(bytes)::DOUBLE FROM file GROUP BY ALL ORDER BY tab, day`)
  for await (const days of rowGroups(rows)) {
    const table = days[0]![0] as string
    let storedBytes = 0
    for (const [, day, bytes] of days) {
      storedBytes += bytes as number
      if (day !== null) intake.partition(table, day as number, bytes as number)
    }
    intake.table({table, place: {uri: table}, storedBytes})
  }
  await intake.flush()
}
