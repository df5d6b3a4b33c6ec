import type {Options} from 'yargs'
import {type Day, parseDay} from '../model/days.js'

/**
 * yargs turns `--budget abc` into NaN without a word; these flags check what was given. yargs keeps only the message of
 * what a flag throws, so the advice stands in its second line.
 */
function refuse(message: string, advice: string): never {
  throw new Error(`${message}\n${advice}`)
}

export function numberFlag(
  name: string,
  describe: string,
  limits: {min?: number; max?: number; integer?: boolean} = {},
): Options {
  const {min = -Infinity, max = Infinity, integer = false} = limits
  return checkedFlag(name, describe, text => {
    const value = numberOf(text)
    if (Number.isNaN(value) || value < min || value > max || (integer && !Number.isInteger(value))) {
      refuse(`--${name} is '${text}'`, `Give ${integer ? 'a whole number' : 'a number'}${range(min, max)}.`)
    }
    return value
  })
}

/** Several numbers, separated by commas. */
export function numberListFlag(name: string, describe: string, {min = -Infinity}: {min?: number} = {}): Options {
  return checkedFlag(name, describe, text =>
    text.split(',').map(part => {
      const value = numberOf(part)
      if (Number.isNaN(value) || value < min) {
        refuse(`--${name} is '${text}'`, `Give numbers${range(min, Infinity)}, separated by commas.`)
      }
      return value
    }),
  )
}

export function dayFlag(name: string, describe: string): Options {
  return checkedFlag(name, describe, (text): Day => {
    const day = parseDay(text)
    if (Number.isNaN(day)) {
      refuse(`--${name} is '${text}'`, 'Give a calendar day as YYYY-MM-DD, for instance 2026-11-20.')
    }
    return day
  })
}

export function textFlag(name: string, describe: string): Options {
  return checkedFlag(name, describe, text => {
    if (text === '') refuse(`--${name} is empty`, 'Give a value or leave the flag out.')
    return text
  })
}

/** A flag that stands once on the command line and is read by `read`. */
function checkedFlag(name: string, describe: string, read: (text: string) => unknown): Options {
  return {
    describe,
    string: true,
    requiresArg: true,
    coerce: (given: string | string[] | undefined) => {
      if (given === undefined) return undefined
      if (Array.isArray(given)) refuse(`--${name} is given ${given.length} times`, 'Give it once.')
      return read(given)
    },
  }
}

/** `40_000` is a number too; an empty text is none. */
function numberOf(text: string): number {
  const digits = text.replaceAll('_', '').trim()
  return digits === '' ? Number.NaN : Number(digits)
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return ''
  if (max === Infinity) return ` from ${min}`
  return ` from ${min} to ${max}`
}
