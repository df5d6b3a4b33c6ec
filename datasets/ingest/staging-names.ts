import type {Place} from './observed.js'
import type {TableAppender} from './staging-database.js'

/** Names whose number is remembered. Beyond it all are forgotten and numbered anew: the database sorts out which are the same. */
const REMEMBERED = 200_000

/** Numbers the texts of a staging table (`id`, `text`), so that rows of accesses hold no text. */
export class StagingNames {
  readonly #numbers = new Map<string, number>()
  readonly #appender: TableAppender
  #next = 0

  constructor(appender: TableAppender) {
    this.#appender = appender
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    if (this.#numbers.size === REMEMBERED) this.#numbers.clear()
    const number = this.#next++
    this.#numbers.set(text, number)
    this.#appender.add(number, text)
    return number
  }
}

const placeFields = [
  ...(['uri', 'catalog', 'schema', 'warehouse', 'coordinator', 'address', 'project', 'region'] as const),
] satisfies (keyof Place)[]

/** A place as text: the same for the same fields, in whatever order they were set. */
export function placeKey(place: Place): string {
  return JSON.stringify(placeFields.map(field => place[field] ?? null))
}

export function placeOfKey(key: string): Place {
  const values = JSON.parse(key) as (string | null)[]
  return Object.fromEntries(placeFields.flatMap((field, i) => (values[i] === null ? [] : [[field, values[i]]])))
}

/** What a rule of the topology map could match, for people: `s3://bucket/folder`, `coordinator=trino-a, schema=sales`. */
export function placeText(place: Place): string {
  if (place.uri !== undefined) return /^[a-z][a-z0-9+.-]*:\/*[^/]*(?:\/[^/]+)?/i.exec(place.uri)?.[0] ?? place.uri
  const parts = placeFields.flatMap(field => (place[field] === undefined ? [] : [`${field}=${place[field]}`]))
  return parts.length === 0 ? 'nothing is said of the place' : parts.join(', ')
}
