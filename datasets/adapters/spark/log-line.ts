/** Lines beyond this have the text of the plan cut out before they are parsed, characters. */
const longLine = 1 << 20

const nameOfEvent = /^\s*\{\s*"Event"\s*:\s*"([^"\\]+)"/
const planText = /"physicalPlanDescription"\s*:\s*"/

/** Events that say something of reads and writes; the others of a log are not parsed. */
const wanted = new Set([
  ...['SparkListenerApplicationStart', 'SparkListenerApplicationEnd', 'SparkListenerEnvironmentUpdate'],
  ...['SparkListenerJobStart', 'SparkListenerJobEnd', 'SparkListenerStageSubmitted', 'SparkListenerTaskEnd'],
  ...['SparkListenerSQLExecutionStart', 'SparkListenerSQLExecutionEnd'],
  ...['SparkListenerSQLAdaptiveExecutionUpdate', 'SparkListenerDriverAccumUpdates'],
])

export interface LogEvent {
  /** Class of the event without its package. */
  readonly name: string
  readonly value: unknown
}

/**
 * The event of one line of a log; undefined where it is of a kind that does not matter here. In lines over 1 MiB the text of the
 * plan (`physicalPlanDescription`, most of such a line) is cut out before the rest is parsed.
 * @throws SyntaxError where the line is no JSON
 */
export function logEvent(line: string): LogEvent | undefined {
  const written = nameOfEvent.exec(line.length > 200 ? line.slice(0, 200) : line)?.[1]
  if (written !== undefined && !wanted.has(simpleName(written))) {
    if (line.endsWith('}')) return undefined
    throw new SyntaxError('the line is cut off')
  }
  const value = JSON.parse(line.length > longLine ? withoutPlanText(line) : line) as unknown
  const event = typeof value === 'object' && value !== null ? (value as {Event?: unknown}).Event : undefined
  if (typeof event !== 'string') throw new SyntaxError('the line is no event')
  const name = simpleName(event)
  return wanted.has(name) ? {name, value} : undefined
}

function simpleName(event: string): string {
  return event.slice(event.lastIndexOf('.') + 1)
}

/** The line with an empty text of the plan. */
function withoutPlanText(line: string): string {
  const key = planText.exec(line)
  if (key === null) return line
  const start = key.index + key[0].length
  let end = line.indexOf('"', start)
  while (end >= 0 && backslashesBefore(line, end) % 2 === 1) end = line.indexOf('"', end + 1)
  return end < 0 ? line : line.slice(0, start) + line.slice(end)
}

function backslashesBefore(text: string, at: number): number {
  let count = 0
  while (text[at - 1 - count] === '\\') count++
  return count
}
