import type {Day} from '../../model/days.js'
import type {AccessBatch, History} from '../../model/history.js'

/**
 * The days `fromDay … toDay` of a history that holds them: what a history loaded for these days alone would be. Rows of
 * later runs and later partitions are not seen; runs, whose columns are shared, are judged by their day.
 */
export function daysOfHistory(history: History, fromDay: Day, toDay: Day): History {
  const {partitions} = history
  const kept = Array.from(partitions.day, (_, row) => row).filter(row => partitions.day[row] <= toDay)
  const columnOf = (column: ArrayLike<number>) => Float64Array.from(kept, row => column[row])
  return {
    ...history,
    fromDay,
    toDay,
    partitions: {
      table: columnOf(partitions.table),
      day: columnOf(partitions.day),
      bytes: columnOf(partitions.bytes),
    },
    reads: () => rowsBetween(history.reads(), history, fromDay, toDay),
    writes: () => rowsBetween(history.writes(), history, -Infinity, toDay),
  }
}

async function* rowsBetween(
  batches: AsyncIterable<AccessBatch>,
  {runs}: History,
  fromDay: Day,
  toDay: Day,
): AsyncIterable<AccessBatch> {
  for await (const batch of batches) {
    const rows: number[] = []
    for (let row = 0; row < batch.length; row++) {
      const day = runs.day[batch.run[row]]
      if (day >= fromDay && day <= toDay) rows.push(row)
    }
    if (rows.length === 0) continue
    const columnOf = (column: ArrayLike<number>) => Float64Array.from(rows, row => column[row])
    yield {
      length: rows.length,
      run: columnOf(batch.run),
      table: columnOf(batch.table),
      partitionDay: columnOf(batch.partitionDay),
      bytes: columnOf(batch.bytes),
    }
  }
}
