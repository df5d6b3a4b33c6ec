import type {Coverage} from '../../datasets/ingest/coverage.js'
import {coverageOrigins, formatBytes, formatCount, formatPercent, originShare} from '../../viz/index.js'
import {printTable} from '../print-result.js'
import {coverageAdvice} from './coverage-advice.js'
import {coverageFigures} from './coverage-figures.js'

/** Prints a coverage for people: what came in, where its numbers come from, what is left out and why, and what to do first. */
export function printCoverage(coverage: Coverage): void {
  const figures = coverageFigures(coverage)
  const days = coverage.fromDay === undefined ? 'none' : `${coverage.fromDay} … ${coverage.toDay}`
  printTable(undefined, [
    ['Sources', coverage.sources.join(', ') || 'none'],
    ['Days', days],
    ['Runs', formatCount(coverage.runs)],
    ['Reads', `${formatCount(coverage.reads)}, ${formatBytes(coverage.readBytes)}`],
    ['Writes', `${formatCount(coverage.writes)}, ${formatBytes(coverage.writtenBytes)}`],
  ])
  const used = coverageOrigins.filter(({origin}) => figures.aspects.some(aspect => originShare(aspect, origin) > 0))
  if (used.length > 0) {
    printTable(
      ['Share of bytes read', ...used.map(({label}) => label)],
      figures.aspects.map(aspect => [
        aspect.label,
        ...used.map(({origin}) => formatPercent(originShare(aspect, origin))),
      ]),
    )
  }
  for (const [heading, reasons] of [
    ['Dropped', figures.dropped],
    ['Corrected', figures.corrected],
  ] as const) {
    if (reasons.length === 0) continue
    printTable(
      [heading, 'Rows', 'Bytes', 'Examples'],
      reasons.map(({reason, count, bytes, examples}) => [
        ...[printable(reason), formatCount(count), formatBytes(bytes)],
        examples.map(printable).join('\n') || '–',
      ]),
    )
  }
  const advice = coverageAdvice(coverage)
  if (advice !== undefined) process.stdout.write(`${printable(advice)}\n`)
}

/** Longest text of a source on a terminal, characters. */
const mostCharacters = 300

/** Text of a source on a terminal: no control characters, and not endless. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd')
  return plain.length <= mostCharacters ? plain : `${plain.slice(0, mostCharacters)}…`
}
