import {compareNames} from '../../model/columns.js'
import {type AccessBatch, type History, NO_DATE} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'

/**
 * The aggregation of a history into a workload as plainly as it can be written: the slow twin of the engine's SQL, and a
 * workload for tests that start from a history in memory. Its fingerprint is only a constant.
 *
 * @param options.daily adds `reads.daily`
 */
export async function naiveWorkload(history: History, options: {readonly daily?: boolean} = {}): Promise<Workload> {
  const {runs, tables, fromDay, toDay} = history
  const dayCount = toDay - fromDay + 1
  const reads = await rowsOf(history.reads())
  const allWrites = await rowsOf(history.writes())
  const writes = allWrites.filter(row => runs.day[row.run]! >= fromDay)
  const inSpan = Array.from({length: runs.count}, (_, r) => r).filter(r => runs.day[r]! >= fromDay)

  const jobKey = (r: number) => JSON.stringify([runs.jobNames[runs.job[r]!], runs.project[r], runs.region[r]])
  const jobRows = [...new Set(inSpan.map(jobKey))].map(key => JSON.parse(key) as [string, number, number])
  jobRows.sort((a, b) => compareNames(a[0], b[0]) || a[1] - b[1] || a[2] - b[2])
  const jobAt = new Map(jobRows.map((row, j) => [JSON.stringify(row), j]))
  const runsOf = jobRows.map((_, j) => inSpan.filter(r => jobAt.get(jobKey(r)) === j))

  const snapshot = tables.names.map((_, t) => tables.snapshot[t]!)
  const sizes = tables.names.map((_, t) => knownSizes(history, allWrites, t, snapshot[t] === 1))

  const facts = jobRows.map((_, j) => {
    const own = reads.filter(row => jobAt.get(jobKey(row.run)) === j)
    const keys = [...new Set(own.map(row => `${row.table} ${ageOf(history, row)}`))]
      .map(key => key.split(' ').map(Number) as [number, number])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    return keys.map(([table, age]) => {
      const rows = own.filter(row => row.table === table && ageOf(history, row) === age)
      const wanted = rows.filter(row => runs.failed[row.run] === 0)
      const days = [...new Set(wanted.map(row => runs.day[row.run]!))]
      const byDay = days
        .map(day => ({day, bytes: sum(wanted.filter(row => runs.day[row.run] === day).map(row => row.bytes))}))
        .sort((a, b) => a.day - b.day)
      return {
        table,
        age,
        bytes: sum(rows.map(row => row.bytes)),
        demandBytes: sum(wanted.map(row => row.bytes)),
        squared: sum(byDay.map(({bytes}) => bytes ** 2)),
        byDay: byDay.filter(({bytes}) => bytes > 0),
        count: rows.length,
      }
    })
  })
  const writeFacts = jobRows.map((_, j) => {
    const own = writes.filter(row => jobAt.get(jobKey(row.run)) === j)
    return [...new Set(own.map(row => row.table))]
      .sort((a, b) => a - b)
      .map(table => ({table, bytes: sum(own.filter(row => row.table === table).map(row => row.bytes))}))
  })
  const cpu = runsOf.map(own =>
    [...new Set(own.map(r => runs.hour[r]!))]
      .sort((a, b) => a - b)
      .map(hour => ({hour, cpuHours: sum(own.filter(r => runs.hour[r] === hour).map(r => runs.cpuHours[r]!))})),
  )
  const upstream = tables.names.map(() => new Map<number, string>())
  for (const write of writes) {
    for (const read of reads.filter(row => row.run === write.run && row.table !== write.table)) {
      const job = runs.jobNames[runs.job[write.run]!]!
      const known = upstream[write.table]!.get(read.table)
      if (known === undefined || compareNames(job, known) < 0) upstream[write.table]!.set(read.table, job)
    }
  }
  const lineage = upstream.map(pairs => [...pairs].sort(([a], [b]) => a - b))

  const days = facts.flat().flatMap(f => f.byDay)
  const daily = {
    start: starts(facts.flat().map(f => f.byDay.length)),
    day: Int32Array.from(days, ({day}) => day - fromDay),
    bytes: Float64Array.from(days, ({bytes}) => bytes),
  }

  return {
    fingerprint: 'naive',
    topology: history.topology,
    fromDay,
    toDay,
    dayCount,
    projects: history.projects,
    tables: {
      names: tables.names,
      project: tables.project,
      replicable: tables.replicable,
      snapshot: Uint8Array.from(snapshot),
      partitionBytes: Float64Array.from(sizes, size => size.typical),
      homeBytes: Float64Array.from(sizes, (size, t) => {
        const retention = tables.retentionDays[t]!
        return snapshot[t] === 1 ? size.typical : size.typical * (Number.isNaN(retention) ? dayCount : retention)
      }),
      writtenDays: Int32Array.from(
        tables.names,
        (_, t) => new Set(writes.filter(row => row.table === t).map(row => runs.day[row.run])).size,
      ),
      defaultPartitionBytes: Float64Array.from(tables.names, (_, t) => zeroForNaN(tables.partitionBytes[t]!)),
      sizeStart: starts(sizes.map(size => size.own.length)),
      sizeDay: Int32Array.from(sizes.flatMap(size => size.own.map(([day]) => day))),
      sizeBytes: Float64Array.from(sizes.flatMap(size => size.own.map(([, bytes]) => bytes))),
    },
    jobs: {
      names: jobRows.map(row => row[0]),
      project: Int32Array.from(jobRows, row => row[1]),
      region: Int32Array.from(jobRows, row => row[2]),
      priority: Uint8Array.from(runsOf, own => Math.min(...own.map(r => runs.priority[r]!))),
      movable: Uint8Array.from(runsOf, own => Math.min(...own.map(r => runs.movable[r]!))),
      runs: Int32Array.from(runsOf, own => own.length),
      cpuStart: starts(cpu.map(own => own.length)),
      cpuHour: Uint8Array.from(cpu.flat(), c => c.hour),
      cpuHours: Float64Array.from(cpu.flat(), c => c.cpuHours),
    },
    reads: {
      start: starts(facts.map(own => own.length)),
      table: Int32Array.from(facts.flat(), f => f.table),
      ageDays: Int32Array.from(facts.flat(), f => f.age),
      bytes: Float64Array.from(facts.flat(), f => f.bytes),
      demandBytes: Float64Array.from(facts.flat(), f => f.demandBytes),
      demandBytesSquared: Float64Array.from(facts.flat(), f => f.squared),
      count: Float64Array.from(facts.flat(), f => f.count),
      ...(options.daily === true ? {daily} : {}),
    },
    writes: {
      start: starts(writeFacts.map(own => own.length)),
      table: Int32Array.from(writeFacts.flat(), f => f.table),
      bytes: Float64Array.from(writeFacts.flat(), f => f.bytes),
    },
    lineage: {
      start: starts(lineage.map(pairs => pairs.length)),
      upstream: Int32Array.from(lineage.flat(), ([t]) => t),
      job: lineage.flat().map(([, job]) => job),
    },
  }
}

