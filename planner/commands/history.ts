import type {CommandModule} from 'yargs'
import {formatBytes, formatPercent} from '../../viz/format.js'
import {nightSummary} from '../nightly/night-summary.js'
import {printJson, printTable} from '../print-result.js'
import {outputFlag} from './history-flags.js'
import {type LedgerArguments, ledgerFlags, withLedger} from './ledger-flags.js'

interface HistoryCommandArguments extends LedgerArguments {
  readonly output: 'table' | 'json'
}

export const historyCommand: CommandModule<object, HistoryCommandArguments> = {
  command: 'history',
  describe: 'Print the nights, plans and runs that a ledger remembers',
  builder: yargs => yargs.options({...ledgerFlags, ...outputFlag}) as never,
  handler(args) {
    withLedger(args, ledger => {
      const nights = ledger.nights().map(({asOf, step}) => ({step, ...nightSummary(ledger, asOf)}))
      if (args.output === 'json') {
        printJson({nights, plans: ledger.plans(), runs: ledger.runs(), traffic: ledger.traffic()})
        return
      }
      const actual = new Map(
        nights.flatMap(night => (night.actual === null ? [] : [[night.actual.day, night.actual.saving]])),
      )
      const share = (value: number | undefined) => (value === undefined ? '–' : formatPercent(value))
      printTable(
        [
          'Night',
          'Step',
          'Decision',
          'Changes',
          'Fill',
          'Moves',
          'Predicted',
          'Came true',
          'Refused',
          'Alarms',
          'Plan in force',
        ],
        nights.map(night => [
          ...[night.asOf, night.step, night.decision, String(night.changes), formatBytes(night.fillBytes)],
          ...[formatBytes(night.moveBytes), share(night.predicted?.saving), share(actual.get(night.asOf))],
          ...[String(night.refusals.length), String(night.alarms.length), night.planInForce ?? 'none'],
        ]),
      )
      printTable(
        ['Run', 'As of', 'Started', 'Ended', 'Outcome', 'Message'],
        ledger
          .runs()
          .map(run => [...[String(run.run), run.asOf, run.startedAt, run.endedAt ?? '–', run.outcome, run.message]]),
      )
    })
  },
}
