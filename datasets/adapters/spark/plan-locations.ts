import type {PlanNode} from './plan-node.js'

/** Where the files of a scan are. */
export interface ScanLocation {
  readonly paths: readonly string[]
  /** False where the list of paths is cut off. */
  readonly isWhole: boolean
}

/** `InMemoryFileIndex(2 paths)[s3://b/t/ds=1, s3://b/t/ds=2]`, `PreparedDeltaFileIndex [abfss://c@s/t]`, `…[s3://b/t, ... 3 entries]`. */
const written = /^[\w$.]*\s*(?:\((\d+) paths?\)\s*)?\[(.*)\]$/s

/** The location as Spark writes it; undefined where it is cut off inside of the first path. */
export function parsedLocation(text: string): ScanLocation | undefined {
  const match = written.exec(text.trim())
  if (match === null) return undefined
  const [, count, inner] = match
  const entries = inner!.split(', ').filter(entry => entry !== '')
  const paths = entries.filter(entry => !entry.startsWith('...'))
  if (paths.length === 0) return undefined
  return {paths, isWhole: paths.length === entries.length && (count === undefined || Number(count) <= paths.length)}
}

/** A scan as the text of the plan has it (`physicalPlanDescription` in formatted mode). */
export interface DescribedScan {
  /** Its first column with the number that tells it apart from all others, `id#68L`. */
  readonly firstColumn: string | undefined
  readonly location: ScanLocation
  readonly partitionFilters: string | undefined
}

const section = /^\(\d+\) [^\n]*$/m
const firstColumnOf = /^Output(?: \[\d+\])?: \[([^,\]]+)/m

/** The scans of the text of a plan: there, and not in the operators, stand the whole locations of DataSource V2 and GPU scans. */
export function describedScans(description: string): readonly DescribedScan[] {
  const scans: DescribedScan[] = []
  for (const text of description.split(section)) {
    const location = parsedLocation(/^Location: (.*)$/m.exec(text)?.[1] ?? '')
    if (location === undefined) continue
    const partitionFilters = /^PartitionFilters: (.*)$/m.exec(text)?.[1]
    scans.push({firstColumn: firstColumnOf.exec(text)?.[1], location, partitionFilters})
  }
  return scans
}

/** What the text of the plan says of a scan: the one that has its first column, or else the only one whose path begins as the scan's. */
export function describedScan(node: PlanNode, described: readonly DescribedScan[]): DescribedScan | undefined {
  const column = /\[([^,\]]+)/.exec(node.text)?.[1]
  const byColumn = described.filter(({firstColumn}) => firstColumn !== undefined && firstColumn === column)
  if (byColumn.length > 0) return onlyLocation(byColumn)
  const beginning = /Location: [\w$.]*\s*(?:\(\d+ paths?\))?\s*\[([^\],]*?)(?:\.\.\.)?(?:[\],]|$)/.exec(node.text)?.[1]
  if (beginning === undefined) return undefined
  return onlyLocation(described.filter(({location}) => location.paths[0]!.startsWith(beginning)))
}

function onlyLocation(found: readonly DescribedScan[]): DescribedScan | undefined {
  const [first, ...others] = found
  return others.every(({location}) => location.paths.join() === first?.location.paths.join()) ? first : undefined
}
