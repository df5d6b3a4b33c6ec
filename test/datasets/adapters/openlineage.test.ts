import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {afterAll, describe, expect, it} from 'vitest'
import {openlineageAdapter} from '../../../datasets/adapters/openlineage/index.js'
import {LineageReader} from '../../../datasets/adapters/openlineage/lineage-reader.js'
import {parseDay} from '../../../model/days.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

const folder = mkdtempSync(join(tmpdir(), 'openlineage-'))
afterAll(() => rmSync(folder, {recursive: true}))

type Json = Record<string, unknown>

/** UUID with this number at its end. */
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const at = (minute: number) => new Date(Date.UTC(2026, 10, 18, 3, minute)).toISOString()
const ms = (minute: number) => Date.UTC(2026, 10, 18, 3, minute)

function event(run: number, eventType: string, minute: number, fields: Json = {}): Json {
  return {
    eventType,
    eventTime: at(minute),
    producer: 'https://example.com/p',
    run: {runId: id(run)},
    job: {namespace: 'airflow-a', name: 'etl.orders'},
    inputs: [],
    outputs: [],
    ...fields,
  }
}

const orders = {namespace: 's3://lake', name: 'warehouse/orders'}
const daily = {namespace: 's3://lake', name: 'warehouse/orders_daily'}
const withSize = (dataset: Json, size: unknown, role: 'input' | 'output' = 'input', more: Json = {}) => ({
  ...dataset,
  [`${role}Facets`]: {[`${role}Statistics`]: {size}, ...more},
})
const fromSpark = {producer: 'https://github.com/OpenLineage/OpenLineage/tree/1.23.0/integration/spark'}

function read(
  events: readonly Json[],
  limits?: {openRuns: number; wholeRuns: number; datasets: number},
): RecordingIntake {
  const intake = new RecordingIntake()
  const reader = limits === undefined ? new LineageReader(intake, 'UTC') : new LineageReader(intake, 'UTC', limits)
  for (const [i, each] of events.entries()) reader.add(each, 'f', i + 1)
  reader.end()
  return intake
}

const whole = (run: number, fields: Json) => [event(run, 'START', 0, fields), event(run, 'COMPLETE', 5, fields)]

