import type {Options} from 'yargs'
import type {OptionSpec, OptionTable, OptionValues} from '../algorithms/options.js'
import {numberFlag} from './flags.js'

/** A strategy or a caching policy, with the options that it declares. */
export interface OptionOwner {
  readonly name: string
  readonly options: OptionTable
}

/** One flag for each option that one of the owners declares; one that the chosen ones do not know is refused later. */
export function optionFlags(owners: readonly OptionOwner[]): Record<string, Options> {
  const flags: Record<string, Options> = {}
  for (const {options} of owners) {
    for (const [name, spec] of Object.entries(options)) {
      const flag = flagName(name)
      flags[flag] = optionFlag(flag, spec, meaningsOf(name, owners))
    }
  }
  return flags
}

/** The options that were given, by the names that their owners declare. */
export function givenOptions(args: object, owners: readonly OptionOwner[]): OptionValues {
  const given: Record<string, number | boolean> = {}
  for (const {options} of owners) {
    for (const name of Object.keys(options)) {
      const value = (args as Readonly<Record<string, unknown>>)[name]
      if (typeof value === 'number' || typeof value === 'boolean') given[name] = value
    }
  }
  return given
}

/** Options of a strategy, and what is left for its caching policy. */
export function sharedOut(
  given: OptionValues,
  strategy: OptionOwner,
): {readonly strategyOptions: OptionValues; readonly cachingOptions: OptionValues} {
  const entries = Object.entries(given)
  return {
    strategyOptions: Object.fromEntries(entries.filter(([name]) => name in strategy.options)),
    cachingOptions: Object.fromEntries(entries.filter(([name]) => !(name in strategy.options))),
  }
}

/** Who knows the option, and as what: owners that mean the same share a line. */
function meaningsOf(name: string, owners: readonly OptionOwner[]): string {
  const ownersOf = new Map<string, string[]>()
  for (const owner of owners) {
    const spec = owner.options[name]
    if (spec === undefined) continue
    const meaning = describe(spec)
    ownersOf.set(meaning, [...(ownersOf.get(meaning) ?? []), owner.name])
  }
  return [...ownersOf].map(([meaning, names]) => `${names.join(', ')}: ${meaning}`).join('\n')
}

function describe(spec: OptionSpec): string {
  return `${spec.meaning} (default ${spec.default}${spec.unit === '' ? '' : ` ${spec.unit}`})`
}

function optionFlag(flag: string, spec: OptionSpec, description: string): Options {
  if (spec.type === 'boolean') return {describe: description, boolean: true}
  return numberFlag(flag, description, {integer: spec.type === 'integer'})
}

/** `coreColumns` → `core-columns`. */
const flagName = (option: string): string => option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
