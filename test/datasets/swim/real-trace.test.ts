import {existsSync, readFileSync} from 'node:fs'
import {gunzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {convertSwim} from '../../../datasets/swim/index.js'
import type {AccessBatch} from '../../../model/history.js'
import {filesOf, workFolder} from './traces.js'

const file = '../shared/data/swim/FB-2010_withInputPaths_first18h.tsv.gz'
const isMissing = !existsSync(file)

let work: Awaited<ReturnType<typeof workFolder>>
beforeAll(async () => {
  work = await workFolder()
})
afterAll(() => work.remove())

async function totals(batches: AsyncIterable<AccessBatch>) {
  let rows = 0
  let bytes = 0n
  for await (const batch of batches) {
    rows += batch.length
    for (let i = 0; i < batch.length; i++) bytes += BigInt(batch.bytes[i]!)
  }
  return {rows, bytes}
}

/** Counts by a plain loop over the lines, which shares nothing with the adapter. */
function countLines() {
  const largest = new Map<string, bigint>()
  const hours = new Set<number>()
  const seen = new Set<string>()
  const count = {lines: 0, reads: 0, readBytes: 0n, writes: 0, writtenBytes: 0n, shuffleBytes: 0n, rereads: 0}
  for (const line of gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')) {
    const fields = line.split('\t')
    const [input, shuffle, output] = [BigInt(fields[3]!), BigInt(fields[4]!), BigInt(fields[5]!)]
    const path = fields[6]!
    count.lines++
    count.readBytes += input
    count.writtenBytes += output
    count.shuffleBytes += shuffle
    if (output > 0n) count.writes++
    hours.add(Math.floor(Number(fields[1]) / 3600))
    if (input === 0n) continue
    count.reads++
    if (seen.has(path)) count.rereads++
    seen.add(path)
    if (input > (largest.get(path) ?? 0n)) largest.set(path, input)
  }
  const tableBytes = [...largest.values()].reduce((sum, bytes) => sum + bytes, 0n)
  return {...count, days: hours.size, inputTables: largest.size, tableBytes}
}

describe.skipIf(isMissing)('the Facebook trace of ../shared/data/swim (skipped where it is missing)', () => {
  test('keeps every job, read and byte of an independent count', async () => {
    const counted = countLines()
    const folder = work.path('history')
    const summary = await convertSwim(file, folder)
    expect(summary).toMatchObject({
      lines: counted.lines,
      runs: counted.lines,
      days: counted.days,
      inputTables: counted.inputTables,
      inputTableBytes: Number(counted.tableBytes),
      reads: counted.reads,
      readBytes: Number(counted.readBytes),
      rereads: counted.rereads,
      writes: counted.writes,
      writtenBytes: Number(counted.writtenBytes),
    })
    expect(summary.dropped.emptyReads).toBe(counted.lines - counted.reads)
    expect(summary.dropped.shuffleBytes).toBe(Number(counted.shuffleBytes))
    expect(summary.crossProjectReads / summary.reads).toBeCloseTo(0.6, 2)
    expect(summary.crossRegionReads / summary.reads).toBeCloseTo(0.3, 2)

    const loaded = await openHistoryFolder(folder)
    const {tables} = await loaded.workload()
    expect(loaded.rowCounts).toMatchObject({projects: 24, runs: 19_761, tables: tables.names.length})
    expect(await totals(loaded.history.reads())).toEqual({rows: counted.reads, bytes: counted.readBytes})
    expect(await totals(loaded.history.writes())).toEqual({rows: counted.writes, bytes: counted.writtenBytes})
    loaded.close()
    const homeBytes = Array.from(tables.homeBytes).reduce((sum, bytes) => sum + BigInt(bytes), 0n)
    expect(homeBytes).toBe(counted.tableBytes + BigInt(summary.outputTableBytes))
  }, 30_000)

  test('gives the same bytes twice', async () => {
    await convertSwim(file, work.path('first'))
    await convertSwim(file, work.path('second'))
    expect(await filesOf(work.path('second'))).toEqual(await filesOf(work.path('first')))
  }, 30_000)
})