describe('openlineage runs', () => {
  it('merges the events of a run: union of datasets, fullest statistics', () => {
    const intake = read([
      event(1, 'START', 0, {inputs: [withSize(orders, 100)]}),
      event(1, 'RUNNING', 2, {inputs: [withSize(orders, 2097152)]}),
      event(1, 'COMPLETE', 5, {inputs: [orders], outputs: [withSize(daily, 4096, 'output')]}),
    ])
    expect(intake.runs).toEqual([
      {
        run: id(1),
        job: 'airflow-a/etl.orders',
        startMs: ms(0),
        endMs: ms(5),
        place: {coordinator: 'airflow-a'},
        inputs: [
          {
            table: 's3://lake/warehouse/orders',
            place: {uri: 's3://lake/warehouse/orders'},
            bytes: 2097152,
            bytesFrom: 'exact',
          },
        ],
        outputs: [
          {
            table: 's3://lake/warehouse/orders_daily',
            place: {uri: 's3://lake/warehouse/orders_daily'},
            bytes: 4096,
            bytesFrom: 'exact',
          },
        ],
      },
    ])
    expect(intake.drops).toEqual([])
    expect(intake.faults).toEqual([])
  })

  it('gives the same runs whatever the order of events, told twice or once', () => {
    const events = [1, 2, 3].flatMap(run => [
      event(run, 'START', run, {inputs: [withSize(orders, 10 * run)]}),
      event(run, 'RUNNING', run + 1, {inputs: [withSize(orders, 5)], outputs: [daily]}),
      event(run, run === 3 ? 'FAIL' : 'COMPLETE', run + 9, {outputs: [withSize(daily, run, 'output')]}),
    ])
    const byId = (intake: RecordingIntake) => [...intake.runs].sort((a, b) => (a.run < b.run ? -1 : 1))
    const expected = byId(read(events))
    expect(expected.map(run => run.failed ?? false)).toEqual([false, false, true])
    fc.assert(
      fc.property(fc.shuffledSubarray([...events, ...events], {minLength: 18, maxLength: 18}), shuffled => {
        const intake = read(shuffled)
        expect(byId(intake)).toEqual(expected)
        expect(intake.drops).toEqual([])
      }),
    )
  })

  it('counts failed and aborted runs as failed, and drops runs without an end or without tables', () => {
    const reads = {inputs: [withSize(orders, 7)]}
    const intake = read([
      ...[event(1, 'START', 0, reads), event(1, 'FAIL', 1, reads)],
      ...[event(2, 'START', 0, reads), event(2, 'ABORT', 1, reads)],
      event(3, 'START', 0, reads),
      ...whole(4, {}),
      // Tried again under one id: the later end counts.
      ...[event(5, 'START', 0, reads), event(5, 'COMPLETE', 9, reads), event(5, 'FAIL', 4, reads)],
    ])
    expect(intake.runs.map(run => [run.run, run.failed])).toEqual([
      [id(1), true],
      [id(2), true],
      [id(5), undefined],
    ])
    expect(intake.dropped).toEqual({'run without an end': 1, 'run without tables': 1})
    expect(intake.drops[0]).toMatchObject({value: id(4), file: 'f', row: 6})
    expect(intake.drops[1]).toMatchObject({value: id(3), file: 'f', row: 5, startMs: ms(0)})
  })

  it('holds a bounded number of runs: the oldest leaves, whole or as a run without an end', () => {
    const fields = {inputs: [withSize(orders, 7)]}
    const starts = [1, 2, 3, 4].map(run => event(run, 'START', run, fields))
    const ends = [1, 2, 3, 4].map(run => event(run, 'COMPLETE', run + 10, fields))
    const late = [ends[2]!, ends[3]!, ends[0]!, ends[1]!]
    const intake = read([...starts, ...late], {openRuns: 2, wholeRuns: 1, datasets: 100})
    // 1 and 2 were pushed out by 3 and 4; their ends come alone, and are runs that start as they end.
    expect(intake.dropped).toEqual({'run without an end': 2})
    expect(intake.drops.map(drop => drop.value)).toEqual([id(1), id(2)])
    expect(intake.runs.map(run => [run.run, run.startMs])).toContainEqual([id(3), ms(3)])
    expect(intake.runs).toHaveLength(4)
    const few = read(
      starts.flatMap((start, i) => [start, ends[i]!]),
      {openRuns: 2, wholeRuns: 1, datasets: 100},
    )
    expect(few.runs).toHaveLength(4)
    expect(few.drops).toEqual([])
    expect(read([...starts, ...late], {openRuns: 100, wholeRuns: 100, datasets: 2}).dropped).toEqual({
      'run without an end': 2,
    })
  })

  it('tells apart ten thousand datasets of a run at most', () => {
    const inputs = Array.from({length: 10_003}, (_, i) => ({namespace: 's3://lake', name: `t${i}`}))
    const intake = read(whole(1, {inputs}))
    expect(intake.runs[0]!.inputs).toHaveLength(10_000)
    expect(intake.dropped).toEqual({'more datasets than are told apart in a run': 6})
  })
})

