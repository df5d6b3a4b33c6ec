import {hostname} from 'node:os'
import type {CommandModule} from 'yargs'
import {type Day, parseDay} from '../../model/days.js'
import {readConfig} from '../config/read-config.js'
import {dayFlag} from '../flags.js'
import {alarmHead, alarmRows, nightRows, refusalHead, refusalRows} from '../nightly/night-rows.js'
import {runNight} from '../nightly/run-night.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {type ConfigArguments, configFlags} from './config-flags.js'
import {outputFlag} from './history-flags.js'

interface NightlyArguments extends ConfigArguments {
  readonly asOf: Day | undefined
  readonly output: 'table' | 'json'
  /** Given by the command line: the exit code that it returns where nothing failed. */
  readonly outcome: {exitCode: number}
}

/** Exit code of a night that was done and raised alarms. */
const exitCodeOfAlarms = 7

export const nightlyCommand: CommandModule<object, NightlyArguments> = {
  command: 'nightly',
  describe: 'Plan the night, knowing what is in force; record, report and export (exit code 7 where there are alarms)',
  builder: yargs =>
    yargs.options({
      ...configFlags({isRequired: true}),
      'as-of': dayFlag('as-of', 'First day that the plan is meant for (default: today, UTC)'),
      ...outputFlag,
    }) as never,
  async handler(args) {
    const {config} = readConfig({file: args.config, environment: process.env, set: args.set})
    const clock = () => new Date()
    const progress = terminalProgress()
    try {
      const {run, summary} = await runNight({
        asOfDay: args.asOf ?? parseDay(clock().toISOString().slice(0, 10)),
        ...{config, clock, pid: process.pid, host: hostname(), progress},
      })
      progress.done()
      if (args.output === 'json') printJson({run, ...summary})
      else {
        printTable(undefined, [['Run', run], ...nightRows(summary)])
        if (summary.refusals.length > 0) printTable(refusalHead, refusalRows(summary.refusals))
        if (summary.alarms.length > 0) printTable(alarmHead, alarmRows(summary.alarms))
      }
      if (summary.alarms.length > 0) args.outcome.exitCode = exitCodeOfAlarms
    } finally {
      progress.done()
    }
  },
}
