import {z} from 'zod'
import {parseDay} from '../../model/days.js'

/** `aggregate.json`: marks an aggregate folder and says what it is of. */
export const manifestFile = 'aggregate.json'

const day = z.string().refine(text => !Number.isNaN(parseDay(text)), 'is no date as YYYY-MM-DD')
const rows = z.int().min(0)

const manifestSchema = z.strictObject({
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

/** The text of the file, as what it says. */
export const manifestText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({code: 'custom', message: 'is no JSON'})
      return z.NEVER
    }
  })
  .pipe(manifestSchema)

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

/** Relations of which a row is an index: they keep it as `place`, since Parquet files have no order among them. */
export const indexedRelations: ReadonlySet<string> = new Set(['projects', 'tables'])
