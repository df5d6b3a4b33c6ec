import {createHash} from 'node:crypto'
import type {ObservedAccess} from './observed.js'
import {withoutVolatileParts} from './volatile-parts.js'

/** Short stable name of what a run reads and writes: stands for its SQL in the key of a job where the source does not have it. */
export function tablesKey(inputs: readonly ObservedAccess[], outputs: readonly ObservedAccess[]): string {
  const names = (accesses: readonly ObservedAccess[]) =>
    [...new Set(accesses.map(({table}) => withoutVolatileParts(table)))].sort()
  return createHash('sha256')
    .update(JSON.stringify([names(inputs), names(outputs)]))
    .digest('hex')
    .slice(0, 16)
}
