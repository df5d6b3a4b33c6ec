import type {Intake} from '../../ingest/intake.js'
import type {ObservedTable} from '../../ingest/observed.js'
import type {LineageDataset} from './dataset.js'
import {jobKeyOf, type LineageJob} from './job-key.js'
import type {TableAliases} from './table-aliases.js'

/** Most tables, and most pairs of tables, that are held until the names of all tables are known; the first held is told first. */
const mostHeld = 200_000
/** Most pairs of one event. */
const mostPairs = 10_000

interface Pair {
  readonly table: string
  readonly upstream: string
  readonly job: string | undefined
}

/** What is told of tables and jobs without a run: JobEvent, DatasetEvent, and tables that got a new name. */
export class CatalogueEvents {
  readonly #intake: Intake
  readonly #aliases: TableAliases
  readonly #tables = new Map<string, ObservedTable>()
  readonly #pairs = new Map<string, Pair>()

  constructor(intake: Intake, aliases: TableAliases) {
    this.#intake = intake
    this.#aliases = aliases
  }

  /** @returns whether the dataset is a table */
  addTable(dataset: LineageDataset): boolean {
    if (dataset.dropped === 'dataset is no table' || dataset.dropped === 'temporary table') return false
    const {table, place} = dataset.identity
    this.#tables.set(table, {table, place})
    if (this.#tables.size > mostHeld) this.#tellTable(this.#tables.keys().next().value!)
    return true
  }

  /** All outputs are made from all inputs. @returns the number of pairs for which there was no room */
  addJob(job: LineageJob, inputs: readonly LineageDataset[], outputs: readonly LineageDataset[]): number {
    const sources = inputs.filter(dataset => this.addTable(dataset))
    const targets = outputs.filter(dataset => this.addTable(dataset))
    const key = jobKeyOf(job)
    let count = 0
    for (const {identity} of targets) {
      for (const source of sources) if (count++ < mostPairs) this.addPair(identity.table, source.identity.table, key)
    }
    return Math.max(0, count - mostPairs)
  }

  addPair(table: string, upstream: string, job: string | undefined): void {
    const key = `${table}\n${upstream}\n${job ?? ''}`
    this.#pairs.set(key, {table, upstream, job})
    if (this.#pairs.size > mostHeld) this.#tellPair(this.#pairs.keys().next().value!)
  }

  /** Tells all that is held, by name. */
  end(): void {
    for (const key of [...this.#tables.keys()].sort()) this.#tellTable(key)
    for (const key of [...this.#pairs.keys()].sort()) this.#tellPair(key)
  }

  #tellTable(key: string): void {
    const {table, place} = this.#tables.get(key)!
    this.#tables.delete(key)
    this.#intake.table({table: this.#aliases.nameOf(table), place})
  }

  #tellPair(key: string): void {
    const {table, upstream, job} = this.#pairs.get(key)!
    this.#pairs.delete(key)
    const names = [this.#aliases.nameOf(table), this.#aliases.nameOf(upstream)] as const
    if (names[0] !== names[1]) this.#intake.dependency(names[0], names[1], job)
  }
}