describe('openlineage times', () => {
  const fields = {inputs: [orders]}

  it('reads zones, and takes the zone of the source where there is none', () => {
    const intake = new RecordingIntake()
    const reader = new LineageReader(intake, 'Asia/Shanghai')
    reader.add({...event(1, 'START', 0, fields), eventTime: '2026-11-18T11:00:00'}, 'f', 1)
    reader.add({...event(1, 'COMPLETE', 0, fields), eventTime: '2026-11-18T04:05:00+01:00'}, 'f', 2)
    reader.end()
    expect(intake.runs[0]).toMatchObject({startMs: ms(0), endMs: ms(5)})
  })

  it('takes an end before its start by less than a day as a skewed clock, and faults more', () => {
    const skewed = read([event(1, 'START', 10, fields), event(1, 'COMPLETE', 7, fields)])
    expect(skewed.runs[0]).toMatchObject({startMs: ms(7), endMs: ms(7)})
    const wrong = read([
      {...event(1, 'START', 0, fields), eventTime: '2026-11-20T03:00:00Z'},
      event(1, 'COMPLETE', 7, fields),
    ])
    expect(wrong.runs).toEqual([])
    expect(wrong.faults).toMatchObject([
      {kind: 'clock-skew', file: 'f', row: 1, value: id(1), message: 'the START is 2 days after the end of one run'},
    ])
    const future = read([
      event(1, 'START', 0, fields),
      {...event(1, 'COMPLETE', 0, fields), eventTime: '2087-01-01T00:00:00Z'},
    ])
    expect(future.runs).toEqual([])
    expect(future.faults.map(fault => fault.kind)).toEqual(['clock-skew'])
  })

  it('faults events without a time, run, state or job', () => {
    const {run: _run, ...withoutRun} = event(1, 'START', 0, fields)
    const intake = read([
      {...event(1, 'START', 0, fields), eventTime: '{{ is_datetime(result) }}'},
      {...event(1, 'START', 0, fields), run: {runId: '{{ any(result) }}'}},
      {...event(1, 'DONE', 0, fields)},
      {...event(1, 'START', 0, fields), job: {namespace: 'a'}},
      withoutRun,
      {},
    ])
    expect(intake.faults.map(fault => [fault.kind, fault.row, fault.value])).toEqual([
      ['bad-time', 1, '{{ is_datetime(result) }}'],
      ['bad-run-id', 2, '{{ any(result) }}'],
      ['bad-event-type', 3, 'DONE'],
      ['no-job', 4, undefined],
      ['no-run', 5, undefined],
      ['no-run', 6, undefined],
    ])
    expect(intake.runs).toEqual([])
  })
})

