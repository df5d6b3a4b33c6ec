import type {RecurringJobs} from './recurring-jobs.js'
import type {Trace} from './trace.js'

/** Bytes of the one version of each table; 0 = no run read or wrote a byte of it, so that it is no table. */
export interface TableSizes {
  /** By input path: the most that one job read, as the trace says nothing of the size of a path. */
  readonly input: Float64Array
  /** By recurring job: the most that one run put out, as if each run replaced what the one before wrote. */
  readonly output: Float64Array
}

export function measureTables(trace: Trace, jobs: RecurringJobs): TableSizes {
  const input = new Float64Array(trace.paths.length)
  const output = new Float64Array(jobs.names.length)
  for (let row = 0; row < trace.count; row++) {
    const path = trace.path[row]!
    const job = jobs.ofRow[row]!
    input[path] = Math.max(input[path]!, trace.inputBytes[row]!)
    output[job] = Math.max(output[job]!, trace.outputBytes[row]!)
  }
  return {input, output}
}
