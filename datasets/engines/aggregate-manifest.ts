import {z} from 'zod'
import {parseDay} from '../../model/days.js'

/** `aggregate.json`: marks an aggregate folder and says what it is of. */
export const manifestFile = 'aggregate.json'

const day = z.string().refine(text => !Number.isNaN(parseDay(text)), 'is no date as YYYY-MM-DD')
const rows = z.int().min(0)

export const manifestSchema = z.strictObject({
  formatVersion: z.literal('1.0'),
  kind: z.literal('isthmus-aggregate'),
  /** What made it: `embedded` or `spark`, and which version. */
  engine: z.string(),
  /** The folder that it was made of, as the user named it. */
  history: z.string(),
  fromDay: day,
  toDay: day,
  fileCount: rows,
  rowCounts: z.strictObject({
    projects: rows,
    tables: rows,
    runs: rows,
    partitions: rows,
    reads: rows,
    writes: rows,
    dependencies: rows,
  }),
})

export type AggregateManifest = z.infer<typeof manifestSchema>

/** Relations that an aggregate folder holds, each a folder of Parquet files. */
export const folderContents = [
  'projects',
  'tables',
  'partitions',
  'known_size',
  'table_size',
  'job_row',
  'job_cpu',
  'run_group',
  'read_group',
  'read_fact',
  'write_group',
  'write_fact',
  'lineage',
] as const