describe('openlineage datasets', () => {
  const access = (dataset: Json, more: Json = {}) => read(whole(1, {inputs: [dataset], ...more})).runs[0]?.inputs[0]
  const symlink = (namespace: string, name: string, type: string) => ({
    facets: {symlinks: {identifiers: [{namespace, name, type}]}},
  })

  it('goes by the symlink of type TABLE, and knows the location again without it', () => {
    const linked = {...orders, ...symlink('hive://hms-a:9083', 'sales.orders', 'TABLE')}
    expect(access(linked)).toEqual({
      table: 'hive://hms-a:9083/sales.orders',
      place: {uri: 's3://lake/warehouse/orders', schema: 'sales', project: 'sales'},
    })
    const intake = read([...whole(1, {inputs: [orders]}), ...whole(2, {inputs: [linked]})])
    expect(intake.runs.map(run => run.inputs[0]!.table)).toEqual(Array(2).fill('hive://hms-a:9083/sales.orders'))
    const hive = {
      namespace: 'hive://hms-a:9083',
      name: 'sales.orders',
      ...symlink('s3a://lake', '/warehouse/orders/', 'LOCATION'),
    }
    expect(access(hive)).toEqual(access(linked))
  })

  it('finds regions in namespaces', () => {
    const region = (namespace: string, name = 'a.b.c') => access({namespace, name})?.place.region
    expect(region('awsathena://athena.eu-west-1.amazonaws.com')).toBe('eu-west-1')
    expect(region('arn:aws:glue:us-east-1:123456', 'table/sales/orders')).toBe('us-east-1')
    expect(region('redshift://cluster.ap-south-1:5439')).toBe('ap-south-1')
    expect(region('snowflake://xy12345.eu-central-1.aws')).toBe('eu-central-1')
    expect(region('snowflake://org-account')).toBeUndefined()
    expect(region('postgres://db.abc.us-west-2.rds.amazonaws.com:5432')).toBe('us-west-2')
    expect(region('postgres://10.0.0.7:5432')).toBeUndefined()
    expect(region('bigquery')).toBeUndefined()
  })

  it('names catalog, schema and project as the source does', () => {
    expect(access({namespace: 'bigquery', name: 'proj.sales.orders'})).toEqual({
      table: 'bigquery/proj.sales.orders',
      place: {catalog: 'proj', schema: 'sales', project: 'proj'},
    })
    expect(access({namespace: 'snowflake://xy.eu-central-1.aws', name: 'DB.PUBLIC.ORDERS'})).toEqual({
      table: 'snowflake://xy.eu-central-1.aws/DB.PUBLIC.ORDERS',
      place: {
        uri: 'snowflake://xy.eu-central-1.aws/DB.PUBLIC.ORDERS',
        catalog: 'DB',
        schema: 'PUBLIC',
        region: 'eu-central-1',
      },
    })
    expect(access({namespace: 'arn:aws:glue:us-east-1:123456', name: 'table/sales/orders'})?.place).toMatchObject({
      schema: 'sales',
      project: 'sales',
    })
  })

  const days = (dataset: Json) => access(dataset)?.partitions
  const exact = (...dates: string[]) => dates.map(date => ({day: parseDay(date), dayFrom: 'exact'}))
  const subset = (inputCondition: Json) => ({...orders, inputFacets: {subset: {inputCondition}}})
  const compare = (field: string, comparison: string, value: unknown) => ({
    type: 'compare',
    left: {type: 'field', field},
    right: {type: 'literal', value},
    comparison,
  })

  it('finds days in names, locations and every kind of subset', () => {
    expect(days({namespace: 's3://lake', name: 'warehouse/orders/ds=20261117/hour=3'})).toEqual(exact('2026-11-17'))
    expect(days({namespace: 'bigquery', name: 'p.d.orders_20261117'})).toEqual(exact('2026-11-17'))
    expect(
      days(
        subset({
          type: 'partition',
          partitions: [
            {dimensions: {business_date: '2026-11-17', country: 'DE'}},
            {dimensions: {business_date: '2026-11-16'}},
          ],
        }),
      ),
    ).toEqual(exact('2026-11-16', '2026-11-17'))
    expect(
      days(subset({type: 'partition', partitions: [{identifier: '2026-11-17-PL', dimensions: {country: 'PL'}}]})),
    ).toEqual(exact('2026-11-17'))
    expect(days(subset({type: 'location', locations: ['/w/orders/2026/11/16', '/w/orders/2026/11/17']}))).toEqual(
      exact('2026-11-16', '2026-11-17'),
    )
    expect(days(subset(compare('ds', 'EQUAL', '20261117')))).toEqual(exact('2026-11-17'))
    const between = {
      type: 'binary',
      operator: 'AND',
      left: compare('ds', 'GREATER_EQUAL_THAN', '2026-11-16'),
      right: compare('ds', 'LESS_THAN', '2026-11-18'),
    }
    expect(days(subset(between))).toEqual(exact('2026-11-16', '2026-11-17'))
    expect(days(subset({...between, operator: 'OR'}))).toBeUndefined()
    expect(days(subset({type: 'location', locations: ['/w/orders/2026/11/16', '/w/orders/latest']}))).toBeUndefined()
    expect(days(subset(compare("ds` = '20261117' OR `x", 'EQUAL', "'; --")))).toBeUndefined()
    expect(days(subset({type: 'unknown'}))).toBeUndefined()
    let deep: Json = compare('ds', 'EQUAL', '20261117')
    for (let i = 0; i < 10_000; i++)
      deep = {type: 'binary', operator: 'AND', left: deep, right: compare('a', 'EQUAL', 1)}
    expect(days(subset(deep))).toBeUndefined()
  })

  it('knows what the sizes of Spark are: the table, the files of a scan, or a partition', () => {
    const spark = (dataset: Json) => read(whole(1, {...fromSpark, inputs: [dataset]}))
    const table = spark(withSize(orders, 900))
    expect(table.runs[0]!.inputs[0]).toMatchObject({bytes: 900, bytesFrom: 'wholeTable'})
    expect(table.tables).toEqual([
      {table: 's3://lake/warehouse/orders', place: {uri: 's3://lake/warehouse/orders'}, storedBytes: 900},
    ])
    const report = {icebergScanReport: {snapshotId: 1, scanMetrics: {totalFileSizeInBytes: 300}}}
    for (const dataset of [
      withSize(orders, 300, 'input', report),
      {...orders, inputFacets: report},
      {...withSize(orders, 300), facets: {storage: {storageLayer: 'iceberg'}}},
      withSize({namespace: 's3://lake', name: 'warehouse/orders/ds=20261117'}, 300),
      withSize(orders, 300, 'input', {subset: {inputCondition: {type: 'location', locations: ['/x/dt=2026-11-16']}}}),
    ]) {
      const intake = spark(dataset)
      expect(intake.runs[0]!.inputs[0]).toMatchObject({
        table: 's3://lake/warehouse/orders',
        bytes: 300,
        bytesFrom: 'scannedFiles',
      })
      expect(intake.tables).toEqual([])
    }
    expect(access(withSize(orders, 900))).toMatchObject({bytes: 900, bytesFrom: 'exact'})
  })

  it('takes a size that is no number of bytes as absent, and says so', () => {
    for (const size of ['{{ any(result) }}', '12', -1, 1.5, 2 ** 63, null]) {
      const intake = read(whole(1, {inputs: [withSize(orders, size)]}))
      expect(intake.runs[0]!.inputs[0]!.bytes).toBeUndefined()
      expect(intake.dropped).toEqual(size === null ? {} : {'size that is no number of bytes': 2})
      expect(intake.faults).toEqual([])
    }
  })

  it('drops streams, temporary tables and changes that move no data', () => {
    const change = (state: string) => ({facets: {lifecycleStateChange: {lifecycleStateChange: state}}})
    const intake = read(
      whole(1, {
        inputs: [
          {namespace: 'kafka://k:9092', name: 'topic'},
          {namespace: 'x', name: 'y', facets: {datasetType: {datasetType: 'TOPIC'}}},
          {namespace: 'file', name: '/tmp/x'},
          {namespace: 'file', name: '/tmp/w/t', ...symlink('file:/tmp/w', 'default.t', 'TABLE')},
          {namespace: 'file', name: '/mnt/lake/orders'},
        ],
        outputs: [
          {...daily, ...change('DROP')},
          {...orders, ...change('CREATE')},
          {namespace: 'postgres://p:5432', name: 'db.public.orders__dbt_tmp'},
          {namespace: 'bigquery', name: `p._${'a1'.repeat(20)}.anon1234`},
          {name: 'x'},
        ],
      }),
    )
    expect(intake.runs[0]!.inputs.map(each => each.table)).toEqual(['file:/mnt/lake/orders', 'file:/tmp/w/default.t'])
    expect(intake.runs[0]!.outputs.map(each => each.table)).toEqual(['s3://lake/warehouse/orders'])
    expect(intake.dropped).toEqual({
      'dataset is no table': 2,
      'temporary table': 3,
      'change of a table that moves no data': 1,
      'dataset without a name': 2,
    })
  })

  it('ties a table that got a new name to the old one', () => {
    const renamed = {
      ...daily,
      facets: {lifecycleStateChange: {lifecycleStateChange: 'RENAME', previousIdentifier: orders}},
    }
    const intake = read(whole(1, {outputs: [renamed]}))
    expect(intake.dependencies).toEqual([
      {table: 's3://lake/warehouse/orders_daily', upstream: 's3://lake/warehouse/orders', job: 'airflow-a/etl.orders'},
    ])
    expect(intake.runs).toEqual([])
  })
})

