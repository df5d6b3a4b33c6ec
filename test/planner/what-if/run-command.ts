import {vi} from 'vitest'
import yargs from 'yargs'
import {explainCommand} from '../../../planner/commands/explain.js'
import {whatIfCommand} from '../../../planner/commands/what-if.js'

/** Runs one of the two commands as the command line does. Returns stdout; throws what the command throws. */
export async function run(...argv: readonly string[]): Promise<string> {
  const stdout: string[] = []
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(text => stdout.push(String(text)) > 0)
  try {
    await yargs([...argv])
      .command(whatIfCommand)
      .command(explainCommand)
      .strict()
      .parserConfiguration({'camel-case-expansion': true, 'duplicate-arguments-array': true})
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message)
      })
      .parseAsync()
    return stdout.join('')
  } finally {
    out.mockRestore()
  }
}
