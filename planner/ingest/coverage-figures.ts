import type {CountedReason, Coverage} from '../../datasets/ingest/coverage.js'
import type {CoverageFigures, CoverageReason} from '../../viz/index.js'

/** Reasons whose bytes are of what is stored or written. */
const notRead: ReadonlySet<string> = new Set(['table without region', 'write of a table without region'])

/** A coverage as pages and tables show it. */
export function coverageFigures(coverage: Coverage): CoverageFigures {
  return {
    sources: coverage.sources,
    runs: coverage.runs,
    reads: coverage.reads,
    readBytes: coverage.readBytes,
    droppedBytes: coverage.dropped.reduce((sum, {reason, bytes}) => sum + (notRead.has(reason) ? 0 : bytes), 0),
    aspects: [
      {name: 'region', label: 'Region', bytes: coverage.region},
      {name: 'project', label: 'Project', bytes: coverage.project},
      {name: 'partitionDay', label: 'Partition day', bytes: coverage.partitionDay},
      {name: 'bytes', label: 'Bytes', bytes: coverage.bytes},
    ],
    dropped: coverage.dropped.map(reasonFigures),
    corrected: coverage.corrected.map(reasonFigures),
  }
}

const reasonFigures = ({reason, count, bytes, examples}: CountedReason): CoverageReason => ({
  ...{reason, count, bytes},
  examples: examples.map(({value}) => value),
})
