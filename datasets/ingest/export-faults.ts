import type {Finding} from '../../model/errors.js'
import {present, shownValue} from '../history/findings.js'
import {cellText} from './cell-values.js'

/** A row has no time that can be read in the column, whatever it holds. */
export function noTimeFault(file: string, row: number, column: string, cell: unknown, what: string): Finding {
  const text = cellText(cell)
  return {
    kind: 'missing-field',
    file,
    row,
    column,
    ...present('value', text === undefined ? undefined : shownValue(text)),
    message: `${shownValue(what)} has no time that can be read`,
    advice: `Export ${column} as an ISO 8601 time.`,
  }
}

/** Rows of a file are of no view that the adapter knows: said once a file. */
export function unknownViewFault(file: string, row: number, views: string): Finding {
  const message = 'this row, and maybe others, is of no view that is known'
  return {kind: 'unknown-view', file, row, message, advice: `Give ${views}.`}
}
