import type {CommandModule} from 'yargs'
import {IsthmusError} from '../../model/errors.js'
import {readConfig} from '../config/read-config.js'
import {configJsonSchema} from '../config/schema.js'
import {settingNames} from '../config/settings-list.js'
import {printJson, printResult, printTable} from '../print-result.js'
import {type ConfigArguments, configFlags} from './config-flags.js'
import {outputFlag} from './history-flags.js'

interface ConfigCommandArguments extends Pick<ConfigArguments, 'set'> {
  readonly config: string | undefined
  readonly action: 'validate' | 'explain' | 'schema'
  readonly output: 'table' | 'json'
}

export const configCommand: CommandModule<object, ConfigCommandArguments> = {
  command: 'config <action>',
  describe:
    'validate: check a config file. explain: every setting, its value and where that comes from. schema: the JSON Schema',
  builder: yargs =>
    yargs
      .positional('action', {choices: ['validate', 'explain', 'schema'] as const, demandOption: true})
      .options({...configFlags({isRequired: false}), ...outputFlag}) as never,
  handler({action, config: file, set, output}) {
    if (action === 'schema') {
      printJson(configJsonSchema())
      return
    }
    if (file === undefined) {
      throw new IsthmusError('usage', `config ${action} needs --config`, 'Give the config file.')
    }
    const {settings} = readConfig({file, environment: process.env, set})
    if (action === 'validate') {
      printResult(output, {config: file, valid: true, settings: settings.filter(s => s.origin !== 'default').length})
      return
    }
    const variables = new Map(settingNames().map(({path, variable}) => [path, variable]))
    if (output === 'json') {
      printJson(settings.map(row => ({...row, value: row.value ?? null, variable: variables.get(row.setting)})))
      return
    }
    printTable(
      ['Setting', 'Value', 'From', 'Variable'],
      settings.map(({setting, value, origin}) => [
        setting,
        value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value),
        origin,
        variables.get(setting)!,
      ]),
    )
  },
}
