import {badInputText} from '../datasets/history/index.js'
import {BadInput, exitCodes, IsthmusError} from '../model/errors.js'

/** What a user reads when a command fails: every finding, or what happened and what to do. */
export function describeError(error: unknown): string {
  if (error instanceof BadInput) return `${badInputText(error)}\n`
  if (error instanceof IsthmusError) return `isthmus: ${error.message}\n  ${error.advice}\n`
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `isthmus: a bug, not your input. Please report it with the command that you ran.\n${detail}\n`
}

export function exitCodeOf(error: unknown): number {
  return error instanceof IsthmusError ? exitCodes[error.code] : 1
}
