import {IsthmusError} from '../model/errors.js'

/** An option that a member of a family declares beside its code; command line, config check and docs read it from there. */
export interface OptionSpec {
  readonly type: 'integer' | 'number' | 'boolean'
  readonly default: number | boolean
  readonly min?: number
  readonly max?: number
  /** e.g. `days`, `bytes`, `share`; empty for a plain count. */
  readonly unit: string
  readonly meaning: string
}

export type OptionTable = Readonly<Record<string, OptionSpec>>
export type OptionValues = Readonly<Record<string, number | boolean>>

/** Fills in defaults and checks the rest. Throws a usage error for an unknown option or a value out of range. */
export function completeOptions(owner: string, table: OptionTable, given: OptionValues): OptionValues {
  for (const name of Object.keys(given)) {
    if (!(name in table)) {
      const known = Object.keys(table)
      throw new IsthmusError(
        'usage',
        `${owner} has no option '${name}'`,
        known.length === 0 ? `${owner} takes no options.` : `It takes: ${known.join(', ')}.`,
      )
    }
  }
  const values: Record<string, number | boolean> = {}
  for (const [name, spec] of Object.entries(table)) {
    const value = given[name] ?? spec.default
    values[name] = value
    if (typeof value !== (spec.type === 'boolean' ? 'boolean' : 'number') || Number.isNaN(value)) {
      throw new IsthmusError(
        'usage',
        `option '${name}' of ${owner} is '${value}'`,
        `Give ${spec.type === 'boolean' ? 'true or false' : 'a number'}.`,
      )
    }
    if (typeof value !== 'number') continue
    const {min = -Infinity, max = Infinity} = spec
    if (value < min || value > max || (spec.type === 'integer' && !Number.isInteger(value))) {
      throw new IsthmusError(
        'usage',
        `option '${name}' of ${owner} is ${value}`,
        `Give ${spec.type === 'integer' ? 'a whole number' : 'a number'} from ${min} to ${max}${spec.unit === '' ? '' : ` ${spec.unit}`}.`,
      )
    }
  }
  return values
}
