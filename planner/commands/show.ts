import type {CommandModule} from 'yargs'
import {IsthmusError} from '../../model/errors.js'
import {formatBytes, formatPercent} from '../../viz/format.js'
import type {Ledger} from '../ledger/ledger.js'
import {printJson, printTable} from '../print-result.js'
import {outputFlag} from './history-flags.js'
import {type LedgerArguments, ledgerFlags, withLedger} from './ledger-flags.js'

interface ShowArguments extends LedgerArguments {
  readonly plan: string
  readonly output: 'table' | 'json'
}

export const showCommand: CommandModule<object, ShowArguments> = {
  command: 'show <plan>',
  describe: 'Print a plan that a ledger remembers (json: the plan file)',
  builder: yargs =>
    yargs
      .positional('plan', {describe: 'Plan id, or its beginning', type: 'string', demandOption: true})
      .options({...ledgerFlags, ...outputFlag}) as never,
  handler(args) {
    withLedger(args, ledger => {
      const row = planRow(ledger, args.plan)
      const plan = ledger.plan(row.planId)!
      if (args.output === 'json') {
        printJson(plan)
        return
      }
      const {before, after, oneOff} = plan.claims
      const held = ledger.decisions().filter(({planId}) => planId === row.planId)
      printTable(undefined, [
        ['Plan', row.planId],
        ['As of', row.asOf],
        ['In force since', row.inForceSince ?? 'never'],
        ['Made against', row.previousPlan ?? 'nothing in force'],
        ['History', `${row.historyFrom} … ${row.historyTo}, ${row.historyFingerprint}`],
        ['Settings', row.settingsFingerprint],
        ['Decided by', JSON.stringify(plan.algorithm)],
        [
          'WAN bytes a day, in-sample',
          `${formatBytes(before.wanBytesPerDay)} → ${formatBytes(after.wanBytesPerDay)} (${formatPercent(before.wanBytesPerDay === 0 ? 0 : 1 - after.wanBytesPerDay / before.wanBytesPerDay)} less)`,
        ],
        ['Decides', `${plan.moves.length} moves, ${plan.replicas.length} replicas, ${plan.jobs.length} jobs`],
        ['One-off', `${formatBytes(oneOff.fillBytes)} fill from nothing, ${formatBytes(oneOff.moveBytes)} moves`],
        [
          'Of its own decisions, still in force',
          `${held.filter(({until}) => until === null).length} of ${held.length}`,
        ],
      ])
    })
  },
}

function planRow(ledger: Ledger, id: string) {
  const found = ledger.plans().filter(({planId}) => planId.startsWith(id))
  const exact = found.find(({planId}) => planId === id)
  const row = exact ?? (found.length === 1 ? found[0] : undefined)
  if (row !== undefined) return row
  throw new IsthmusError(
    'usage',
    found.length === 0 ? `the ledger has no plan '${id}'` : `${found.length} plans begin with '${id}'`,
    "'isthmus history --output json' lists the plans.",
  )
}
