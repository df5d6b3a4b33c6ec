import type {Plan} from '../../model/plan.js'
import type {NewFill} from '../nightly/new-fill.js'

/** Ages [fromAge, toAge). */
export interface Ages {
  readonly fromAge: number
  readonly toAge: number
}

/** One thing to copy, to one region. */
export interface CopyItem {
  readonly decision: 'replica' | 'move'
  /** Table or project. */
  readonly name: string
  readonly to: string
  readonly bytes: number
  readonly savedBytesPerDay: number
  /** Regions that hold it before anything is copied; the first is its home. */
  readonly sources: readonly string[]
  /** Ages that it brings to `to`; empty for moves. */
  readonly ages: readonly Ages[]
}

/**
 * What a change of plan copies, hottest first: replicas by what they save a day per byte of fill, then moves in the plan's order, whose
 * saving the plan does not give one by one. A region whose replicas in force hold all the ages is a source beside the home.
 */
export function copyItems(
  plan: Plan,
  inForce: Plan | undefined,
  fills: readonly NewFill[],
  fresh: Plan['moves'],
): CopyItem[] {
  const replicas = fills.map((fill): CopyItem => {
    const ages = plan.replicas.filter(({table, region}) => table === fill.table && region === fill.region)
    const holders = (inForce?.replicas ?? []).filter(
      ({table, region}) => table === fill.table && region !== fill.region,
    )
    const regions = [...new Set(holders.map(({region}) => region))].filter(region =>
      holdsAll(holders.filter(held => held.region === region).map(aDayOlder), ages),
    )
    return {
      ...{
        decision: 'replica',
        name: fill.table,
        to: fill.region,
        bytes: fill.fillBytes,
        savedBytesPerDay: fill.savedBytesPerDay,
      },
      ...{sources: [fill.home, ...regions.filter(region => region !== fill.home)], ages},
    }
  })
  const heat = ({savedBytesPerDay, bytes}: CopyItem) => savedBytesPerDay / bytes
  const byHeat = replicas.map((item, i) => ({item, i})).sort((a, b) => heat(b.item) - heat(a.item) || a.i - b.i)
  const moves = fresh
    .filter(({bytes}) => bytes > 0)
    .map(
      ({project, table, from, to, bytes}): CopyItem => ({
        ...{decision: 'move', name: (project ?? table)!, to, bytes, savedBytesPerDay: 0, sources: [from], ages: []},
      }),
    )
  return [...byHeat.map(({item}) => item), ...moves]
}

/** What a window held yesterday is a day older today, and what it is about to let go is still there. */
const aDayOlder = ({fromAge, toAge}: Ages): Ages => ({fromAge: fromAge + 1, toAge: toAge + 1})

/** True where every age that is wanted, the day's refresh apart, is held. */
export function holdsAll(held: readonly Ages[], wanted: readonly Ages[]): boolean {
  return wanted.every(({fromAge, toAge}) => {
    for (let age = fromAge + 1; age < toAge; age++) {
      if (!held.some(window => window.fromAge <= age && age < window.toAge)) return false
    }
    return true
  })
}
