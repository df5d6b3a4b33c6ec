import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {bigqueryAdapter} from '../../../datasets/adapters/bigquery/index.js'
import {Database, literal} from '../../../datasets/history/database.js'
import {formatDay} from '../../../model/days.js'
import {lines, readWith} from './read-adapter.js'

// Rows are built from the documented columns of INFORMATION_SCHEMA.JOBS; 64-bit numbers are text, as BigQuery's own JSON exports have
// them.

const tableOf = (table: string, dataset = 'telemetry', project = 'p') => ({
  project_id: project,
  dataset_id: dataset,
  table_id: table,
})

function job(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    project_id: 'mozdata',
    job_id: 'bquxjob_1234',
    job_type: 'QUERY',
    statement_type: 'CREATE_TABLE_AS_SELECT',
    priority: 'BATCH',
    state: 'DONE',
    cache_hit: false,
    creation_time: '2026-11-19 03:00:00 UTC',
    start_time: '2026-11-19 03:00:01.5 UTC',
    end_time: '2026-11-19 03:00:41 UTC',
    total_bytes_processed: '123456789',
    total_slot_ms: '7200000',
    reservation_id: 'admin:US.etl',
    referenced_tables: [tableOf('main_v5')],
    destination_table: tableOf('agg_v1', 'derived'),
    query_info: {query_hashes: {normalized_literals: 'c0ffee'}},
    ...changes,
  }
}

const read = (rows: readonly unknown[], path = 'region-us/jobs.json', changes = {}) =>
  readWith(bigqueryAdapter, {[path]: lines(rows)}, changes)

