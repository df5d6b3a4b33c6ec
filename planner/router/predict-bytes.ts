import type {RouterCatalogue} from './router-index.js'

/** Index into `sizeSources` of a prediction. */
const fromTemplate = 1
const fromTable = 2
const fromPartition = 3
const fromNothing = 4

/**
 * Predicts what one read of one partition takes: the mean of the job's own reads of the table at this age; else of its
 * reads of the table at any age; else of all jobs' reads of the table; else the size of a partition; else 0. One object a
 * router, reused: the source of the last prediction stands in `sourceCode`.
 */
export class BytesPredictor {
  sourceCode = 0

  predict(catalogue: RouterCatalogue, job: number, table: number, age: number): number {
    if (job >= 0) {
      const bytes = templateBytes(catalogue, job, table, age)
      if (bytes >= 0) return this.#from(fromTemplate, bytes)
    }
    const typical = catalogue.tableReadBytes[table]
    if (typical >= 0) return this.#from(fromTable, typical)
    const partition = catalogue.tablePartitionBytes[table]
    return partition >= 0 ? this.#from(fromPartition, partition) : this.#from(fromNothing, 0)
  }

  #from(sourceCode: number, bytes: number): number {
    this.sourceCode = sourceCode
    return bytes
  }
}

/** Mean bytes of the job's reads of the table, at this age where it has any; −1 where it never read the table. */
function templateBytes(
  {readStart, readTable, readAge, readBytes, readsPerRun}: RouterCatalogue,
  job: number,
  table: number,
  age: number,
): number {
  let low = readStart[job]
  let high = readStart[job + 1]
  const end = high
  while (low < high) {
    const middle = (low + high) >>> 1
    if (readTable[middle] < table) low = middle + 1
    else high = middle
  }
  let bytes = 0
  let reads = 0
  for (let i = low; i < end && readTable[i] === table; i++) {
    if (readAge[i] === age) return readBytes[i]
    bytes += readBytes[i] * readsPerRun[i]
    reads += readsPerRun[i]
  }
  return reads > 0 ? bytes / reads : -1
}
