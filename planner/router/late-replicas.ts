import type {RouterCatalogue} from './router-index.js'

/**
 * Partitions that the plan wants at a region and that are not there yet. Tables without one cost a single flag to ask;
 * what is told outlives a reload of the plan, not of the catalogue.
 */
export class LateReplicas {
  readonly #regionCount: number
  readonly #partitions: Uint32Array
  readonly #seconds = new Map<number, number>()

  constructor(catalogue: RouterCatalogue) {
    this.#regionCount = catalogue.regionCount
    this.#partitions = new Uint32Array(catalogue.tableHome.length)
  }

  get count(): number {
    return this.#seconds.size
  }

  /** Whether any partition of the table is late anywhere. */
  concerns(table: number): boolean {
    return this.#partitions[table] !== 0
  }

  /** @param expectedSeconds until it arrives; Infinity where unknown */
  tell(table: number, region: number, day: number, expectedSeconds: number): void {
    const key = this.#key(table, region, day)
    if (!this.#seconds.has(key)) this.#partitions[table] += 1
    this.#seconds.set(key, expectedSeconds)
  }

  arrived(table: number, region: number, day: number): void {
    if (this.#seconds.delete(this.#key(table, region, day))) this.#partitions[table] -= 1
  }

  /** Seconds until the partition is there; −1 where it is not late. */
  secondsUntil(table: number, region: number, day: number): number {
    return this.#seconds.get(this.#key(table, region, day)) ?? -1
  }

  /** Days count from 1970 up to 2^20 (the year 4840); tables · regions may reach 2^33. */
  #key(table: number, region: number, day: number): number {
    return (table * this.#regionCount + region) * 2 ** 20 + day
  }
}
