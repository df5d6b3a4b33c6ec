import {type Entries, versionOfAccess} from './entries.js'
import type {ReadTrace} from './trace.js'

/** What runs that succeed will read after each access; only an oracle may look. Nothing is known at reads of failed runs. */
export interface LookAhead {
  /** Position of the next read of the same version in the same region; Infinity where there is none. */
  readonly nextRead: Float64Array
  /** Bytes of all those later reads together. */
  readonly laterBytes: Float64Array
}

/** Computes what is still to come in one pass from the end, O(accesses). */
export function lookAhead(trace: ReadTrace, entries: Entries): LookAhead {
  const version = versionOfAccess(trace)
  const nextRead = new Float64Array(trace.accessCount).fill(Number.POSITIVE_INFINITY)
  const laterBytes = new Float64Array(trace.accessCount)
  const next = new Int32Array(entries.count).fill(-1)
  for (let access = trace.accessCount - 1; access >= 0; access--) {
    const entry = entries.ofAccess[access]
    if (entry < 0 || trace.failed[access] === 1) continue
    const later = next[entry]
    if (later >= 0 && version[later] === version[access]) {
      nextRead[access] = later
      laterBytes[access] = laterBytes[later] + trace.readBytes[later]
    }
    next[entry] = access
  }
  return {nextRead, laterBytes}
}
