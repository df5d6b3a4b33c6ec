import type {CommandModule} from 'yargs'
import {diffPlans} from '../diff/index.js'
import {changeHead, diffTables, driftHead} from '../diff/rows.js'
import {printJson, printTable} from '../print-result.js'
import {outputFlag} from './history-flags.js'
import {readPlan} from './score.js'

interface DiffArguments {
  readonly before: string
  readonly after: string
  readonly detailedExitcode: boolean
  readonly output: 'table' | 'json'
  /** Given by the command line: the exit code that it returns where nothing failed. */
  readonly outcome: {exitCode: number}
}

/** Exit code for changes, where the user asks to be told by it. */
const exitCodeOfChanges = 2

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: 'diff <before> <after>',
  describe: 'Print how one plan file differs from another: drift of the world, and proposed changes',
  builder: yargs =>
    yargs
      .positional('before', {describe: 'Plan file, usually the one in force', type: 'string', demandOption: true})
      .positional('after', {describe: 'Plan file', type: 'string', demandOption: true})
      .options({
        'detailed-exitcode': {
          describe: 'Exit with 2 where the second plan proposes changes (default: 0)',
          boolean: true,
          default: false,
        },
        ...outputFlag,
      }) as never,
  async handler(args) {
    const diff = diffPlans(await readPlan(args.before), await readPlan(args.after))
    if (args.output === 'json') printJson(diff)
    else {
      const {drift, changes, summary} = diffTables(diff)
      if (drift.length > 0) printTable(driftHead, drift)
      if (changes.length > 0) printTable(changeHead, changes)
      process.stdout.write(`${summary}\n`)
    }
    if (args.detailedExitcode && diff.hasChanges) args.outcome.exitCode = exitCodeOfChanges
  },
}
