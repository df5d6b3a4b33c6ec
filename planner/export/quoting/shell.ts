/** One word of a POSIX shell: what the program receives is `text`, whatever it holds. Text must not hold NUL (see `printable`). */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** A command line, every word quoted. */
export const shellCommand = (...words: readonly string[]): string => words.map(shellWord).join(' ')

/**
 * Commands that each run whatever became of the others; the script fails at its end where one did. `inOwnFolder`: the
 * commands name files that lie beside the script.
 */
export function shellSteps(commands: readonly string[], {inOwnFolder = false} = {}): string {
  const steps = commands.map(command => `${command} || failed=$((failed + 1))`)
  const start = inOwnFolder ? ['cd "$(dirname "$0")" || exit 1'] : []
  return ['set -u', ...start, 'failed=0', ...steps, 'exit $((failed > 0))', ''].join('\n')
}
