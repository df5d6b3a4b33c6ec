import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {sparkAdapter} from '../../../datasets/adapters/spark/index.js'
import {defaultLimits} from '../../../datasets/ingest/intake.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'
import * as log from './spark-logs.js'

const folder = log.logFolder()
afterAll(folder.remove)

const {orders} = log

describe('what a Spark log has and the history has not', () => {
  test('is told: jobs without SQL, executions without an end, stragglers, views', async () => {
    const events = [
      log.appStart('mixed'),
      log.jobStart(1, [1]),
      log.taskEnd(1, 1000, 24),
      log.jobEnd(1),
      log.executionStart(5, log.node('Execute CreateViewCommand', 'Execute CreateViewCommand')),
      log.executionEnd(5),
      log.executionStart(6, log.parquetScan(orders, 10)),
      log.jobStart(2, [2], 6),
      log.executionEnd(6),
      log.taskEnd(2, 300),
      log.jobEnd(2),
      log.taskEnd(2, 7),
      log.taskEnd(99, 3),
      log.executionStart(8, log.parquetScan(orders, 12)),
      log.jobStart(3, [4], 8),
      log.taskEnd(4, 40),
    ]
    const {runs, drops} = await log.readLogs([folder.write('mixed', events)])
    expect(runs).toMatchObject([{run: 'app-1/6', readBytes: 300}])
    expect(drops.map(({reason, bytes}) => [reason, bytes])).toEqual([
      ['spark job without a table', 1024],
      ['spark execution without a table', undefined],
      ['spark task that ended after its execution', 7],
      ['spark task without a job', 3],
      ['spark execution without an end', 40],
    ])
  })

  test('is the end of a log that is being written, and a fault where it is not the end', async () => {
    const whole = log.text([log.executionStart(1, log.parquetScan(orders, 10)), log.executionEnd(1)])
    const half = '{"Event":"SparkListenerTaskEnd","Stage ID":'
    const cut = await log.readLogs([folder.write('cut', whole + half)])
    expect([cut.runs.length, cut.dropped, cut.faults]).toEqual([1, {'last line of a log that is cut off': 1}, []])
    const skipped = await log.readLogs([
      folder.write('cut-skipped', `${whole}{"Event":"SparkListenerBlockManagerAdded","Bl`),
    ])
    expect(skipped.dropped).toEqual({'last line of a log that is cut off': 1})
    const broken = await log.readLogs([folder.write('broken', `${half}\n${whole}`)])
    expect(broken.faults).toMatchObject([{kind: 'broken-json', row: 1}])
    expect(broken.runs).toHaveLength(1)
    const packed = gzipSync(whole + 'x'.repeat(50_000))
    const gone = packed.subarray(0, packed.length - 9)
    const open = await log.readLogs([folder.write('app.gz.inprogress', gone)])
    expect([open.dropped, open.faults]).toEqual([{'end of a log that is being written': 1}, []])
    expect((await log.readLogs([folder.write('app.gz', gone)])).faults).toMatchObject([{kind: 'truncated-gzip'}])
  })

  test('is not the rest of a line whose plan is longer than a mebibyte', async () => {
    const physicalPlanDescription = '\\"'.repeat(1_000_000)
    const plan = log.parquetScan(orders, 10)
    const events = [log.executionStart(1, plan, {physicalPlanDescription}), log.executionEnd(1)]
    const {runs, faults} = await log.readLogs([folder.write('long', events)])
    expect([runs.length, faults]).toEqual([1, []])
    const small = await log.readLogs([folder.path('long')], {...defaultLimits, lineBytes: 1 << 20})
    expect(small.faults).toMatchObject([{kind: 'long-line', row: 1}])
    expect(small.dropped).toEqual({'spark execution without a start': 1})
  })
})

describe('a log in several files', () => {
  const events = [
    log.appStart('rolled', 'app-9', '2'),
    log.executionStart(1, log.parquetScan(orders, 10)),
    log.jobStart(1, [1], 1),
    log.taskEnd(1, 100),
    log.jobEnd(1),
    log.executionEnd(1),
  ]
  const wanted = [{run: 'app-9/attempt 2/1', readBytes: 100}]

  test('is read in the order of its numbers, packed or not', async () => {
    const parts = Array.from({length: 12}, (_, i) =>
      log.text(events.slice(Math.floor(i / 2), i % 2 === 1 ? Math.floor(i / 2) + 1 : Math.floor(i / 2))),
    )
    parts.forEach((part, i) => {
      const text = part === '' ? '\n' : part
      folder.write(
        `eventlog_v2_app-9/events_${i + 1}_app-9${i % 3 === 0 ? '.gz' : ''}`,
        i % 3 === 0 ? gzipSync(text) : text,
      )
    })
    folder.write('eventlog_v2_app-9/appstatus_app-9', '')
    const {runs, faults} = await log.readLogs([folder.path('eventlog_v2_app-9')])
    expect(runs).toMatchObject(wanted)
    expect(faults).toEqual([])
  })

  test('leaves out what a compacted file stands for', async () => {
    folder.write('compact/events_1_app-9', events.slice(0, 2))
    folder.write('compact/events_2_app-9.compact', events.slice(0, 2))
    folder.write('compact/events_3_app-9', events.slice(2))
    const {runs, dropped} = await log.readLogs([folder.path('compact')])
    expect(runs).toMatchObject(wanted)
    expect(dropped).toEqual({'rolled file that a compacted one stands for': 1})
  })

  test('is read in the order of its times with the latest last (Databricks)', async () => {
    folder.write('bricks/eventlog', events.slice(4))
    folder.write('bricks/eventlog-2026-11-18--10-00.gz', gzipSync(log.text(events.slice(0, 2))))
    folder.write('bricks/eventlog-2026-11-18--11-00.gz', gzipSync(log.text(events.slice(2, 4))))
    expect((await log.readLogs([folder.path('bricks')])).runs).toMatchObject(wanted)
  })

  test('may be put behind another one', async () => {
    const open = [
      log.executionStart(2, log.parquetScan('s3://lake/left', 20)),
      log.jobStart(2, [2], 2),
      log.taskEnd(2, 9),
    ]
    const again = [log.executionStart(2, log.parquetScan(orders, 10)), log.executionEnd(2)]
    const second = [log.appStart('rolled', 'app-10'), ...events.slice(1), ...again]
    const {runs, drops} = await log.readLogs([folder.write('both', [...events, ...open, ...second])])
    expect(runs.map(({run}) => run)).toEqual(['app-9/attempt 2/1', 'app-10/1', 'app-10/2'])
    expect(runs.map(({readBytes}) => readBytes)).toEqual([100, 100, undefined])
    expect(runs[2]!.inputs).toHaveLength(1)
    expect(drops).toMatchObject([{reason: 'spark execution without an end', bytes: 9, value: 'app-9/attempt 2/2'}])
  })

  test('is one of many, and progress reaches the end', async () => {
    const shares: number[] = []
    const intake = new RecordingIntake()
    const onProgress = (share: number) => shares.push(share)
    await sparkAdapter.read([folder.path('bricks'), folder.path('compact')], intake, adapterOptions({onProgress}))
    expect(intake.runs).toHaveLength(2)
    expect(shares.at(-1)).toBe(1)
  })
})