describe('openlineage jobs', () => {
  const job = (name: string, more: Json = {}, run: Json = {}) =>
    read(whole(1, {inputs: [orders], job: {namespace: 'n', name, ...more}, run: {runId: id(1), ...run}})).runs[0]!.job

  it('keeps the name without dates and ids, and falls back on parent and query', () => {
    expect(job('etl.orders')).toBe('n/etl.orders')
    expect(job('etl.orders_2026-11-18')).toBe(job('etl.orders_2026-11-19'))
    const parent = {facets: {parent: {run: {runId: id(9)}, job: {namespace: 'airflow', name: 'dag.task'}}}}
    const query = (day: number) => ({facets: {sql: {query: `SELECT * FROM t WHERE ds = '202611${day}'`}}})
    const first = job('20261118_030000_00001_abcde', query(18), parent)
    expect(first).toMatch(/^airflow\/dag\.task\/sql-[0-9a-f]{16}$/)
    expect(job('20261119_040000_00007_xyz12', query(19), parent)).toBe(first)
    expect(job(id(7))).toBe('n/?')
  })

  it('tells of jobs and datasets without a run', () => {
    const intake = read([
      {
        eventTime: at(0),
        job: {namespace: 'n', name: 'j'},
        inputs: [orders, {namespace: 'kafka://k', name: 't'}],
        outputs: [daily],
      },
      {
        eventTime: at(0),
        dataset: {
          namespace: 'hive://h',
          name: 's.t',
          facets: {symlinks: {identifiers: [{namespace: 's3://lake', name: 'warehouse/orders', type: 'LOCATION'}]}},
        },
      },
      {eventTime: at(0), dataset: {namespace: 'kafka://k', name: 't'}},
    ])
    expect(intake.dependencies).toEqual([
      {table: 's3://lake/warehouse/orders_daily', upstream: 'hive://h/s.t', job: 'n/j'},
    ])
    expect(intake.tables.map(table => table.table)).toEqual([
      'hive://h/s.t',
      'hive://h/s.t',
      's3://lake/warehouse/orders_daily',
    ])
    expect(intake.dropped).toEqual({'dataset is no table': 1})
  })

  it('passes the address of a Hive client on', () => {
    const run = (clientIp: string) =>
      read(whole(1, {inputs: [orders], run: {runId: id(1), facets: {hive_session: {clientIp}}}})).runs[0]!.place.address
    expect(run('10.1.2.3')).toBe('10.1.2.3')
    expect(run('any')).toBeUndefined()
  })
})

