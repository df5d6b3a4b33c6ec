import {present} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import type {Drop, ObservedAccess, Place} from '../../ingest/observed.js'
import {tablesKey} from '../../ingest/tables-key.js'
import type {AccessedObject} from './access-row.js'
import type {JoinedQuery} from './history-join.js'
import {isSystemTable, nameOfObject, type Origin, placeOfTable} from './object-names.js'

/**
 * Tells the intake of one query. BYTES_SCANNED and BYTES_WRITTEN are of the query as a whole; no view says which micro-partitions were read, nor
 * what CPU was used. A query that only ACCESS_HISTORY has is a run without bytes; one that it does not have read no table.
 */
export function tellQuery({id, query, access, at}: JoinedQuery, intake: Pick<Intake, 'run' | 'drop'>): void {
  const startMs = (query ?? access)!.startMs
  const context = {...at, startMs, value: id}
  if (query?.status === 'unfinished') {
    intake.drop({reason: 'run that did not finish', ...context})
    return
  }
  const origin = access ?? query!
  const drop = (given: Drop) => intake.drop(given)
  const inputs = accessesOf(access?.read ?? [], origin, {drop, context})
  const outputs = accessesOf(access?.written ?? [], origin, {drop, context})
  if (inputs.length + outputs.length === 0) {
    intake.drop({reason: 'query without tables', ...context, ...present('bytes', query?.readBytes)})
    return
  }
  intake.run({
    run: id,
    job: `${query?.database ?? ''}/${query?.key ?? tablesKey(inputs, outputs)}`,
    startMs,
    ...present('endMs', query?.endMs),
    ...(query?.status === 'failed' ? {failed: true} : {}),
    place: placeOfRun(query, origin),
    inputs,
    outputs,
    ...present('readBytes', query?.readBytes),
    ...(outputs.length === 0 ? {} : present('writtenBytes', query?.writtenBytes)),
  })
}

function placeOfRun(query: JoinedQuery['query'], access: Origin): Place {
  return {
    ...present('catalog', query?.database),
    ...present('schema', query?.schema),
    ...present('project', query?.database),
    ...present('warehouse', query?.warehouse),
    ...present('coordinator', query?.account ?? access.account),
    ...present('region', query?.region ?? access.region),
  }
}

function accessesOf(
  objects: readonly AccessedObject[],
  origin: Origin,
  {drop, context}: {drop(drop: Drop): void; context: Omit<Drop, 'reason'>},
): readonly ObservedAccess[] {
  const accesses = new Map<string, ObservedAccess>()
  for (const {domain, name: text} of objects) {
    // Table, External table, Dynamic table, …; not Stage, View, Stream, Function
    const isTable = /(table|^materialized view)$/i.test(domain)
    const name = text === undefined ? undefined : nameOfObject(text, origin)
    if (!isTable) drop({...context, reason: 'object that is no table', value: `${domain} ${text ?? ''}`.trim()})
    else if (name === undefined) drop({...context, reason: 'table without a name', ...present('value', text)})
    else if (isSystemTable(name)) drop({...context, reason: 'system table', value: name.table})
    else accesses.set(name.table, {table: name.table, place: placeOfTable(name, origin)})
  }
  return [...accesses.values()]
}
