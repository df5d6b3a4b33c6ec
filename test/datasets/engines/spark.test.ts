import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {embeddedEngine} from '../../../datasets/engines/embedded.js'
import {sparkEngine} from '../../../datasets/engines/spark/spark-engine.js'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {formatDay} from '../../../model/days.js'
import {BadInput} from '../../../model/errors.js'
import type {Workload} from '../../../model/workload.js'
import type {MemoryHistorySpec} from '../../support/memory-history.js'
import {trickySpec, writeParquetFolder} from './parquet-folder.js'

/** `.ci/run` installs Spark and says where; anyone else may set it to the spark-submit of a Spark with local-cluster mode. */
const sparkSubmit = process.env.TEST_SPARK_SUBMIT
if (sparkSubmit === undefined) {
  process.stdout.write('Spark tests skip: set TEST_SPARK_SUBMIT to a spark-submit (pip install pyspark, Java 17)\n')
}
const cluster = {
  sparkSubmit: sparkSubmit ?? '',
  master: 'local-cluster[2,1,1024]',
  conf: ['spark.ui.enabled=false', 'spark.sql.shuffle.partitions=4'],
}

const scratch = mkdtempSync(join(tmpdir(), 'isthmus-spark-'))
afterAll(() => rmSync(scratch, {recursive: true}))

async function workloadOf(folder: string, options = {}): Promise<Workload> {
  const loaded = await openHistoryFolder(folder, options)
  try {
    return await loaded.workload({daily: true})
  } finally {
    loaded.close()
  }
}

describe.skipIf(sparkSubmit === undefined)(
  'the Spark engine, on a cluster of two worker processes',
  {timeout: 400_000},
  () => {
    it('has the workload of the embedded engine, to the byte, for the days asked for, by way of a staging folder', async () => {
      const spec = trickySpec(32)
      const history = await writeParquetFolder(join(scratch, 'history'), spec)
      const span = {fromDay: (spec.fromDay as number) + 2, toDay: (spec.toDay as number) - 1}
      const engine = sparkEngine({...cluster, staging: `file://${join(scratch, 'staging')}`})
      const stages = new Set<string>()
      const onProgress = (stage: string) => stages.add(stage)
      const manifest = await engine.aggregate(history, join(scratch, 'spark'), {...span, onProgress})
      expect(manifest.engine).toMatch(/^spark \d.*, 2 executors$/)
      expect(manifest.fromDay).toBe(formatDay(span.fromDay))
      expect(stages).toContain('Spark: read_fact')
      const embedded = await embeddedEngine.aggregate(history, join(scratch, 'embedded'), span)
      expect(manifest.rowCounts).toEqual(embedded.rowCounts)
      const workload = await workloadOf(history, span)
      expect(workload.lineage.upstream.length).toBeGreaterThan(5)
      expect(await workloadOf(join(scratch, 'spark'))).toEqual(workload)
      expect(readdirSync(join(scratch, 'staging'))).toEqual([])
      expect(readdirSync(scratch).filter(name => name.includes('spark.'))).toEqual([])
    })

    it('counts the faults of a history and writes nothing', async () => {
      const spec = trickySpec(33)
      const broken: MemoryHistorySpec = {
        ...spec,
        projects: spec.projects.map((row, i) => (i === 0 ? {...row, region: 'atlantis'} : row)),
        runs: spec.runs.map((run, i) =>
          i < 3
            ? {
                ...run,
                reads: [
                  ['nowhere', run.day, 5],
                  ['t0', null, -7],
                ] as const,
              }
            : run,
        ),
      }
      const history = await writeParquetFolder(join(scratch, 'history-33'), broken)
      const engine = sparkEngine({...cluster, master: 'local[2]'})
      const error = await engine.aggregate(history, join(scratch, 'spark-33'), {}).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(BadInput)
      const {findings} = error as BadInput
      expect(findings).toContainEqual({
        kind: 'unknown-table',
        file: 'reads/',
        column: 'table',
        value: 'nowhere',
        message: '3 rows: names a table that is not there',
        advice: 'Add it to tables, or mend the name.',
      })
      expect(findings.map(({kind}) => kind)).toEqual(expect.arrayContaining(['range-bytes', 'unknown-region']))
      expect(readdirSync(scratch)).not.toContain('spark-33')
    })
  },
)

describe('the way to Spark', () => {
  it('says what to do where there is no spark-submit', async () => {
    const history = await writeParquetFolder(join(scratch, 'history-34'), trickySpec(34))
    const lost = sparkEngine({sparkSubmit: join(scratch, 'no-such-spark'), master: 'local[1]', conf: []})
    await expect(lost.aggregate(history, join(scratch, 'spark-34'), {})).rejects.toThrow(
      /there is no '.*no-such-spark'/,
    )
  })

  it('tells the reason where Spark fails, and where its log is', async () => {
    const history = await writeParquetFolder(join(scratch, 'history-35'), trickySpec(35))
    const failing = sparkEngine({sparkSubmit: 'false', master: 'local[1]', conf: []})
    const error = await failing.aggregate(history, join(scratch, 'spark-35'), {}).catch((caught: unknown) => caught)
    expect(String(error)).toMatch(/Spark failed \(exit code 1\)/)
    expect(readFileSync(`${join(scratch, 'spark-35')}.spark.log`, 'utf8')).toBe('')
  })

  it('leaves nothing behind where it is stopped', async () => {
    const history = await writeParquetFolder(join(scratch, 'history-36'), trickySpec(36))
    const controller = new AbortController()
    const waiting = join(scratch, 'waiting.sh')
    writeFileSync(waiting, '#!/bin/sh\nexec sleep 60\n', {mode: 0o755})
    const endless = sparkEngine({sparkSubmit: waiting, master: 'local[1]', conf: []})
    setTimeout(() => controller.abort(new Error('stopped')), 300)
    const {signal} = controller
    await expect(endless.aggregate(history, join(scratch, 'spark-36'), {signal})).rejects.toThrow('stopped')
    expect(readdirSync(scratch).filter(name => name.includes('spark-36'))).toEqual([])
  })
})