describe('openlineage files', () => {
  const readFiles = async (paths: readonly string[], options = adapterOptions()) => {
    const intake = new RecordingIntake()
    await openlineageAdapter.read(paths, intake, options)
    return intake
  }
  const save = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const [start, complete] = whole(1, {inputs: [withSize(orders, 5)]}) as [Json, Json]

  it('joins a run over files of every layout, and tells how far it is', async () => {
    const shares: number[] = []
    const paths = [
      save('b.json.gz', gzipSync(JSON.stringify(complete, undefined, 2))),
      save('a.ndjson', `${JSON.stringify(start)}\n${JSON.stringify(event(2, 'START', 0))}\n`),
      save('c.json', JSON.stringify([event(2, 'COMPLETE', 3, {outputs: [daily]})])),
    ]
    const intake = await readFiles(paths, adapterOptions({onProgress: share => shares.push(share)}))
    expect(intake.runs.map(run => [run.run, run.startMs, run.endMs])).toEqual([
      [id(1), ms(0), ms(5)],
      [id(2), ms(0), ms(3)],
    ])
    expect(shares.at(-1)).toBe(1)
    expect(intake.flushes).toBeGreaterThan(0)
  })

  it('faults half a line, a line that is too long and a truncated file, and reads on', async () => {
    const text = `${JSON.stringify(start)}\n${JSON.stringify(complete)}\n`
    const half = await readFiles([save('half.ndjson', `{"eventType":\n${text}`)])
    expect(half.faults).toMatchObject([{kind: 'broken-json', row: 1}])
    expect(half.runs).toHaveLength(1)
    const long = `${JSON.stringify({...start, producer: 'x'.repeat(10_000)})}\n${text}`
    const limits = {lineBytes: 5000, expansionRatio: 200, expandedBytes: 1 << 20}
    const tooLong = await readFiles([save('long.ndjson', long)], adapterOptions({limits}))
    expect(tooLong.faults).toMatchObject([{kind: 'long-line', row: 1}])
    expect(tooLong.runs).toHaveLength(1)
    const cut = await readFiles([save('cut.ndjson.gz', gzipSync(text).subarray(0, 150))])
    expect(cut.faults).toHaveLength(1)
    const bomb = save('bomb.ndjson.gz', gzipSync(Buffer.alloc(64 << 20, ' ')))
    expect((await readFiles([bomb], adapterOptions({limits}))).faults).toHaveLength(1)
  })

  it('stops when it is told to', async () => {
    const abort = new AbortController()
    abort.abort()
    const path = save('stop.ndjson', `${JSON.stringify(start)}\n`)
    await expect(readFiles([path], adapterOptions({signal: abort.signal}))).rejects.toThrow()
  })
})
