import {type Day, parseDay} from '../../../model/days.js'
import type {Finding} from '../../../model/errors.js'
import {shownValue} from '../../history/findings.js'
import {cellBoolean, cellNumber, cellText} from '../../ingest/cell-values.js'
import {partitionDayOf} from '../../ingest/partition-days.js'
import {instantOf} from '../../ingest/time-stamps.js'

/** The cells of one row by canonical name. What a cell should not hold is a fault and makes the row unusable. */
export class RowCells {
  isGood = true
  readonly #cell: (column: string) => unknown
  readonly #fault: (finding: Omit<Finding, 'file' | 'row'>) => void

  constructor(cell: (column: string) => unknown, fault: (finding: Omit<Finding, 'file' | 'row'>) => void) {
    this.#cell = cell
    this.#fault = fault
  }

  text(column: string): string | undefined {
    return cellText(this.#cell(column))?.trim()
  }

  /** Whole number from 0 to 2^53. */
  whole(column: string): number | undefined {
    const isWhole = (value: number | undefined) => value !== undefined && Number.isSafeInteger(value) && value >= 0
    return this.#read(column, cellNumber, isWhole, 'is no whole number from 0', 'Give whole numbers, such as 1048576.')
  }

  /** Number from 0. */
  amount(column: string): number | undefined {
    const isAmount = (value: number | undefined) => value !== undefined && value >= 0 && Number.isFinite(value)
    return this.#read(column, cellNumber, isAmount, 'is no number from 0', 'Give numbers, such as 1.5.')
  }

  flag(column: string): boolean | undefined {
    return this.#read(column, cellBoolean, isKnown, 'is neither true nor false', 'Give true or false.')
  }

  day(column: string): Day | undefined {
    return this.#read(column, dayOfCell, isKnown, 'is no date', 'Give dates such as 2026-11-18.')
  }

  /** Milliseconds since 1970 UTC. */
  instant(column: string, timeZone: string): number | undefined {
    const advice = 'Give times such as 2026-11-18T03:00:00Z.'
    return this.#read(column, cell => instantOf(cell, timeZone), isKnown, 'is no time', advice)
  }

  /** The meaning of a word, in any case. */
  choice<T>(column: string, words: Readonly<Record<string, T>>): T | undefined {
    const meaningOf = (cell: unknown) => {
      const word = cellText(cell)?.trim().toLowerCase() ?? ''
      return Object.hasOwn(words, word) ? words[word] : undefined
    }
    return this.#read(
      column,
      meaningOf,
      isKnown,
      'is none of its words',
      `Give one of ${Object.keys(words).join(', ')}.`,
    )
  }

  #read<T>(
    column: string,
    read: (cell: unknown) => T | undefined,
    isRight: (value: T | undefined) => boolean,
    message: string,
    advice: string,
  ): T | undefined {
    const cell = this.#cell(column)
    if (cell === undefined) return undefined
    const value = read(cell)
    if (isRight(value)) return value
    this.isGood = false
    this.#fault({kind: 'bad-cell', column, value: shownValue(String(cell)), message: `${column} ${message}`, advice})
    return undefined
  }
}

const isKnown = (value: unknown): boolean => value !== undefined

function dayOfCell(cell: unknown): Day | undefined {
  const text = cellText(cell)?.trim() ?? ''
  const day = parseDay(text)
  return Number.isNaN(day) ? partitionDayOf(text) : day
}
