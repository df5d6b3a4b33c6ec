import {type History, NO_DATE} from '../../model/history.js'
import type {Placement} from '../../model/placement.js'
import {storageCostPerDay} from '../../model/units.js'
import {ItemIndex, ItemSizes} from './item-sizes.js'
import type {ReadTrace} from './trace.js'

/**
 * The reads of a history in the order of time, with runs and homes where the placement puts them (formats.md 3.1 and 3.2; its
 * replica windows are not looked at) and sizes by formats.md section 1. A run reads before it writes; any run's write
 * of a snapshot table makes a new version, as in the verifier's refresh. One pass over the reads and one over the
 * writes; about 60 bytes of memory a read.
 *
 * @param placement absent: everything where the history has it
 */
export async function buildTrace(history: History, placement?: Placement): Promise<ReadTrace> {
  const {topology, tables, projects, runs} = history
  const rows = await collectReads(history)
  const items = new ItemIndex(tables.names.length, rows.table, rows.partitionDay, rows.length)
  const rank = runRanks(history)
  const {sizes, rewriteRank, rewriteItem} = await collectWrites(history, items, rank)

  const {order, firstOfRank} = orderByRank(rows, rank, runs.count)
  const count = rows.length
  const day = new Int32Array(count)
  const region = new Int32Array(count)
  const item = new Int32Array(count)
  const readBytes = new Float64Array(count)
  const itemBytes = new Float64Array(count)
  const failed = new Uint8Array(count)
  const runRegion = regionsOfRuns(history, placement)
  for (let at = 0; at < count; at++) {
    const row = order[at]
    const run = rows.run[row]
    day[at] = runs.day[run]
    region[at] = runRegion[run]
    item[at] = items.find(rows.table[row], rows.partitionDay[row])
    readBytes[at] = rows.bytes[row]
    itemBytes[at] = sizes.bytes[item[at]]
    failed[at] = runs.failed[run]
  }
  const homeOf = (t: number) => placement?.tableRegion[t] ?? projects.region[tables.project[t]]
  return {
    regionCount: topology.regions.length,
    linkPricePerByte: topology.linkPricePerByte,
    storagePricePerByteDay: Float64Array.from(topology.regions, r => storageCostPerDay(1, r.storagePricePerGBMonth)),
    fromDay: history.fromDay,
    toDay: history.toDay,
    accessCount: count,
    day,
    region,
    item,
    readBytes,
    itemBytes,
    failed,
    itemCount: items.count,
    itemHome: items.table.map(homeOf),
    itemReplicable: Uint8Array.from(items.table, t => tables.replicable[t]),
    rewrites: orderRewrites(rewriteRank, rewriteItem, firstOfRank, count),
  }
}

/** Rows read, in the history's order. Columns may be longer than `length`. */
interface ReadRows {
  length: number
  run: Int32Array
  table: Int32Array
  partitionDay: Int32Array
  bytes: Float64Array
}

async function collectReads(history: History): Promise<ReadRows> {
  const rows: ReadRows = {
    length: 0,
    run: new Int32Array(1024),
    table: new Int32Array(1024),
    partitionDay: new Int32Array(1024),
    bytes: new Float64Array(1024),
  }
  for await (const batch of history.reads()) {
    const length = rows.length + batch.length
    if (length > rows.run.length) grow(rows, Math.max(length, 2 * rows.run.length))
    for (let from = 0, to = rows.length; from < batch.length; from++, to++) {
      rows.run[to] = batch.run[from]
      rows.table[to] = batch.table[from]
      rows.partitionDay[to] = batch.partitionDay[from]
      rows.bytes[to] = batch.bytes[from]
    }
    rows.length = length
  }
  return rows
}

function grow(rows: ReadRows, room: number): void {
  const longer = (column: Int32Array) => {
    const grown = new Int32Array(room)
    grown.set(column)
    return grown
  }
  const bytes = new Float64Array(room)
  bytes.set(rows.bytes)
  Object.assign(rows, {
    run: longer(rows.run),
    table: longer(rows.table),
    partitionDay: longer(rows.partitionDay),
    bytes,
  })
}

/** Place of every run in the order of day, hour and index. */
function runRanks({runs}: History): Int32Array {
  const order = Int32Array.from({length: runs.count}, (_, run) => run)
  order.sort((a, b) => runs.day[a] - runs.day[b] || runs.hour[a] - runs.hour[b] || a - b)
  const rank = new Int32Array(runs.count)
  for (let place = 0; place < order.length; place++) rank[order[place]] = place
  return rank
}

async function collectWrites(history: History, items: ItemIndex, rank: Int32Array) {
  const sizes = new ItemSizes(history, items)
  const rewriteRank: number[] = []
  const rewriteItem: number[] = []
  for await (const batch of history.writes()) {
    for (let row = 0; row < batch.length; row++) {
      const [run, table, partitionDay] = [batch.run[row], batch.table[row], batch.partitionDay[row]]
      sizes.addWrite(table, partitionDay, history.runs.day[run], batch.bytes[row])
      const item = partitionDay === NO_DATE ? items.find(table, NO_DATE) : -1
      if (item < 0 || history.runs.day[run] < history.fromDay) continue
      rewriteRank.push(rank[run])
      rewriteItem.push(item)
    }
  }
  sizes.settle()
  return {sizes, rewriteRank, rewriteItem}
}

/** Rows by the rank of their run, then as they come: a counting sort. Rows of rank r start at `firstOfRank[r]`. */
function orderByRank(rows: ReadRows, rank: Int32Array, runCount: number) {
  const firstOfRank = new Int32Array(runCount + 1)
  for (let row = 0; row < rows.length; row++) firstOfRank[rank[rows.run[row]] + 1] += 1
  for (let r = 0; r < runCount; r++) firstOfRank[r + 1] += firstOfRank[r]
  const next = firstOfRank.slice()
  const order = new Int32Array(rows.length)
  for (let row = 0; row < rows.length; row++) order[next[rank[rows.run[row]]]++] = row
  return {order, firstOfRank}
}

/** A rewrite holds from the first read of the run after its own; several between two reads are one. */
function orderRewrites(rank: readonly number[], item: readonly number[], firstOfRank: Int32Array, count: number) {
  const position = rank.map(r => firstOfRank[r + 1])
  const order = position.map((_, i) => i).filter(i => position[i] < count)
  order.sort((a, b) => position[a] - position[b] || item[a] - item[b])
  const distinct = order.filter((i, at) => {
    const before = order[at - 1]
    return at === 0 || position[before] !== position[i] || item[before] !== item[i]
  })
  return {
    count: distinct.length,
    position: Int32Array.from(distinct, i => position[i]),
    item: Int32Array.from(distinct, i => item[i]),
  }
}

/** formats.md 3.1: the region of the job if it is placed, else the new home of its project if that moves, else as recorded. */
function regionsOfRuns({runs}: History, placement: Placement | undefined): Int32Array {
  const region = Int32Array.from({length: runs.count}, (_, run) => runs.region[run])
  if (placement === undefined) return region
  const placed = runs.jobNames.map(name => placement.jobRegion.get(name) ?? -1)
  for (let run = 0; run < runs.count; run++) {
    const project = runs.project[run]
    if (placed[runs.job[run]] >= 0) region[run] = placed[runs.job[run]]
    else if (placement.projectMoved[project] === 1) region[run] = placement.projectRegion[project]
  }
  return region
}