describe('BigQuery exports', () => {
  it('tells a job with its tables, region and total', async () => {
    const {runs, drops, faults} = await read([job()])
    expect([...drops, ...faults]).toEqual([])
    expect(runs).toEqual([
      {
        run: 'mozdata:bquxjob_1234',
        job: 'mozdata/c0ffee',
        startMs: Date.parse('2026-11-19T03:00:01.500Z'),
        endMs: Date.parse('2026-11-19T03:00:41Z'),
        cpuHours: 2,
        place: {project: 'mozdata', warehouse: 'admin:US.etl', region: 'us'},
        inputs: [
          {table: 'p.telemetry.main_v5', place: {catalog: 'p', schema: 'telemetry', project: 'p', region: 'us'}},
        ],
        outputs: [{table: 'p.derived.agg_v1', place: {catalog: 'p', schema: 'derived', project: 'p', region: 'us'}}],
        readBytes: 123_456_789,
      },
    ])
  })

  it('finds the region in a column, else in the path, and gives none to tables where bytes came from elsewhere', async () => {
    const regions = async (path: string, changes = {}) => {
      const {runs} = await read([job(changes)], path)
      return [runs[0]!.place.region, runs[0]!.inputs[0]!.place.region]
    }
    expect(await regions('location=EU/jobs.json')).toEqual(['EU', 'EU'])
    expect(await regions('jobs.region-us-east1.json')).toEqual(['us-east1', 'us-east1'])
    expect(await regions('region-us/jobs.json', {location: 'asia-east1'})).toEqual(['asia-east1', 'asia-east1'])
    expect(await regions('regional-jobs.json')).toEqual([undefined, undefined])
    expect(await regions('region-us/jobs.json', {transferred_bytes: '5'})).toEqual(['us', undefined])
    expect(await regions('region-us/jobs.json', {job_type: 'COPY'})).toEqual(['us', undefined])
  })

  it('reads date shards and partition decorators as days of one table', async () => {
    const {runs} = await read([
      job({
        referenced_tables: [
          tableOf('events_20261118'),
          tableOf('events_20261117'),
          tableOf('events_20261118'),
          tableOf('events_intraday_20261119'),
          tableOf('orders$2026111803'),
          tableOf('model_20269999'),
          tableOf('clicks_*'),
          tableOf('clicks_20261118'),
          tableOf('past@1795057200000'),
        ],
        destination_table: tableOf('agg_v1$20261118', 'derived'),
      }),
    ])
    const tables = (accesses: (typeof runs)[0]['inputs']) =>
      accesses.map(({table, partitions}) => [table, partitions?.map(({day}) => formatDay(day))])
    expect(tables(runs[0]!.inputs)).toEqual([
      ['p.telemetry.events_*', ['2026-11-17', '2026-11-18']],
      ['p.telemetry.events_intraday_*', ['2026-11-19']],
      ['p.telemetry.orders', ['2026-11-18']],
      ['p.telemetry.model_20269999', undefined],
      ['p.telemetry.clicks_*', undefined],
      ['p.telemetry.past', undefined],
    ])
    expect(tables(runs[0]!.outputs)).toEqual([['p.derived.agg_v1', ['2026-11-18']]])
  })

  it('counts the statements of a script once', async () => {
    const {runs, drops} = await read([
      job({job_id: 'script', statement_type: 'SCRIPT', total_bytes_processed: '300', referenced_tables: null}),
      job({job_id: 'child_1', parent_job_id: 'script', statement_type: 'SELECT', total_bytes_processed: '100'}),
      job({job_id: 'child_2', parent_job_id: 'script', statement_type: 'INSERT', total_bytes_processed: '200'}),
    ])
    expect(runs.map(({readBytes}) => readBytes)).toEqual([100, 200])
    expect(drops).toMatchObject([{reason: 'script, whose statements are counted', value: 'script', row: 1}])
    expect(drops[0]!.bytes).toBeUndefined()
  })

  it('leaves out what reads nothing stored, and says why', async () => {
    const anonymous = tableOf('anon1f2e', '_d41d8cd98f')
    const {runs, dropped} = await read([
      job({job_id: 'a', cache_hit: true}),
      job({job_id: 'b', state: 'RUNNING'}),
      job({job_id: 'c', statement_type: 'CREATE_VIEW', total_bytes_processed: '0'}),
      job({job_id: 'd', statement_type: 'DROP_TABLE', total_bytes_processed: null}),
      job({job_id: 'e', statement_type: 'SELECT', destination_table: anonymous}),
      job({
        job_id: 'f',
        statement_type: 'SELECT',
        destination_table: anonymous,
        referenced_tables: [tableOf('INFORMATION_SCHEMA.JOBS', 'region-us')],
      }),
      job({job_id: 'g', job_type: 'EXTRACT', referenced_tables: null, destination_table: null}),
    ])
    expect(runs.map(({run, outputs}) => [run, outputs])).toEqual([['mozdata:e', []]])
    expect(dropped).toEqual({
      'query answered from the cache': 1,
      'run that did not finish': 1,
      'statement that moves no data': 2,
      'temporary table': 2,
      'system table': 1,
      'job without stored tables': 2,
    })
  })

  it('takes loads and copies as writes of unknown size, and failed jobs as failed', async () => {
    const {runs} = await read([
      job({job_id: 'a', job_type: 'LOAD', statement_type: null, referenced_tables: null}),
      job({job_id: 'b', job_type: 'COPY', statement_type: null, referenced_tables: null}),
      job({job_id: 'c', error_result: {reason: 'timeout', message: 'too long'}}),
      job({job_id: 'd', error_result: '{}'}),
    ])
    const told = runs.map(({inputs, outputs, readBytes, failed}) => [inputs.length, outputs.length, readBytes, failed])
    expect(told).toEqual([
      [0, 1, undefined, undefined],
      [0, 1, undefined, undefined],
      [1, 1, 123_456_789, true],
      [1, 1, 123_456_789, undefined],
    ])
  })

  it('names the recurring job by the best that there is', async () => {
    const base = {query_info: null}
    const labels = [
      {key: 'airflow-dag', value: 'bqetl_main_summary'},
      {key: 'airflow-task', value: 'agg__v1'},
      {key: 'other', value: 'x'},
    ]
    const sql = (day: string) => `CREATE TABLE tmp_${day.replaceAll('-', '')} AS SELECT 1 FROM t WHERE d = '${day}'`
    const {runs} = await read([
      job({...base, 'query_info.query_hashes.normalized_literals': 'flat'}),
      job({...base, labels, query: sql('2026-11-18')}),
      job({...base, query: sql('2026-11-18')}),
      job({...base, query: sql('2026-11-19')}),
      job({...base, destination_table: tableOf('tmp_20261118_1')}),
      job({...base, destination_table: tableOf('tmp_20261119_1')}),
      job({...base, job_type: 'LOAD', destination_table: tableOf('tmp_20261119_1')}),
    ])
    const jobs = runs.map(each => each.job)
    expect(jobs.slice(0, 2)).toEqual(['mozdata/flat', 'mozdata/bqetl_main_summary/agg__v1'])
    expect(jobs[2]).toMatch(/^mozdata\/[0-9a-f]{16}$/)
    expect(jobs[3]).toBe(jobs[2])
    expect(jobs[4]).toMatch(/^mozdata\/QUERY\/[0-9a-f]{16}$/)
    expect(jobs[5]).toBe(jobs[4])
    expect(new Set(jobs).size).toBe(5)
  })

  it('says what is broken, once a file for views that it does not know', async () => {
    const {runs, faults} = await read([
      job(),
      {something: 'else'},
      {something: 'more'},
      job({start_time: 'soon'}),
      job({start_time: null, creation_time: null}),
      job({referenced_tables: '[{'}),
      {table_schema: 'd', table_name: 't', total_logical_bytes: '1'},
    ])
    expect(runs).toHaveLength(2)
    expect(faults.map(({kind, row, column}) => [kind, row, column])).toEqual([
      ['broken-json', 6, 'referenced_tables'],
      ['missing-field', 5, 'creation_time'],
      ['missing-field', 7, 'table_catalog'],
      ['unknown-view', 2, undefined],
    ])
  })

  it('reads the same out of JSON, CSV and Parquet', async () => {
    const rows = [
      job({job_id: 'a'}),
      job({job_id: 'b', cache_hit: true}),
      job({job_id: 'c', error_result: {reason: 'x'}}),
    ]
    const fromJson = await read(rows)
    const columns = Object.keys(rows[2]!)
    const cellOf = (value: unknown) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')
      return `"${text.replaceAll('"', '""')}"`
    }
    const csv = [columns.join(','), ...rows.map(row => columns.map(column => cellOf(row[column])).join(','))].join(
      '\r\n',
    )
    const fromCsv = await readWith(bigqueryAdapter, {'region-us/jobs.csv': csv})
    expect([fromCsv.runs, fromCsv.dropped, fromCsv.faults]).toEqual([fromJson.runs, fromJson.dropped, []])

    const database = await Database.open()
    const folder = mkdtempSync(join(tmpdir(), 'isthmus-bigquery-'))
    try {
      writeFileSync(`${folder}/jobs.json`, lines(rows))
      await database.run(
        `COPY (SELECT * FROM read_json(${literal(`${folder}/jobs.json`)})) TO ${literal(`${folder}/jobs.parquet`)} (FORMAT parquet)`,
      )
      const fromParquet = await readWith(bigqueryAdapter, {
        'region-us/jobs.parquet': readFileSync(`${folder}/jobs.parquet`),
      })
      expect([fromParquet.runs, fromParquet.dropped, fromParquet.faults]).toEqual([fromJson.runs, fromJson.dropped, []])
    } finally {
      database.close()
      rmSync(folder, {recursive: true})
    }
  })

  it('loses no byte and no table: what the rows hold is told or dropped', async () => {
    const name = fc.constantFrom('main_v5', 'events_20261118', 'events_20261117', 'orders$20261118', 'dim', 'anon1')
    const dataset = fc.constantFrom('telemetry', 'derived', '_session', 'INFORMATION_SCHEMA')
    const table = fc.tuple(name, dataset).map(([table_id, dataset_id]) => ({project_id: 'p', dataset_id, table_id}))
    const time = fc.constantFrom(
      '2026-11-18 03:00:00 UTC',
      '2026-11-19T03:00:00+08:00',
      1_795_057_200_000,
      '2026-11-01 01:30:00',
    )
    const row = fc.record({
      job_id: fc.nat({max: 40}).map(n => `j${n}`),
      start_time: time,
      total_bytes_processed: fc.nat({max: 1e13}).map(String),
      referenced_tables: fc.array(table, {maxLength: 6}),
      destination_table: fc.option(table, {nil: undefined}),
    })
    const isStored = ({dataset_id}: {dataset_id: string}) => !['_session', 'INFORMATION_SCHEMA'].includes(dataset_id)
    await fc.assert(
      fc.asyncProperty(fc.array(row, {minLength: 1, maxLength: 20}), async rows => {
        const {runs, drops, faults} = await read(
          rows.map(each => job(each)),
          'jobs.json',
          {timeZone: 'America/New_York'},
        )
        expect(faults).toEqual([])
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
        expect(sum(runs.map(run => run.readBytes!)) + sum(drops.map(drop => drop.bytes ?? 0))).toBe(
          sum(rows.map(each => Number(each.total_bytes_processed))),
        )
        const bare = (id: string) => id.replace(/\$.*/, '').replace(/\d{8}$/, '*')
        const stored = rows.map(
          ({referenced_tables}) =>
            new Set(referenced_tables.filter(isStored).map(each => `p.${each.dataset_id}.${bare(each.table_id)}`)),
        )
        expect(sum(runs.map(({inputs}) => inputs.length))).toBe(sum(stored.map(({size}) => size)))
        const hidden = rows
          .flatMap(({referenced_tables, destination_table}) => [
            ...referenced_tables,
            ...(destination_table ? [destination_table] : []),
          ])
          .filter(each => !isStored(each))
        expect(drops.filter(({reason}) => /^(temporary|system) table$/.test(reason))).toHaveLength(hidden.length)
      }),
      {seed: 8, numRuns: 60},
    )
  })
})
