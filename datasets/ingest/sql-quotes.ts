/** Text in quotes. */
export interface QuotedText {
  /** With its quotes, without a prefix. */
  readonly text: string
  /** Where the SQL goes on after it. */
  readonly end: number
  /** In double quotes or backticks: a name in some dialects, in double quotes a literal in others. */
  readonly mayBeName: boolean
}

/** A quote as it opens, after the prefix of a literal that is raw, of bytes, of Unicode …: r'', b'', x'', N'', E'', U&''. */
const opening = /(?:(?:rb|br|r|b|x|n|e|u&)(?=['"]))?('''(?!')|"""|'|"|`|\$\$)/iy

/**
 * Finds the quoted parts of SQL of any dialect: 'it''s', 'it\\'s', "name", `name`, $$body$$ and the triple quotes of BigQuery. It scans
 * and does not match, so that a literal of any length costs time in proportion and no stack.
 */
export class SqlQuotes {
  readonly #sql: string
  /** False once a backslash before a quote turned out to be a plain one: read as an escape, the text would never have ended. */
  #hasEscapes = true

  constructor(sql: string) {
    this.#sql = sql
  }

  /** The quoted text that begins there; undefined where none does or it never ends. */
  at(start: number): QuotedText | undefined {
    opening.lastIndex = start
    const match = opening.exec(this.#sql)
    if (match === null) return undefined
    const opened = match[1]!
    let from = start + match[0].length
    if (opened.length === 3) {
      const end = this.#endOf(opened, from)
      if (end >= 0) return this.#quoted(opened, from, end)
      from -= 2 // without an end it is no triple quote: a literal that begins with a quote
    }
    const quote = opened === '$$' ? opened : opened[0]!
    const isDoubled = quote === "'" || quote === '"'
    return this.#quoted(quote, from, isDoubled ? this.#endOfDoubled(quote, from) : this.#endOf(quote, from))
  }

  #quoted(quote: string, from: number, end: number): QuotedText | undefined {
    if (end < 0) return undefined
    return {text: this.#sql.slice(from - quote.length, end), end, mayBeName: quote === '"' || quote === '`'}
  }

  #endOf(quote: string, from: number): number {
    const at = this.#sql.indexOf(quote, from)
    return at < 0 ? -1 : at + quote.length
  }

  /** The end of what ends with the quote, unless that is doubled or a backslash stands before it. */
  #endOfDoubled(quote: string, from: number): number {
    let at = from
    while (at < this.#sql.length) {
      const character = this.#sql[at]
      if (character === '\\' && this.#hasEscapes) at += 2
      else if (character !== quote) at++
      else if (this.#sql[at + 1] === quote) at += 2
      else return at + 1
    }
    if (!this.#hasEscapes) return -1
    this.#hasEscapes = false
    return this.#endOfDoubled(quote, from)
  }
}
