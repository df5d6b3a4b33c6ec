/** What the engines' SQL has no common words for. Everything else is written once. */
export interface Dialect {
  readonly name: 'duckdb' | 'spark'
  /** A whole number as a type whose sums and products are exact far beyond 2^63. */
  exact(number: string): string
  /**
   * A sort key that orders text by UTF-16 code units as compareNames does. Engines order by code points; the two differ only
   * in that characters beyond U+FFFF (surrogate pairs) come before U+E000 … U+FFFF.
   */
  utf16Order(text: string): string
}

const lastCharacter = String.fromCodePoint(0x10ffff)
const afterSurrogates = String.raw`([\x{E000}-\x{FFFF}])`

export const duckdb: Dialect = {
  name: 'duckdb',
  exact: number => `CAST(${number} AS HUGEINT)`,
  utf16Order: text => `regexp_replace(${text}, '${afterSurrogates}', '${lastCharacter}\\1', 'g')`,
}

/** Spark 3.5 and later, with ANSI SQL, double-quoted identifiers and backslashes in literals left alone. */
export const spark: Dialect = {
  name: 'spark',
  exact: number => `CAST(${number} AS DECIMAL(38, 0))`,
  utf16Order: text => `regexp_replace(${text}, '${afterSurrogates}', '${lastCharacter}$1')`,
}