interface Row {
  readonly run: number
  readonly table: number
  readonly partitionDay: number
  readonly bytes: number
}

async function rowsOf(batches: AsyncIterable<AccessBatch>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of batches) {
    for (let i = 0; i < batch.length; i++) {
      rows.push({
        run: batch.run[i]!,
        table: batch.table[i]!,
        partitionDay: batch.partitionDay[i]!,
        bytes: batch.bytes[i]!,
      })
    }
  }
  return rows
}

function ageOf(history: History, row: Row): number {
  return row.partitionDay === NO_DATE ? 0 : history.runs.day[row.run]! - row.partitionDay
}

/** Sizes of one table by formats.md section 1: the typical one, and the partitions that differ from the tables file. */
function knownSizes(
  history: History,
  writes: readonly Row[],
  table: number,
  isSnapshot: boolean,
): {typical: number; own: [day: number, bytes: number][]} {
  const declared = history.tables.partitionBytes[table]!
  const own = writes.filter(row => row.table === table)
  if (isSnapshot) {
    const lastDay = Math.max(...own.map(row => history.runs.day[row.run]!))
    const lastWritten = sum(own.filter(row => history.runs.day[row.run] === lastDay).map(row => row.bytes))
    return {typical: Number.isNaN(declared) ? lastWritten : declared, own: []}
  }
  const sizes = new Map<number, number>()
  if (Number.isNaN(declared)) {
    for (const row of own.filter(row => row.partitionDay <= history.toDay)) {
      sizes.set(row.partitionDay, (sizes.get(row.partitionDay) ?? 0) + row.bytes)
    }
  }
  const {partitions} = history
  for (let i = 0; i < partitions.table.length; i++) {
    if (partitions.table[i] === table && partitions.day[i]! <= history.toDay) {
      sizes.set(partitions.day[i]!, partitions.bytes[i]!)
    }
  }
  const known = [...sizes].sort(([a], [b]) => a - b)
  const mean = known.length === 0 ? 0 : sum(known.map(([, bytes]) => bytes)) / known.length
  return {
    typical: Number.isNaN(declared) ? mean : declared,
    own: known.filter(([, bytes]) => bytes !== zeroForNaN(declared)),
  }
}

const zeroForNaN = (value: number): number => (Number.isNaN(value) ? 0 : value)

function starts(counts: readonly number[]): Int32Array {
  const start = new Int32Array(counts.length + 1)
  for (let i = 0; i < counts.length; i++) start[i + 1] = start[i]! + counts[i]!
  return start
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
