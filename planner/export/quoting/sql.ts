/** How a dialect writes names and texts. Sources: the lexical rules of Hive, Spark SQL, BigQuery, MaxCompute and Snowflake. */
export type Dialect = 'hive' | 'spark' | 'bigquery' | 'maxcompute' | 'snowflake'

/** A name of one or more parts, every part quoted: `` `db`.`a``b` `` or `"DB"."a""b"`. */
export function sqlName(dialect: Dialect, ...parts: readonly string[]): string {
  if (dialect === 'snowflake') return parts.map(part => `"${part.replaceAll('"', '""')}"`).join('.')
  if (dialect === 'bigquery') return `\`${parts.map(part => backslashed(part, '`')).join('.')}\``
  return parts.map(part => `\`${part.replaceAll('`', '``')}\``).join('.')
}

/** A text literal in single quotes. A backslash starts an escape in all these dialects, so that it is doubled. */
export function sqlText(dialect: Dialect, text: string): string {
  if (dialect === 'snowflake') return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return `'${backslashed(text, "'")}'`
}

function backslashed(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
}
