import {createHash} from 'node:crypto'
import {SqlQuotes} from './sql-quotes.js'
import {withoutVolatileParts} from './volatile-parts.js'

/** What is not quoted: white space and comments; words; numbers; anything else. A quote that is never closed is `other`. */
const token = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|^[ \t]*#[^\n]*|/\*[\s\S]*?(?:\*/|(?![\s\S])))`,
    String.raw`(?<word>[\p{L}_@#:$][\p{L}\p{N}_@#$]*)`,
    String.raw`(?<number>0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)`,
    String.raw`(?<other><=>|<>|!=|>=|<=|\|\||::|->>?|=>|[\s\S])`,
  ].join('|'),
  'gimuy',
)

/** What a name of a table or column may look like inside quotes, whatever it is made of; other text in double quotes is a literal. */
const name = /^["`][\p{L}_$][\p{L}\p{N}_$ .:/*-]{0,1000}["`]$/u

/** A list of literals, and rows of them, with the literals already `?`. */
const typed = '(?:(?:date|time|timestamp|datetime|interval|decimal) )?[-+]?\\s?\\?'
const inList = new RegExp(`\\bin \\( ${typed}(?: , ${typed})+ \\)`, 'g')
const valueRows = new RegExp(
  `\\bvalues (\\( ${typed}(?: , ${typed})* \\))(?: , \\( ${typed}(?: , ${typed})* \\))*`,
  'g',
)

/**
 * SQL without what changes from run to run: literals become `?`, lists of them after IN and rows of them after VALUES one `?`, comments
 * and the last semicolon go, any white space is one blank, words are lower case, dates and numbers inside names (`tmp_20261118`) are `?`.
 * It needs no dialect: text in double quotes is a name where it looks like one. Two statements with one template do the same in
 * different clothes; not all that do the same have one template.
 */
export function sqlTemplate(sql: string): string {
  const words: string[] = []
  const quotes = new SqlQuotes(sql)
  for (let at = 0; at < sql.length; ) {
    const quoted = quotes.at(at)
    if (quoted !== undefined) {
      words.push(quoted.mayBeName && name.test(quoted.text) ? withoutVolatileParts(quoted.text) : '?')
      at = quoted.end
      continue
    }
    token.lastIndex = at
    const {space, word, number, other} = token.exec(sql)!.groups!
    at = token.lastIndex
    if (number !== undefined) words.push('?')
    else if (space === undefined) words.push(word === undefined ? other! : withoutVolatileParts(word.toLowerCase()))
  }
  while (words.at(-1) === ';') words.pop()
  return words.join(' ').replace(inList, 'in ( ? )').replace(valueRows, 'values ( ? )')
}

/** Short name of the template of a statement, the same on every machine: 16 hexadecimal digits. */
export function sqlTemplateKey(sql: string): string {
  return createHash('sha256').update(sqlTemplate(sql)).digest('hex').slice(0, 16)
}
