import type {Options} from 'yargs'
import {IsthmusError} from '../../model/errors.js'
import {readConfig} from '../config/read-config.js'
import {textFlag} from '../flags.js'
import type {Ledger} from '../ledger/ledger.js'
import {readLedger} from '../ledger/open-ledger.js'
import {type ConfigArguments, configFlags} from './config-flags.js'

/** Flags of every command that reads a ledger. */
export const ledgerFlags: Record<string, Options> = {
  ledger: textFlag('ledger', 'Ledger file'),
  ...configFlags({isRequired: false}),
}

export interface LedgerArguments extends Partial<ConfigArguments> {
  readonly ledger: string | undefined
  readonly set: readonly string[]
}

/** Works on the ledger that is named by itself or by a config, and closes it. */
export function withLedger<T>({ledger: path, config: file, set}: LedgerArguments, work: (ledger: Ledger) => T): T {
  if ((path === undefined) === (file === undefined)) {
    throw new IsthmusError(
      'usage',
      'name one of --ledger and --config',
      'Give the ledger file, or the config that names it.',
    )
  }
  const ledger = readLedger(path ?? readConfig({file: file!, environment: process.env, set}).config.ledger)
  try {
    return work(ledger)
  } finally {
    ledger.close()
  }
}
