/** Where a number comes from, best first; `none`: there is none to know. */
export type CoverageOrigin = 'exact' | 'scannedFiles' | 'wholeTable' | 'apportioned' | 'assumed' | 'none'

/** What a history rests on: bytes read by where the numbers about them come from, and what was left out. */
export interface CoverageFigures {
  /** Names of the sources. */
  readonly sources: readonly string[]
  readonly runs: number
  readonly reads: number
  readonly readBytes: number
  /** Of all bytes read that the sources show, those that are not in the history. */
  readonly droppedBytes: number
  readonly aspects: readonly CoverageAspect[]
  /** Not in the history. Most rows first. */
  readonly dropped: readonly CoverageReason[]
  /** In the history, but not as the source says it. Most rows first. */
  readonly corrected: readonly CoverageReason[]
}

/** One thing that must be known of every byte read. */
export interface CoverageAspect {
  readonly name: 'region' | 'project' | 'partitionDay' | 'bytes'
  /** In words, e.g. `Region`. */
  readonly label: string
  readonly bytes: Readonly<Partial<Record<CoverageOrigin, number>>>
}

export interface CoverageReason {
  readonly reason: string
  readonly count: number
  /** Bytes that went with the rows, where the source told. */
  readonly bytes: number
  /** Ids or names, those of most bytes first. */
  readonly examples: readonly string[]
}
