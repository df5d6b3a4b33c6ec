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
  return {
    describe,
    string: true,
    requiresArg: true,
    coerce: (given: string | string[] | undefined) => {
      if (given === undefined) return undefined
      const text = single(name, given).replaceAll('_', '')
      const value = text.trim() === '' ? Number.NaN : Number(text)
      if (Number.isNaN(value) || value < min || value > max || (integer && !Number.isInteger(value))) {
        const kind = integer ? 'a whole number' : 'a number'
        refuse(`--${name} is '${given}'`, `Give ${kind}${range(min, max)}.`)
      }
      return value
    },
  }
}

/** Several numbers, separated by commas. */
export function numberListFlag(name: string, describe: string, {min = -Infinity}: {min?: number} = {}): Options {
  return {
    describe,
    string: true,
    requiresArg: true,
    coerce: (given: string | string[] | undefined) => {
      if (given === undefined) return undefined
      return single(name, given)
        .split(',')
        .map(part => {
          const value = part.trim() === '' ? Number.NaN : Number(part)
          if (Number.isNaN(value) || value < min) {
            refuse(`--${name} is '${given}'`, `Give numbers${range(min, Infinity)}, separated by commas.`)
          }
          return value
        })
    },
  }
}

export function dayFlag(name: string, describe: string): Options {
  return {
    describe,
    string: true,
    requiresArg: true,
    coerce: (given: string | string[] | undefined): Day | undefined => {
      if (given === undefined) return undefined
      const day = parseDay(single(name, given))
      if (Number.isNaN(day)) {
        refuse(`--${name} is '${given}'`, 'Give a calendar day as YYYY-MM-DD, for instance 2026-11-20.')
      }
      return day
    },
  }
}

export function textFlag(name: string, describe: string): Options {
  return {
    describe,
    string: true,
    requiresArg: true,
    coerce: (given: string | string[] | undefined) => {
      if (given === undefined) return undefined
      const text = single(name, given)
      if (text === '') refuse(`--${name} is empty`, 'Give a value or leave the flag out.')
      return text
    },
  }
}

/** A flag that stands once on the command line. */
function single(name: string, given: string | string[]): string {
  if (!Array.isArray(given)) return given
  refuse(`--${name} is given ${given.length} times`, 'Give it once.')
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return ''
  if (max === Infinity) return ` from ${min}`
  return ` from ${min} to ${max}`
}
