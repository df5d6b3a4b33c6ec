import {cheapestRefresh} from '../../model/arborescence.js'
import {linkPrice, type Topology} from '../../model/topology.js'

/**
 * Prices per byte of one table at home in `home` when a subset of the `regions` holds it. Subsets are bit masks over
 * `regions` (bit i = regions[i]).
 */
export interface Sourcing {
  readonly regions: readonly number[]
  /** Price of a byte read by regions[i] while the subset `holders` holds it, at `holders * regions.length + i`; 0 where it holds it itself. */
  readonly readPrice: Float64Array
  /** Price of a byte that the subset `targets` refreshes from the home and the subset `holders`, at `(holders << regions.length) | targets`. Disjoint subsets only. */
  readonly refreshPrice: Float64Array
}

/** Most regions that may hold one table before the exact table over all subsets (3ⁿ) is given up. */
export const mostCoupledRegions = 8

/**
 * Sourcing prices by subset, kept for every (home, regions) asked for. `exact`: cheapest holder and cheapest arborescence
 * (formats.md 3.3 and 3.5). Each region by itself: from the home only, or (`cheapest`) from whichever region has the
 * cheapest link into it, which is never dearer than any plan pays and so serves as a relaxation.
 */
export class SourcingTables {
  readonly #topology: Topology
  readonly #kept = new Map<string, Sourcing>()
  /** 1 where no region can serve another more cheaply than this home does: regions then decouple. */
  readonly homeIsNearest: Uint8Array

  constructor(topology: Topology) {
    this.#topology = topology
    const all = topology.regions.map((_, e) => e)
    this.homeIsNearest = Uint8Array.from(all, home =>
      all.every(
        to =>
          to === home || all.every(via => via === to || linkPrice(topology, home, to) <= linkPrice(topology, via, to)),
      )
        ? 1
        : 0,
    )
  }

  /**
   * Regions that may usefully hold a table, rising: its remote readers, relays that serve one of them more cheaply than the
   * home, and relays of those relays.
   */
  candidates(home: number, readers: readonly number[]): number[] {
    if (this.homeIsNearest[home] === 1) return [...readers]
    const topology = this.#topology
    const found = [...readers]
    for (let i = 0; i < found.length; i++) {
      const served = found[i]!
      for (let e = 0; e < topology.regions.length; e++) {
        if (e === home || found.includes(e)) continue
        if (linkPrice(topology, e, served) < linkPrice(topology, home, served)) found.push(e)
      }
    }
    return found.sort((a, b) => a - b)
  }

  exact(home: number, regions: readonly number[]): Sourcing {
    return this.#keep(`exact ${home} ${regions}`, () => exactSourcing(this.#topology, home, regions))
  }

  alone(home: number, region: number, source: 'home' | 'cheapest'): Sourcing {
    return this.#keep(`${source} ${home} ${region}`, () => {
      const all = this.#topology.regions.map((_, e) => e)
      const price =
        source === 'home'
          ? linkPrice(this.#topology, home, region)
          : Math.min(...all.filter(e => e !== region).map(e => linkPrice(this.#topology, e, region)))
      return {regions: [region], readPrice: Float64Array.of(price, 0), refreshPrice: Float64Array.of(0, price, 0, 0)}
    })
  }

  #keep(key: string, make: () => Sourcing): Sourcing {
    const kept = this.#kept.get(key)
    if (kept !== undefined) return kept
    const made = make()
    this.#kept.set(key, made)
    return made
  }
}

function exactSourcing(topology: Topology, home: number, regions: readonly number[]): Sourcing {
  const n = regions.length
  const subsets = 1 << n
  const readPrice = new Float64Array(subsets * n)
  const refreshPrice = new Float64Array(subsets * subsets)
  const members = (subset: number) => regions.filter((_, i) => (subset >> i) & 1)
  for (let holders = 0; holders < subsets; holders++) {
    const holding = members(holders)
    for (let i = 0; i < n; i++) {
      if ((holders >> i) & 1) continue
      readPrice[holders * n + i] = Math.min(...[home, ...holding].map(from => linkPrice(topology, from, regions[i]!)))
    }
    for (let targets = 0; targets < subsets; targets++) {
      if ((holders & targets) !== 0) continue
      let price = 0
      for (const {from, to} of cheapestRefresh(topology, home, holding, members(targets)))
        price += linkPrice(topology, from, to)
      refreshPrice[(holders << n) | targets] = price
    }
  }
  return {regions, readPrice, refreshPrice}
}
