import {type FactName, factTables} from '../../history/columns.js'

const names: readonly string[] = factTables.map(({name}) => name)

/**
 * The fact table that a file belongs to by its name (`reads.csv.gz`) or that of a folder above it (`reads/day=2026-11-18/part-0.parquet`);
 * `topology` for topology.yaml and topology.json; undefined for another file.
 */
export function factOfFile(file: string): FactName | 'topology' | undefined {
  const segments = file.split(/[/\\]/)
  const [stem] = segments.pop()!.split('.', 1)
  if (names.includes(stem!)) return stem as FactName
  if (stem === 'topology') return 'topology'
  return segments.findLast(segment => names.includes(segment)) as FactName | undefined
}
