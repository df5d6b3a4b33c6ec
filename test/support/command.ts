import {vi} from 'vitest'
import {runCommandLine} from '../../planner/command-line.js'

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line in this process and keeps what it prints. */
export async function isthmus(...argv: readonly string[]): Promise<CommandResult> {
  const stdout: string[] = []
  const stderr: string[] = []
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(text => stdout.push(String(text)) > 0)
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(text => stderr.push(String(text)) > 0)
  try {
    return {exitCode: await runCommandLine(argv), stdout: stdout.join(''), stderr: stderr.join('')}
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}
