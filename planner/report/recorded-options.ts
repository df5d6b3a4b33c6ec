import {completeOptions, type OptionTable, type OptionValues} from '../../algorithms/options.js'

/** Of all that a plan file records under `options`, what one strategy or caching policy takes, completed by its defaults. */
export function ownOptions(
  {name, options}: {readonly name: string; readonly options: OptionTable},
  recorded: Readonly<Record<string, unknown>>,
): OptionValues {
  const own = Object.entries(recorded).filter(([option]) => option in options)
  return completeOptions(name, options, Object.fromEntries(own) as OptionValues)
}
