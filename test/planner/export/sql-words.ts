/** What a SQL shell sees: quoted parts as values, everything outside of quotes as words and signs. */
export interface Token {
  readonly kind: 'name' | 'text' | 'word' | 'sign'
  readonly value: string
}

/** An independent lexer: backslash escapes in texts; names in backticks or double quotes, doubled or (BigQuery) escaped. */
export function sqlTokens(sql: string, dialect: 'snowflake' | 'bigquery' | 'other'): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    const sign = sql[at]!
    if (sql.startsWith('--', at)) {
      const end = sql.indexOf('\n', at)
      at = end < 0 ? sql.length : end
    } else if (/\s/.test(sign)) at++
    else if (sign === "'" || sign === '`' || (sign === '"' && dialect === 'snowflake')) {
      const escapes = sign === "'" || dialect === 'bigquery'
      const doubles = sign !== "'" || dialect === 'snowflake'
      let value = ''
      for (at++; ; at++) {
        if (at >= sql.length) throw new Error('a quote does not end')
        if (escapes && sql[at] === '\\') value += sql[++at]
        else if (sql[at] !== sign) value += sql[at]
        else if (doubles && sql[at + 1] === sign) value += sql[++at]
        else break
      }
      at++
      tokens.push({kind: sign === "'" ? 'text' : 'name', value})
    } else {
      const word = /^[\p{L}\p{N}_]+/u.exec(sql.slice(at))?.[0]
      tokens.push(word === undefined ? {kind: 'sign', value: sign} : {kind: 'word', value: word})
      at += word?.length ?? 1
    }
  }
  return tokens
}
