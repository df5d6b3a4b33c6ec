import {describe, expect, test} from 'vitest'
import {redsetAdapter} from '../../../datasets/adapters/redset/index.js'
import {queryReading} from '../../../datasets/adapters/redset/query-row.js'
import {Database, literal} from '../../../datasets/history/database.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'
import {seededNumbers, workFiles} from './work-files.js'

// Rows are built from the columns that the README of amazon-science/redset documents; the data set itself may not be copied in.
const {write, folder} = workFiles()

const query = {
  ...{
    instance_id: 5,
    cluster_size: 8,
    user_id: 1,
    database_id: 3,
    query_id: 99,
    arrival_timestamp: '2024-03-01 12:00:00.5',
  },
  ...{
    compile_duration_ms: 10,
    queue_duration_ms: 20,
    execution_duration_ms: 70.4,
    feature_fingerprint: 'abc',
    was_aborted: 0,
    was_cached: 0,
  },
  ...{query_type: 'select', read_table_ids: '12,7,12', write_table_ids: '', mbytes_scanned: 1.5},
}

async function read(path: string) {
  const intake = new RecordingIntake()
  await redsetAdapter.read([path], intake, adapterOptions({timeZone: 'Asia/Shanghai'}))
  return intake
}

describe('a query', () => {
  test('is a run of its cluster, with a total for its tables', () => {
    const place = {project: 'provisioned-5', catalog: '3'}
    expect(queryReading(query)).toEqual({
      run: {
        run: 'provisioned-5/99',
        job: 'provisioned-5:abc',
        startMs: Date.UTC(2024, 2, 1, 12, 0, 0, 500),
        endMs: Date.UTC(2024, 2, 1, 12, 0, 0, 600),
        place: {coordinator: 'provisioned-5', project: 'provisioned-5'},
        inputs: [
          {table: 'provisioned-5/3/12', place},
          {table: 'provisioned-5/3/7', place},
        ],
        outputs: [],
        readBytes: 1_500_000,
      },
    })
  })

  test('clusters without a size are serverless, flags may be text, tables may be one number', () => {
    const {cluster_size: _, ...serverless} = query
    expect(
      queryReading({...serverless, was_aborted: 'true', read_table_ids: undefined, write_table_ids: 4}),
    ).toMatchObject({
      run: {run: 'serverless-5/99', failed: true, inputs: [], outputs: [{table: 'serverless-5/3/4'}]},
    })
  })

  test('cached ones and those without tables are dropped; without ids nothing can be said', () => {
    expect(queryReading({...query, was_cached: 1})).toMatchObject({
      drop: {reason: 'query answered from the result cache'},
    })
    expect(queryReading({...query, read_table_ids: undefined})).toMatchObject({
      drop: {reason: 'query without permanent tables', bytes: 1_500_000},
    })
    expect(queryReading({...query, arrival_timestamp: 'x'})).toEqual({missing: 'arrival_timestamp'})
  })
})

test('random queries in Parquet and CSV: bytes and tables are those of a naive count', async () => {
  const database = await Database.open()
  for (let seed = 1; seed <= 4; seed++) {
    const below = seededNumbers(seed)
    const rows = Array.from({length: 300}, (_, i) => ({
      ...query,
      instance_id: below(4),
      query_id: i,
      mbytes_scanned: below(1e6),
      was_cached: below(3) === 0 ? 1 : 0,
      read_table_ids: Array.from({length: below(3)}, () => below(20)).join(','),
    }))
    const json = write(`${seed}.json`, JSON.stringify(rows))
    const relation = `(SELECT * REPLACE (arrival_timestamp::TIMESTAMP AS arrival_timestamp, nullif(read_table_ids, '') AS read_table_ids) FROM read_json(${literal(json)}))`
    for (const format of ['parquet', 'csv']) {
      const path = `${folder}/${seed}.${format}`
      await database.run(`COPY ${relation} TO ${literal(path)} (FORMAT ${format})`)
      const intake = await read(path)
      expect(intake.faults).toEqual([])
      const live = rows.filter(row => row.was_cached === 0 && row.read_table_ids !== '')
      expect(intake.runs.map(run => [run.run, run.readBytes, run.inputs.length])).toEqual(
        live.map(row => [
          `provisioned-${row.instance_id}/${row.query_id}`,
          row.mbytes_scanned * 1_000_000,
          new Set(row.read_table_ids.split(',')).size,
        ]),
      )
      const all = [...intake.runs.map(run => run.readBytes!), ...intake.drops.map(drop => drop.bytes!)]
      expect(all.reduce((sum, bytes) => sum + bytes, 0)).toBe(
        rows.reduce((sum, row) => sum + row.mbytes_scanned, 0) * 1_000_000,
      )
    }
  }
  database.close()
})

test('a row that lacks an id is a fault with its row', async () => {
  const intake = await read(write('broken.ndjson', `${JSON.stringify(query)}\n{"query_id":1}\n`))
  expect(intake.faults.map(({kind, row, column}) => [kind, row, column])).toEqual([['missing-value', 2, 'instance_id']])
  expect(intake.runs).toHaveLength(1)
})
