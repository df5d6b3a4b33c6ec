import type {Finding} from '../../../model/errors.js'
import type {ExportRow} from '../../ingest/export-rows.js'
import type {ColumnMap} from './column-map.js'
import {RowCells} from './row-cells.js'

/**
 * Reads the rows of one file by canonical names. A required column that no row of the file has is one fault; where only some rows lack
 * it, each of these is one. Columns that isthmus does not know are left alone.
 */
export class FileColumns {
  readonly #file: string
  readonly #required: readonly string[]
  readonly #defaults: Readonly<Record<string, string>>
  readonly #map: ColumnMap
  readonly #fault: (finding: Finding) => void
  readonly #seen = new Set<string>()
  /** Required columns that no row had so far: first row without it, and how many. */
  readonly #missing = new Map<string, {readonly row: number; count: number}>()

  constructor(
    file: string,
    {required, defaults}: {readonly required: readonly string[]; readonly defaults: Readonly<Record<string, string>>},
    map: ColumnMap,
    fault: (finding: Finding) => void,
  ) {
    this.#file = file
    this.#required = required.filter(column => !Object.hasOwn(defaults, column))
    this.#defaults = defaults
    this.#map = map
    this.#fault = fault
  }

  /** The cells of a row; undefined where a required one is missing. */
  cells({cells, row}: ExportRow): RowCells | undefined {
    this.#map.see(cells)
    let isWhole = true
    for (const column of this.#required) {
      if (this.#map.fieldOf(column) in cells) this.#seen.add(column)
      else {
        isWhole = false
        if (this.#seen.has(column)) this.#tellMissing(column, row, 1)
        else {
          const missing = this.#missing.get(column)
          if (missing === undefined) this.#missing.set(column, {row, count: 1})
          else missing.count++
        }
      }
    }
    if (!isWhole) return undefined
    return new RowCells(
      column => cells[this.#map.fieldOf(column)] ?? this.#defaults[column],
      finding => this.#fault({file: this.#file, row, ...finding}),
    )
  }

  /** Tells what the whole file lacks. */
  end(): void {
    const absent = [...this.#missing.keys()].filter(column => !this.#seen.has(column))
    if (absent.length > 0) {
      const named = absent.map(column => {
        const field = this.#map.fieldOf(column)
        return field === column ? column : `${column} (field ${field})`
      })
      const message = `the file has no ${named.join(', ')}`
      const advice = `Name the fields that hold ${absent.length === 1 ? 'it' : 'them'}: ${absent.map(column => `--map ${column}=FIELD`).join(' ')}.`
      this.#fault({kind: 'missing-column', file: this.#file, column: absent.join(', '), message, advice})
    }
    for (const [column, {row, count}] of this.#missing)
      if (this.#seen.has(column)) this.#tellMissing(column, row, count)
  }

  #tellMissing(column: string, row: number, count: number): void {
    const message = count === 1 ? `${column} is empty` : `${column} is empty in ${count} rows, here for the first time`
    this.#fault({kind: 'missing-value', file: this.#file, row, column, message, advice: 'Give it on every row.'})
  }
}
