import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {z} from 'zod'
import {formatDay} from '../../../model/days.js'
import {badInputOf, type Finding, IsthmusError} from '../../../model/errors.js'
import type {FactName} from '../../history/columns.js'
import {Database, literal} from '../../history/database.js'
import {Findings} from '../../history/findings.js'
import {readTopology} from '../../history/topology-file.js'
import {folderContents} from '../aggregate-manifest.js'
import {copyContext} from '../copy-context.js'
import type {Engine} from '../engine.js'
import {replaceAggregate} from '../replace-aggregate.js'
import {sparkJob} from './spark-job.js'
import {type SparkTarget, sparkSubmit} from './submit.js'

export interface SparkOptions extends SparkTarget {
  /**
   * Folder that the whole cluster can write to (`hdfs://…`, `s3a://…`). Default: beside the aggregate, which is right where driver and
   * executors share a file system.
   */
  readonly staging?: string
  /** Folder with the topology, where the history itself is not on this machine. */
  readonly topologyFolder?: string
}

const count = z.int().min(0)
const faultSchema = z.strictObject({
  kind: z.string(),
  table: z.string(),
  column: z.string(),
  message: z.string(),
  advice: z.string(),
  count,
  example: z.string().nullable(),
})
const doneSchema = z.strictObject({
  days: z.strictObject({from: z.int(), to: z.int()}),
  rowCounts: z.record(z.string(), count),
  rows: z.record(z.string(), count),
  version: z.string(),
  executors: z.int(),
})
const resultSchema = z.union([
  z.strictObject({fault: z.string()}),
  z.strictObject({faults: z.array(faultSchema)}),
  doneSchema,
])

/**
 * The user's own Spark (3.5 or later, with Python on the driver), through spark-submit. Reads Parquet histories on any file system
 * that the cluster reads, and leaves an aggregate folder on this machine. Checks are counted on the cluster: findings name a table and
 * an example and not a row.
 */
export function sparkEngine(spark: SparkOptions): Engine {
  return {
    name: 'spark',
    async aggregate(history, folder, options) {
      const {onProgress = () => undefined, signal, fromDay, toDay, allowExtraColumns = false} = options
      return replaceAggregate(folder, async into => {
        const findings = new Findings()
        const topologyFolder = spark.topologyFolder ?? history
        const topology = readTopology(topologyFolder, findings)
        findings.throwIfAny()
        const result = join(into, '_result.json')
        const jobFile = join(into, '_job.json')
        const logFile = `${resolve(folder)}.spark.log`
        const job = sparkJob({
          history: uriOf(history),
          staging: spark.staging ?? uriOf(into),
          into: spark.staging === undefined ? null : uriOf(into),
          result: resolve(result),
          regions: topology!.regions.map(region => region.name),
          ...(fromDay === undefined ? {} : {fromDay}),
          ...(toDay === undefined ? {} : {toDay}),
          allowExtraColumns,
        })
        writeFileSync(jobFile, JSON.stringify(job))
        const script = fileURLToPath(new URL('./aggregate.py', import.meta.url))
        const onStep = (done: number, steps: number, name: string) => onProgress(`Spark: ${name}`, done / steps)
        await sparkSubmit(spark, script, resolve(jobFile), logFile, onStep, signal)
        const told = readResult(result)
        await checkRows(into, told)
        for (const file of [result, jobFile, logFile]) rmSync(file)
        copyContext(history, topologyFolder, into)
        onProgress('Spark: done', 1)
        return {
          formatVersion: '1.0',
          kind: 'isthmus-aggregate',
          engine: `spark ${told.version}, ${told.executors === 0 ? 'local' : `${told.executors} executors`}`,
          history,
          fromDay: formatDay(told.days.from),
          toDay: formatDay(told.days.to),
          fileCount: 0,
          rowCounts: told.rowCounts as Record<FactName, number>,
        }
      })
    },
  }
}

/** A folder as Spark names it: a path of this machine becomes a `file:` URI. */
function uriOf(folder: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(folder) ? folder : pathToFileURL(resolve(folder)).href
}

function readResult(file: string): z.infer<typeof doneSchema> {
  const result = resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  if ('fault' in result) throw new IsthmusError('bad-input', result.fault, 'Mend the history and run again.')
  if (!('faults' in result)) return result
  throw badInputOf(
    result.faults.map(
      ({kind, table, column, message, advice, count, example}): Finding => ({
        kind,
        file: `${table}/`,
        column,
        ...(example === null ? {} : {value: example}),
        message: `${count} row${count === 1 ? '' : 's'}: ${message}`,
        advice,
      }),
    ),
  )
}

/** Every row that the cluster wrote has to be on this machine. */
async function checkRows(folder: string, {rows}: z.infer<typeof doneSchema>): Promise<void> {
  const database = await Database.open()
  try {
    for (const name of folderContents) {
      const files = literal(join(folder, name, '*.parquet'))
      const here = await database.number(`SELECT count(*) FROM read_parquet(${files})`).catch(() => 0)
      if (here === rows[name]) continue
      const message = `the cluster wrote ${rows[name]} rows of ${name}, and ${here} of them are here`
      const advice = 'Give --staging URI: a folder that driver and executors share.'
      throw new IsthmusError('bad-input', message, advice)
    }
  } finally {
    database.close()
  }
}
