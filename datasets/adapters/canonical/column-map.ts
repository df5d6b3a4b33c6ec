import {IsthmusError} from '../../../model/errors.js'
import {closestName} from '../../history/closest-name.js'

/** Which field of the source holds a canonical column: what --map says, else the field of the same name. */
export class ColumnMap {
  readonly #fields: ReadonlyMap<string, string>
  readonly #unseen: Map<string, string>

  /** @throws IsthmusError (usage) with all names of the map that are no canonical columns */
  constructor(map: ReadonlyMap<string, string>, columns: readonly string[]) {
    const unknown = [...map.keys()].filter(name => !columns.includes(name))
    if (unknown.length > 0) {
      const guesses = unknown.map(name => [name, closestName(name, columns)] as const)
      const named = guesses.map(
        ([name, guess]) => `'${name}'${guess === undefined ? '' : ` (did you mean '${guess}'?)`}`,
      )
      const message = `--map names ${unknown.length === 1 ? 'a column' : 'columns'} that there ${unknown.length === 1 ? 'is' : 'are'} not: ${named.join(', ')}`
      throw new IsthmusError('usage', message, `Map these: ${columns.join(', ')}.`)
    }
    this.#fields = new Map([...map].map(([column, field]) => [column, field.toLowerCase()]))
    this.#unseen = new Map(map)
  }

  /** The field of a column, lower case. */
  fieldOf(column: string): string {
    return this.#fields.get(column) ?? column
  }

  /** To be told of every row: notes which fields of the map exist. */
  see(cells: Readonly<Record<string, unknown>>): void {
    if (this.#unseen.size === 0) return
    for (const [column, field] of this.#unseen) if (field.toLowerCase() in cells) this.#unseen.delete(column)
  }

  /** `column=field` of the map whose field no row had. */
  get unseen(): readonly string[] {
    return [...this.#unseen].map(([column, field]) => `${column}=${field}`)
  }
}
