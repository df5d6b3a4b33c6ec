import {stat} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {textFlag} from '../flags.js'
import {printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {compileRouterIndex, readPlanFile, saveRouterIndex} from '../router/index.js'
import {type HistoryArguments, historyFlags, outputFlag} from './history-flags.js'
import {spanText, workloadOf} from './router-flags.js'

interface IndexArguments extends HistoryArguments {
  readonly plan: string
  readonly out: string
  readonly output: 'table' | 'json'
}

export const indexCommand: CommandModule<object, IndexArguments> = {
  command: 'index',
  describe: "Compile a history and a plan into a router index, so that 'place' and 'serve' need no history",
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      plan: {...textFlag('plan', 'Plan file'), demandOption: true},
      out: {...textFlag('out', 'Index file to write'), demandOption: true},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const plan = readPlanFile(args.plan)
    const workload = await workloadOf(args, terminalProgress())
    saveRouterIndex(compileRouterIndex(workload, plan), args.out)
    const {size} = await stat(args.out)
    printResult(args.output, {
      plan: plan.planId,
      days: spanText(workload),
      tables: workload.tables.names.length,
      jobs: new Set(workload.jobs.names).size,
      index: resolve(args.out),
      bytes: size,
    })
  },
}
