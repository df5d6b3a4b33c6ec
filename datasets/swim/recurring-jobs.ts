import type {Trace} from './trace.js'

/** Jobs that run again, found in a trace that has no job names. */
export interface RecurringJobs {
  /** `PATH/SHAPE`, in the order in which they first run. */
  readonly names: readonly string[]
  /** Input path of each job. */
  readonly path: Int32Array
  /** Job of each row of the trace. */
  readonly ofRow: Int32Array
}

const sizeShapes = ['shrink', 'keep', 'grow'] as const
/** What a job does to its bytes: map-only or with a reduce phase, and output below, within or above a factor of ten of the input. */
export const jobShapes = [...sizeShapes.map(size => `map-${size}`), ...sizeShapes.map(size => `reduce-${size}`)]

/** Index into `jobShapes`. Sizes in bytes. */
export function shapeOf(inputBytes: number, shuffleBytes: number, outputBytes: number): number {
  const size = outputBytes * 10 < inputBytes ? 0 : outputBytes > inputBytes * 10 ? 2 : 1
  return shuffleBytes === 0 ? size : sizeShapes.length + size
}

/**
 * Rows that read the same path in the same shape are runs of one job. The shape keeps apart the different things that are done with one
 * path (after the job types of Chen, Alspaugh and Katz, PVLDB 5(12), 2012, which are clusters of the same three sizes). A name
 * depends on its own row only, never on what comes later, so that a backtest learns nothing from it.
 */
export function findRecurringJobs(trace: Trace): RecurringJobs {
  const index = new Map<number, number>()
  const names: string[] = []
  const path: number[] = []
  const ofRow = new Int32Array(trace.count)
  for (let row = 0; row < trace.count; row++) {
    const shape = shapeOf(trace.inputBytes[row]!, trace.shuffleBytes[row]!, trace.outputBytes[row]!)
    const key = trace.path[row]! * jobShapes.length + shape
    let job = index.get(key)
    if (job === undefined) {
      job = names.length
      index.set(key, job)
      names.push(`${trace.paths[trace.path[row]!]!}/${jobShapes[shape]!}`)
      path.push(trace.path[row]!)
    }
    ofRow[row] = job
  }
  return {names, path: Int32Array.from(path), ofRow}
}
