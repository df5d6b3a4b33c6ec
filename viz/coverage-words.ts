import type {CoverageAspect, CoverageFigures, CoverageOrigin} from './coverage-data.js'
import {formatCount, formatPercent} from './format.js'

/** Best first, with what people read and what it means. */
export const coverageOrigins = [
  {origin: 'exact', label: 'exact', meaning: 'the source says it of this very read'},
  {
    origin: 'scannedFiles',
    label: 'scanned files',
    meaning: 'the size of the files opened, which may be more than what was read',
  },
  {origin: 'wholeTable', label: 'whole table', meaning: 'the size of the table, whatever part of it was read'},
  {
    origin: 'apportioned',
    label: 'apportioned',
    meaning: 'a share of a total that the source gives for several reads together',
  },
  {origin: 'assumed', label: 'assumed', meaning: 'a default or rule of thumb, where the source says nothing'},
  {origin: 'none', label: 'not needed', meaning: 'the table has no partitions'},
] as const satisfies readonly {readonly origin: CoverageOrigin; readonly label: string; readonly meaning: string}[]

/** Share of the bytes of an aspect with this origin, 0 to 1. */
export function originShare({bytes}: CoverageAspect, origin: CoverageOrigin): number {
  const total = Object.values(bytes).reduce((sum, part) => sum + part, 0)
  return total === 0 ? 0 : (bytes[origin] ?? 0) / total
}

/** `92 % exact, 5 % apportioned, 3 % assumed` */
export function aspectWords(aspect: CoverageAspect): string {
  return originWords(aspect, '')
}

/** `of` stands behind the first share. */
function originWords(aspect: CoverageAspect, of: string): string {
  const parts = coverageOrigins
    .map(({origin, label}) => ({label, share: originShare(aspect, origin)}))
    .filter(({share}) => share > 0)
  if (parts.length === 0) return 'nothing known'
  return parts.map(({label, share}, i) => `${formatPercent(share)}${i === 0 ? of : ''} ${label}`).join(', ')
}

/** Of all bytes that the sources show, the share that is not in the history. */
export function droppedShare({readBytes, droppedBytes}: CoverageFigures): number {
  return droppedBytes === 0 ? 0 : droppedBytes / (droppedBytes + readBytes)
}

/** `92 % of bytes exact, 5 % apportioned, 3 % assumed; 4 % of the bytes seen were dropped` */
export function coverageSentence(coverage: CoverageFigures): string {
  const bytes = coverage.aspects.find(({name}) => name === 'bytes')
  const known = bytes === undefined || coverage.readBytes === 0 ? 'nothing was read' : originWords(bytes, ' of bytes')
  const rows = coverage.dropped.reduce((sum, {count}) => sum + count, 0)
  const share = droppedShare(coverage)
  const left =
    rows === 0
      ? 'nothing was dropped'
      : share === 0
        ? `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} without bytes ${rows === 1 ? 'was' : 'were'} dropped`
        : `${formatPercent(share)} of the bytes seen were dropped`
  return `${known}; ${left}`
}
