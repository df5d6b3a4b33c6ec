import type {CommandModule} from 'yargs'
import {readCoverage} from '../../datasets/lake/coverage.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {printCoverage} from '../ingest/coverage-tables.js'
import {printJson} from '../print-result.js'
import {historyFlags, outputFlag} from './history-flags.js'

interface CoverageArguments {
  readonly history: string
  readonly from: Day | undefined
  readonly to: Day | undefined
  readonly output: 'table' | 'json'
}

export const coverageCommand: CommandModule<object, CoverageArguments> = {
  command: 'coverage',
  describe: 'Print what an ingested history rests on: how its numbers are known, what was left out and why',
  builder: yargs =>
    yargs.options({
      history: historyFlags.history,
      from: historyFlags.from,
      to: historyFlags.to,
      ...outputFlag,
    }) as never,
  async handler({history, from, to, output}) {
    const coverage = readCoverage(history, from ?? -Infinity, to ?? Infinity)
    if (coverage === undefined) {
      const isLake = readCoverage(history, -Infinity, Infinity) !== undefined
      throw new IsthmusError(
        'bad-input',
        isLake ? `'${history}' has nothing on these days` : `'${history}' has no coverage report`,
        isLake
          ? 'Give other days with --from and --to.'
          : "Give a history that 'isthmus ingest' wrote; others do not tell where their numbers come from.",
      )
    }
    if (output === 'json') printJson(coverage)
    else printCoverage(coverage)
  },
}
