import yargs from 'yargs'
import {IsthmusError} from '../model/errors.js'
import {aggregateCommand} from './commands/aggregate.js'
import {backtestCommand} from './commands/backtest.js'
import {compareCommand} from './commands/compare.js'
import {configCommand} from './commands/config.js'
import {coverageCommand} from './commands/coverage.js'
import {diffCommand} from './commands/diff.js'
import {explainCommand} from './commands/explain.js'
import {exportCommand} from './commands/export.js'
import {generateCommand} from './commands/generate.js'
import {historyCommand} from './commands/history.js'
import {indexCommand} from './commands/index-plan.js'
import {ingestCommand} from './commands/ingest.js'
import {nightlyCommand} from './commands/nightly.js'
import {placeCommand} from './commands/place.js'
import {planCommand} from './commands/plan.js'
import {reportCommand} from './commands/report.js'
import {scoreCommand} from './commands/score.js'
import {serveCommand} from './commands/serve.js'
import {showCommand} from './commands/show.js'
import {validateCommand} from './commands/validate.js'
import {whatIfCommand} from './commands/what-if.js'
import {describeError, exitCodeOf} from './print-error.js'

/** Runs one command. Results go to stdout, everything else to stderr; returns the exit code (design.md section 5). */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const outcome = {exitCode: 0}
  try {
    await yargs([...argv])
      .scriptName('isthmus')
      .usage(
        '$0 <command> [options]\n\nPlans which tables to cache in which other regions, which projects to migrate and which jobs to run remotely, so that the least traffic crosses the WAN.',
      )
      .command(generateCommand)
      .command(ingestCommand)
      .command(coverageCommand)
      .command(aggregateCommand)
      .command(validateCommand)
      .command(planCommand)
      .command(scoreCommand)
      .command(reportCommand)
      .command(compareCommand)
      .command(backtestCommand)
      .command(diffCommand)
      .command(whatIfCommand)
      .command(explainCommand)
      .command(exportCommand)
      .command(nightlyCommand)
      .command(historyCommand)
      .command(showCommand)
      .command(configCommand)
      .command(indexCommand)
      .command(placeCommand)
      .command(serveCommand)
      .demandCommand(1, 'Name a command.')
      .strict()
      .parserConfiguration({'camel-case-expansion': true, 'duplicate-arguments-array': true})
      .version()
      .help()
      .exitProcess(false)
      .fail((message, error) => {
        if (error instanceof Error && error.name !== 'YError') throw error
        const [what = 'bad usage', advice] = (message ?? error.message).split('\n')
        throw new IsthmusError('usage', what, advice ?? "See 'isthmus --help', or 'isthmus <command> --help'.")
      })
      .parseAsync([...argv], {outcome})
    return outcome.exitCode
  } catch (error) {
    process.stderr.write(describeError(error))
    return exitCodeOf(error)
  }
}
