import type {Options} from 'yargs'
import {textFlag} from '../flags.js'

/** Flags of every command that reads the config of the nightly run. */
export function configFlags({isRequired}: {readonly isRequired: boolean}): Record<string, Options> {
  return {
    config: {...textFlag('config', 'Config file, YAML or JSON (docs/nightly.md)'), demandOption: isRequired},
    set: {
      describe: 'Take this value for a setting, before environment and file: --set rails.mostMoves=3; may be repeated',
      string: true,
      array: true,
      nargs: 1,
      default: [],
    },
  }
}

export interface ConfigArguments {
  readonly config: string
  readonly set: readonly string[]
}
