import type {Provenance} from './provenance.js'

/** Bytes read, by where a number about them comes from. `none`: there is none, because the table is not partitioned. */
export type BytesByProvenance = Readonly<Partial<Record<Provenance | 'none', number>>>

/** Rows of one kind that are not in the history as the source told them. */
export interface CountedReason {
  readonly reason: string
  readonly count: number
  /** Bytes that went with them, where the source told. */
  readonly bytes: number
  /** Up to three, those of most bytes first. */
  readonly examples: readonly CoverageExample[]
}

export interface CoverageExample {
  readonly value: string
  readonly count: number
  readonly bytes: number
}

/**
 * What a history rests on: how much came in, where its numbers come from, what was left out and why. Plain JSON. Bytes are exact up
 * to 2^53. Kept in a lake for each source and day; coverages add up.
 */
export interface Coverage {
  readonly formatVersion: '1.0'
  /** Names of the sources, sorted. */
  readonly sources: readonly string[]
  /** First and last day (UTC, `2026-11-18`) with runs; absent for what has no day. */
  readonly fromDay?: string
  readonly toDay?: string
  /** Rows in the history. */
  readonly runs: number
  readonly reads: number
  readonly writes: number
  readonly readBytes: number
  readonly writtenBytes: number
  /** `readBytes` by how the regions of run and table are known: the less certain of the two. */
  readonly region: BytesByProvenance
  /** `readBytes` by how the projects of run and table are known: the less certain of the two. */
  readonly project: BytesByProvenance
  /** `readBytes` by how the partition is known. */
  readonly partitionDay: BytesByProvenance
  /** `readBytes` by how the number of bytes is known. */
  readonly bytes: BytesByProvenance
  /** In the history, but not as the source says it. Most rows first. */
  readonly corrected: readonly CountedReason[]
  /** Not in the history. Most rows first. */
  readonly dropped: readonly CountedReason[]
}

export const examplesPerReason = 3

export const emptyCoverage: Coverage = {
  formatVersion: '1.0',
  sources: [],
  runs: 0,
  reads: 0,
  writes: 0,
  readBytes: 0,
  writtenBytes: 0,
  region: {},
  project: {},
  partitionDay: {},
  bytes: {},
  corrected: [],
  dropped: [],
}

/** Adds coverages up, in any order. The examples are the largest of those that each of them lists. */
export function sumCoverages(coverages: Iterable<Coverage>): Coverage {
  let sum = emptyCoverage
  for (const coverage of coverages) sum = addTwo(sum, coverage)
  return sum
}

function addTwo(a: Coverage, b: Coverage): Coverage {
  const fromDay = [a.fromDay, b.fromDay].filter(day => day !== undefined).sort()[0]
  const toDay = [a.toDay, b.toDay]
    .filter(day => day !== undefined)
    .sort()
    .at(-1)
  return {
    formatVersion: '1.0',
    sources: [...new Set([...a.sources, ...b.sources])].sort(),
    ...(fromDay === undefined ? {} : {fromDay}),
    ...(toDay === undefined ? {} : {toDay}),
    runs: a.runs + b.runs,
    reads: a.reads + b.reads,
    writes: a.writes + b.writes,
    readBytes: a.readBytes + b.readBytes,
    writtenBytes: a.writtenBytes + b.writtenBytes,
    region: addBytes(a.region, b.region),
    project: addBytes(a.project, b.project),
    partitionDay: addBytes(a.partitionDay, b.partitionDay),
    bytes: addBytes(a.bytes, b.bytes),
    corrected: addReasons(a.corrected, b.corrected),
    dropped: addReasons(a.dropped, b.dropped),
  }
}

function addBytes(a: BytesByProvenance, b: BytesByProvenance): BytesByProvenance {
  const sum: Partial<Record<Provenance | 'none', number>> = {...a}
  for (const [from, bytes] of Object.entries(b) as [Provenance | 'none', number][]) sum[from] = (sum[from] ?? 0) + bytes
  return Object.fromEntries(Object.entries(sum).sort(([x], [y]) => (x < y ? -1 : 1)))
}

function addReasons(a: readonly CountedReason[], b: readonly CountedReason[]): readonly CountedReason[] {
  const sums = new Map<string, CountedReason>()
  for (const one of [...a, ...b]) {
    const sum = sums.get(one.reason)
    sums.set(one.reason, {
      reason: one.reason,
      count: one.count + (sum?.count ?? 0),
      bytes: one.bytes + (sum?.bytes ?? 0),
      examples: addExamples([...(sum?.examples ?? []), ...one.examples]),
    })
  }
  return sortedReasons([...sums.values()])
}

function addExamples(examples: readonly CoverageExample[]): readonly CoverageExample[] {
  const sums = new Map<string, CoverageExample>()
  for (const {value, count, bytes} of examples) {
    const sum = sums.get(value)
    sums.set(value, {value, count: count + (sum?.count ?? 0), bytes: bytes + (sum?.bytes ?? 0)})
  }
  return [...sums.values()].sort(largerFirst).slice(0, examplesPerReason)
}

/** Most rows first, then by name. */
function sortedReasons(reasons: readonly CountedReason[]): readonly CountedReason[] {
  return [...reasons].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}

function largerFirst(a: CoverageExample, b: CoverageExample): number {
  return b.bytes - a.bytes || b.count - a.count || (a.value < b.value ? -1 : 1)
}
