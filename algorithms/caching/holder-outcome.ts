import {type Choice, NOTHING} from './choice.js'
import {type HolderChoice, type TableWindow, windowsOfHolding} from './holder-choices.js'
import type {HolderUnits} from './holder-units.js'
import type {CachingOutcome, CachingProblem} from './problem.js'
import type {TableWalk} from './table-walks.js'
import {WindowHull} from './window-hull.js'

/** The windows of chosen units: those of regions with a curve by curve, those of relays by table and region. */
export function windowsOfUnits(
  problem: CachingProblem,
  base: CachingOutcome,
  units: HolderUnits,
  curves: Int32Array,
  points: CachingProblem,
  walks: readonly TableWalk[],
  lists: readonly (readonly HolderChoice[])[],
  choice: Choice,
): Pick<CachingOutcome, 'windows' | 'extraWindows'> {
  const byCurve = new Map<number, TableWindow[]>()
  const kept = new Set<number>()
  const hull = problem.ages === undefined ? undefined : new WindowHull(problem, problem.ages)
  for (let u = 0; u < curves.length; u++) {
    if (choice[u] === NOTHING) continue
    const c = curves[u]
    const point = units.source[choice[u]]
    if (point === NOTHING || hull === undefined) {
      kept.add(c)
      continue
    }
    hull.build(c)
    const fromAge: number[] = []
    const toAge: number[] = []
    hull.pushWindows(point - points.pointStart[c], fromAge, toAge)
    byCurve.set(
      c,
      fromAge.map((from, i) => ({region: problem.curveRegion[c], fromAge: from, toAge: toAge[i]})),
    )
  }
  const {curve, fromAge, toAge} = base.windows
  for (let w = 0; w < curve.length; w++) {
    if (!kept.has(curve[w])) continue
    const own = byCurve.get(curve[w]) ?? []
    own.push({region: problem.curveRegion[curve[w]], fromAge: fromAge[w], toAge: toAge[w]})
    byCurve.set(curve[w], own)
  }
  const curveOf = new Map<number, number>()
  for (let c = 0; c < problem.curveCount; c++)
    curveOf.set(problem.curveTable[c] * problem.regionCount + problem.curveRegion[c], c)
  const relays: (TableWindow & {table: number})[] = []
  for (let w = 0; w < walks.length; w++) {
    const chosen = choice[curves.length + w]
    if (chosen === NOTHING) continue
    const {table} = walks[w]
    for (const window of windowsOfHolding(walks[w], lists[w][units.source[chosen]])) {
      const c = curveOf.get(table * problem.regionCount + window.region)
      if (c === undefined) relays.push({...window, table})
      else byCurve.set(c, [...(byCurve.get(c) ?? []), window])
    }
  }
  const rows = [...byCurve].sort(([a], [b]) => a - b).flatMap(([c, own]) => own.map(window => ({...window, curve: c})))
  return {
    windows: {
      curve: Int32Array.from(rows, row => row.curve),
      fromAge: Int32Array.from(rows, row => row.fromAge),
      toAge: Int32Array.from(rows, row => row.toAge),
    },
    extraWindows: {
      table: Int32Array.from(relays, row => row.table),
      region: Int32Array.from(relays, row => row.region),
      fromAge: Int32Array.from(relays, row => row.fromAge),
      toAge: Int32Array.from(relays, row => row.toAge),
    },
  }
}
