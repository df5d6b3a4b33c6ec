import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import type {Intake} from '../../../datasets/ingest/intake.js'
import type {ObservedAccess, ObservedRun, ObservedTable, Place} from '../../../datasets/ingest/observed.js'
import {formatDay, parseDay} from '../../../model/days.js'
import {hashesOf, ingestTold, newFolder} from '../lake/lake-fixture.js'

const firstDay = parseDay('2026-11-10')
const tables = ['a', 'b', 'c', 'd', 'e']

const place: fc.Arbitrary<Place> = fc.record(
  {
    region: fc.constantFrom('east', 'north', 'west', 'mars'),
    project: fc.constantFrom('p', 'q'),
    schema: fc.constantFrom('d-west', 'sales'),
    uri: fc.constantFrom('s3://x/y/z', 'hdfs://nn/w'),
  },
  {requiredKeys: []},
) as fc.Arbitrary<Place>
const bytes = fc.oneof(fc.nat(10), fc.integer({min: 0, max: 2 ** 40}))
const access: fc.Arbitrary<ObservedAccess> = fc.record(
  {
    table: fc.constantFrom(...tables),
    place,
    bytes,
    bytesFrom: fc.constantFrom('exact', 'scannedFiles', 'wholeTable'),
    weightBytes: bytes,
    partitions: fc.array(
      fc.record(
        {day: fc.integer({min: firstDay - 2, max: firstDay + 5}), dayFrom: fc.constantFrom('exact', 'assumed'), bytes},
        {requiredKeys: ['day', 'dayFrom']},
      ),
      {maxLength: 3},
    ),
  },
  {requiredKeys: ['table', 'place']},
) as fc.Arbitrary<ObservedAccess>
const runs: fc.Arbitrary<ObservedRun[]> = fc
  .array(
    fc.record(
      {
        startMs: fc.integer({min: firstDay * 86_400_000, max: (firstDay + 3) * 86_400_000}),
        place,
        inputs: fc.array(access, {maxLength: 4}),
        outputs: fc.array(access, {maxLength: 2}),
        readBytes: bytes,
        writtenBytes: bytes,
      },
      {requiredKeys: ['startMs', 'place', 'inputs', 'outputs']},
    ),
    {minLength: 1, maxLength: 12},
  )
  .map(list => list.map((run, i) => ({run: `r${i}`, job: `j${i % 3}`, ...run}))) as fc.Arbitrary<ObservedRun[]>
const catalogue: fc.Arbitrary<ObservedTable[]> = fc.uniqueArray(
  fc.record(
    {table: fc.constantFrom(...tables), place, storedBytes: bytes},
    {requiredKeys: ['table', 'place', 'storedBytes']},
  ),
  {selector: ({table}) => table},
) as fc.Arbitrary<ObservedTable[]>

/** Bytes that one side of a run tells of, by hand: what is given, what its total has beyond it, and whole tables where it has neither. */
function bytesTold(
  accesses: readonly ObservedAccess[],
  total: number | undefined,
  stored: ReadonlyMap<string, number>,
): number {
  let given = 0
  let whole = 0
  for (const {table, bytes: own, partitions = []} of accesses) {
    const parts = partitions.map(partition => partition.bytes)
    const known = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
    if (parts.length > 0 && !parts.includes(undefined)) given += known
    else if (own !== undefined) given += Math.max(own, known)
    else {
      given += known
      whole += stored.get(table) ?? 0
    }
  }
  return total === undefined ? given + whole : Math.max(given, total)
}

describe('what is settled', () => {
  it('every byte that a source tells of is in the history or among the drops; the lake loads; order does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(runs, catalogue, fc.integer(), async (observed, said, turn) => {
        const tell = (order: readonly ObservedRun[]) => (intake: Intake) => {
          for (const run of order) intake.run(run)
          for (const table of said) intake.table(table)
        }
        const lake = newFolder()
        const {coverage} = await ingestTold(lake, tell(observed))
        const stored = new Map(said.map(table => [table.table, table.storedBytes!]))
        const told = observed.reduce(
          (sum, run) =>
            sum + bytesTold(run.inputs, run.readBytes, stored) + bytesTold(run.outputs, run.writtenBytes, stored),
          0,
        )
        const dropped = coverage.dropped.filter(({reason}) => reason !== 'table without region')
        const lost = dropped.reduce((sum, drop) => sum + drop.bytes, 0)
        expect(coverage.readBytes + coverage.writtenBytes + lost).toBe(told)
        for (const shares of [coverage.region, coverage.project, coverage.partitionDay, coverage.bytes]) {
          expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBe(coverage.readBytes)
        }
        const before = hashesOf(lake)
        const half = Math.abs(turn) % observed.length
        const turned = newFolder()
        await ingestTold(turned, tell([...observed.slice(half), ...observed.slice(0, half)].reverse()))
        expect(hashesOf(turned)).toEqual(before)
        expect((await ingestTold(lake, tell(observed))).filesWritten).toEqual([])
        if (coverage.runs === 0) return
        const loaded = await openHistoryFolder(lake)
        expect([loaded.rowCounts.runs, loaded.rowCounts.reads, loaded.rowCounts.writes]).toEqual([
          coverage.runs,
          coverage.reads,
          coverage.writes,
        ])
        expect(formatDay(loaded.history.fromDay)).toBe(coverage.fromDay)
        loaded.close()
      }),
      {numRuns: 10, seed: 8, endOnFailure: true},
    )
  }, 300_000)
})
