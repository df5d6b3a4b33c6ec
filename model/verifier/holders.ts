import {compareNames} from '../columns.js'
import {linkPrice, type Topology} from '../topology.js'
import type {Decisions} from './decisions.js'

/** Who holds which age of a table under a plan (spec: formats.md 3.3). */
export class Holders {
  readonly #topology: Topology
  readonly #decisions: Decisions
  /** Windows of table t are `#order[#start[t]] … #order[#start[t + 1] - 1]`, by region name, then fromAge. */
  readonly #start: Int32Array
  readonly #order: Int32Array

  constructor(topology: Topology, decisions: Decisions) {
    this.#topology = topology
    this.#decisions = decisions
    const {windows, tableHome} = decisions
    const nameOf = (window: number): string => topology.regions[windows.region[window]!]!.name
    this.#order = Int32Array.from({length: windows.count}, (_, window) => window).sort(
      (a, b) =>
        windows.table[a]! - windows.table[b]! ||
        compareNames(nameOf(a), nameOf(b)) ||
        windows.fromAge[a]! - windows.fromAge[b]!,
    )
    this.#start = new Int32Array(tableHome.length + 1)
    for (const table of windows.table) this.#start[table + 1]! += 1
    for (let table = 0; table < tableHome.length; table++) this.#start[table + 1]! += this.#start[table]!
  }

  /** Windows of a table, by region name, then fromAge. */
  windowsOf(table: number): Int32Array {
    return this.#order.subarray(this.#start[table]!, this.#start[table + 1]!)
  }

  /** The window at `region` that holds `age` of `table`, or -1. */
  windowHolding(table: number, region: number, age: number): number {
    const {windows} = this.#decisions
    for (let i = this.#start[table]!; i < this.#start[table + 1]!; i++) {
      const window = this.#order[i]!
      if (windows.region[window] === region && windows.fromAge[window]! <= age && age < windows.toAge[window]!)
        return window
    }
    return -1
  }

  /** Region that `age` of `table` is read from at `region`: the cheapest holder; ties go to home, then to the first by name. */
  cheapestSource(table: number, region: number, age: number): number {
    const {windows, tableHome} = this.#decisions
    let source = tableHome[table]!
    let price = linkPrice(this.#topology, source, region)
    for (let i = this.#start[table]!; i < this.#start[table + 1]!; i++) {
      const window = this.#order[i]!
      if (age < windows.fromAge[window]! || age >= windows.toAge[window]!) continue
      const holder = windows.region[window]!
      const holderPrice = linkPrice(this.#topology, holder, region)
      if (holderPrice < price) {
        source = holder
        price = holderPrice
      }
    }
    return source
  }
}
