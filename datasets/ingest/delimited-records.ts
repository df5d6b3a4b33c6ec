import type {Finding} from '../../model/errors.js'
import {shownValue} from '../history/findings.js'
import type {TextLine} from './text-lines.js'

/** One record of delimited text. A cell that is empty or `\N` is undefined. */
export interface DelimitedRecord {
  readonly cells: readonly (string | undefined)[]
  /** Line on which it begins, from 1. */
  readonly row: number
}

interface OpenRecord {
  readonly row: number
  readonly cells: (string | undefined)[]
  /** Pieces of the quoted cell that goes on. */
  pieces: string[]
  characters: number
}

/**
 * Puts the lines of CSV or TSV together to records (RFC 4180: a quoted cell may hold delimiters, line ends and doubled quotes). Empty
 * lines between records are passed over. A quoted cell that does not end within `mostCharacters` is a fault; the reading goes on after it.
 */
export class DelimitedRecords {
  readonly #delimiter: string
  readonly #mostCharacters: number
  readonly #fault: (finding: Omit<Finding, 'file'>) => void
  #open: OpenRecord | undefined

  constructor(delimiter: string, mostCharacters: number, fault: (finding: Omit<Finding, 'file'>) => void) {
    this.#delimiter = delimiter
    this.#mostCharacters = mostCharacters
    this.#fault = fault
  }

  /** The record that ends on this line; undefined where the line is empty or the record goes on. */
  add({text, row}: TextLine): DelimitedRecord | undefined {
    if (this.#open === undefined) {
      if (text === '') return undefined
      if (!text.includes('"')) return {row, cells: text.split(this.#delimiter).map(cellOf)}
    }
    const record = this.#open ?? {row, cells: [], pieces: [], characters: 0}
    record.characters += text.length
    if (this.#scan(record, text)) {
      this.#open = undefined
      return {row: record.row, cells: record.cells}
    }
    this.#open = record
    if (record.characters > this.#mostCharacters) this.end()
    return undefined
  }

  /** To be called after the last line. */
  end(): void {
    if (this.#open === undefined) return
    const {row, pieces} = this.#open
    this.#open = undefined
    const message = 'a quote is never closed'
    const advice = 'Close it, or double the quotes inside quoted cells.'
    this.#fault({kind: 'unclosed-quote', row, value: shownValue(pieces.join('')), message, advice})
  }

  /** Reads a line into the record; false where a quoted cell goes on after it. */
  #scan(record: OpenRecord, text: string): boolean {
    let at = 0
    let isQuoted = this.#open !== undefined
    for (;;) {
      if (!isQuoted && text[at] === '"') {
        isQuoted = true
        at++
      }
      if (isQuoted) {
        const end = readQuoted(record.pieces, text, at)
        if (end < 0) return false
        at = end
      }
      const delimiterAt = text.indexOf(this.#delimiter, at)
      const rest = text.slice(at, delimiterAt < 0 ? text.length : delimiterAt)
      record.cells.push(isQuoted ? emptyIsAbsent(record.pieces.join('') + rest) : cellOf(rest))
      record.pieces = []
      isQuoted = false
      if (delimiterAt < 0) return true
      at = delimiterAt + this.#delimiter.length
    }
  }
}

/** Reads up to the closing quote. Returns where it goes on after it, or -1 where the line ends before it. */
function readQuoted(pieces: string[], text: string, from: number): number {
  let at = from
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) {
      pieces.push(text.slice(at), '\n')
      return -1
    }
    pieces.push(text.slice(at, quote))
    if (text[quote + 1] !== '"') return quote + 1
    pieces.push('"')
    at = quote + 2
  }
}

function cellOf(text: string): string | undefined {
  return text === '\\N' ? undefined : emptyIsAbsent(text)
}

function emptyIsAbsent(text: string): string | undefined {
  return text === '' ? undefined : text
}
