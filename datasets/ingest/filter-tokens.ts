import {dayOfDate} from './dates-in-text.js'

/** Smallest part of a filter expression. */
export interface FilterToken {
  readonly kind: 'word' | 'quoted' | 'literal' | 'mark'
  readonly text: string
}

/** The text is no filter that can be read to its end. */
export class UnreadableFilter extends Error {}

const lexical = new RegExp(
  [
    '\\s+|--[^\\n]*|/\\*[^]*?\\*/',
    "'((?:[^']|'')*)'",
    '"((?:[^"]|"")*)"',
    '`([^`]*)`',
    '(\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?(?:Z|[-+]\\d{2}:?\\d{2})?(?!\\w))',
    '(\\d+(?:\\.\\d+)?(?!\\w))L?',
    '([A-Za-z_]\\w*(?:\\.\\w+)*(?:#\\d+L?)?)',
    '(<=>|<=|>=|<>|!=|==|\\|\\||&&|[-+*/%=<>()\\[\\],!.])',
  ].join('|'),
  'y',
)

export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = []
  lexical.lastIndex = 0
  while (lexical.lastIndex < text.length) {
    const at = lexical.lastIndex
    const match = lexical.exec(text)
    if (match === null || match[0] === '') throw new UnreadableFilter(`character ${at + 1}`)
    const [, single, double, back, date, number, word, mark] = match
    if (single !== undefined) tokens.push({kind: 'literal', text: single})
    else if (double !== undefined) {
      // SQL quotes columns this way, Spark and BigQuery text: a date is text.
      tokens.push({kind: dayOfDate(double) === undefined ? 'quoted' : 'literal', text: double})
    } else if (back !== undefined) tokens.push({kind: 'quoted', text: back})
    else if (date !== undefined || number !== undefined) tokens.push({kind: 'literal', text: date ?? number!})
    else if (word !== undefined) tokens.push({kind: 'word', text: word})
    else if (mark !== undefined) tokens.push({kind: 'mark', text: mark})
  }
  return tokens
}
