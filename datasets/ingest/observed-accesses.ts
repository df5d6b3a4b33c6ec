import type {Day} from '../../model/days.js'
import type {ObservedAccess, Place} from './observed.js'

/** What a run did to one day of a table, or to the table where no day is known. */
export interface AccessPart {
  readonly table: string
  readonly place: Place
  readonly day: Day | undefined
  readonly dayFrom: 'exact' | 'assumed'
  readonly bytes: number | undefined
}

/**
 * The accesses that parts of a run come to, in the order of their first parts: one a table, and apart from it what has no day or
 * no bytes, so that nothing that is known is mixed with what is not.
 */
export function observedAccesses(
  parts: Iterable<AccessPart>,
  bytesFrom: NonNullable<ObservedAccess['bytesFrom']>,
): ObservedAccess[] {
  const groups = new Map<string, AccessPart[]>()
  for (const part of parts) {
    const known = [part.day === undefined, part.bytes === undefined]
    const key = JSON.stringify([part.table, part.place, ...known])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [part])
    else group.push(part)
  }
  return [...groups.values()].map(group => accessOf(group, bytesFrom))
}

function accessOf(parts: readonly AccessPart[], bytesFrom: NonNullable<ObservedAccess['bytesFrom']>): ObservedAccess {
  const {table, place, day, bytes} = parts[0]!
  const from = bytes === undefined ? {} : {bytesFrom}
  if (day === undefined) {
    return {
      table,
      place,
      ...from,
      ...(bytes === undefined ? {} : {bytes: parts.reduce((sum, part) => sum + part.bytes!, 0)}),
    }
  }
  const partitions = parts.map(part => ({
    day: part.day!,
    dayFrom: part.dayFrom,
    ...(part.bytes === undefined ? {} : {bytes: part.bytes}),
  }))
  return {table, place, ...from, partitions}
}
