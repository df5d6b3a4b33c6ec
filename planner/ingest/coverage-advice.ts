import type {CountedReason, Coverage} from '../../datasets/ingest/coverage.js'
import {type CoverageFigures, type CoverageOrigin, formatCount, formatPercent, originShare} from '../../viz/index.js'
import {coverageFigures} from './coverage-figures.js'

/** Shares of bytes below which a doubt is not worth a word. */
const worthAWord = 0.001

interface Gap {
  /** Gaps that matter less come after all others: 1 for the project, which changes no traffic of the past, else 0. */
  readonly rank: 0 | 1
  /** Share of the bytes seen, 0 to 1. */
  readonly share: number
  /** Rows that are lost; 0 where none is. */
  readonly rows: number
  readonly sentence: string
}

/**
 * One sentence on the worst gap of a coverage and what mends it; undefined where there is none to speak of. The gap of most bytes is the
 * worst; among gaps of as many bytes, that which loses more rows. A project that is assumed is the least, and then that no run came in.
 */
export function coverageAdvice(coverage: Coverage): string | undefined {
  const figures = coverageFigures(coverage)
  const seenBytes = figures.readBytes + figures.droppedBytes
  const [worst] = [...losses(coverage.dropped, seenBytes), ...doubtful(figures, seenBytes)].sort(
    (a, b) => a.rank - b.rank || b.share - a.share || b.rows - a.rows,
  )
  const noRun = 'No run came in, and a plan needs runs: ingest what tells of runs and what they read too.'
  return worst?.sentence ?? (coverage.runs === 0 ? noRun : undefined)
}

function losses(dropped: readonly CountedReason[], seenBytes: number): Gap[] {
  return dropped.flatMap((reason): Gap[] => {
    const share = seenBytes === 0 ? 0 : reason.bytes / seenBytes
    const amount =
      share === 0
        ? `${formatCount(reason.count)} ${reason.count === 1 ? 'row' : 'rows'}`
        : `${formatPercent(share)} of bytes`
    const sentence = /^(?:run|read of a table) without region$/.test(reason.reason)
      ? unplacedSentence(reason, amount)
      : reason.reason.startsWith('broken: ')
        ? `${amount} left out as ${reason.reason}: mend the export and ingest it again.`
        : reason.reason === 'read without bytes'
          ? `${amount} left out as ${reason.reason}: ingest sizes of tables too (docs/ingest.md).`
          : undefined
    return sentence === undefined ? [] : [{rank: 0, share, rows: reason.count, sentence}]
  })
}

function unplacedSentence({reason, examples}: CountedReason, amount: string): string {
  const what = reason === 'run without region' ? 'are of runs that' : 'are of tables that'
  const names = examples.map(({value}) => value).filter(value => !value.startsWith('nothing is said'))
  const advice = names.length === 0 ? 'give the topology map a default region' : `add a rule for ${names.join(', or ')}`
  return `${amount} ${what} have no region rule: ${advice}.`
}

function doubtful(figures: CoverageFigures, seenBytes: number): Gap[] {
  return doubts.flatMap(({name, origins, sentence}): Gap[] => {
    const aspect = figures.aspects.find(other => other.name === name)!
    const share = origins.reduce((sum, origin) => sum + originShare(aspect, origin), 0)
    if (share < worthAWord) return []
    return [
      {
        rank: name === 'project' ? 1 : 0,
        share: (share * figures.readBytes) / seenBytes,
        rows: 0,
        sentence: `${formatPercent(share)} of bytes ${sentence}`,
      },
    ]
  })
}

/** What is in the history and not sure, with what makes it so; the first outweighs later ones of the same share. */
const doubts: readonly {
  readonly name: CoverageFigures['aspects'][number]['name']
  readonly origins: readonly CoverageOrigin[]
  readonly sentence: string
}[] = [
  {
    name: 'region',
    origins: ['assumed'],
    sentence: 'are of tables or runs whose region is only assumed: add rules to the topology map.',
  },
  {
    name: 'bytes',
    origins: ['wholeTable', 'assumed'],
    sentence:
      'are sizes of whole tables and not what was read: take a source that counts bytes read, where there is one.',
  },
  {
    name: 'partitionDay',
    origins: ['assumed'],
    sentence: 'are of a partition whose day is only assumed: export filters or partitions too (docs/ingest.md).',
  },
  {
    name: 'project',
    origins: ['assumed'],
    sentence: 'are of a project that is only assumed: add rules with project to the topology map.',
  },
]
