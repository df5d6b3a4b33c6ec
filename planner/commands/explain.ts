import type {CommandModule} from 'yargs'
import {explain, type Kind} from '../explain/explain.js'
import {alternativesTable, demandTable} from '../explain/explanation-tables.js'
import {plannedPlatform} from '../explain/planned-platform.js'
import {textFlag} from '../flags.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {readPlan} from './score.js'

interface ExplainArguments extends HistoryArguments {
  readonly kind: Kind
  readonly name: string
  readonly plan: string
  readonly output: 'table' | 'json'
}

export const explainCommand: CommandModule<object, ExplainArguments> = {
  command: 'explain <kind> <name>',
  describe: 'Say why a plan treats one table, project or job as it does, and what would change that',
  builder: yargs =>
    yargs
      .positional('kind', {describe: 'What it is', choices: ['table', 'project', 'job'] as const, demandOption: true})
      .positional('name', {describe: 'Its name in the history', type: 'string', demandOption: true})
      .options({
        ...historyFlags,
        plan: {...textFlag('plan', 'Plan file'), demandOption: true},
        ...outputFlag,
      }) as never,
  async handler(args) {
    const plan = await readPlan(args.plan)
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress)
    try {
      const platform = plannedPlatform(await loaded.workload(), plan)
      progress.stage('explaining', 0.9)
      const explanation = explain(platform, args.kind, args.name)
      progress.done()
      if (args.output === 'json') {
        printJson(explanation)
        return
      }
      const lines = (items: readonly string[]) => process.stdout.write(items.map(item => `${item}\n`).join(''))
      lines(explanation.sentences)
      const demand = demandTable(explanation)
      const alternatives = alternativesTable(explanation, platform.unit)
      if (demand.rows.length > 0) printTable(demand.head, demand.rows)
      if (alternatives.rows.length > 0) printTable(alternatives.head, alternatives.rows)
      lines([...explanation.limits, ...explanation.flips.map(({sentence}) => sentence)])
    } finally {
      progress.done()
      loaded.close()
    }
  },
}
