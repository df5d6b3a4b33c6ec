import type {CommandModule} from 'yargs'
import {formatDay} from '../../model/days.js'
import {printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'

interface ValidateArguments extends HistoryArguments {
  readonly output: 'table' | 'json'
}

export const validateCommand: CommandModule<object, ValidateArguments> = {
  command: 'validate',
  describe: 'Check a history folder and report every fault in it (exit code 3 where there is one)',
  builder: yargs => yargs.options({...historyFlags, ...outputFlag}) as never,
  async handler(args) {
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress).finally(() => progress.done())
    try {
      const {history} = loaded
      const readCount = await loaded.workload().then(w => sum(w.reads.count))
      printResult(args.output, {
        history: args.history,
        valid: true,
        from: formatDay(history.fromDay),
        to: formatDay(history.toDay),
        regions: history.topology.regions.length,
        projects: history.projects.names.length,
        tables: history.tables.names.length,
        runs: countRunsFrom(history.runs.day, history.runs.count, history.fromDay),
        reads: readCount,
      })
    } finally {
      loaded.close()
    }
  },
}

function sum(column: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < column.length; i++) total += column[i]!
  return total
}

function countRunsFrom(day: ArrayLike<number>, count: number, fromDay: number): number {
  let runs = 0
  for (let i = 0; i < count; i++) if (day[i]! >= fromDay) runs++
  return runs
}
