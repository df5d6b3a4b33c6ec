import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, it} from 'vitest'
import {dbtAdapter} from '../../../datasets/adapters/dbt/index.js'
import {relationOfName} from '../../../datasets/adapters/dbt/relation.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

const root = mkdtempSync(join(tmpdir(), 'dbt-'))
afterAll(() => rmSync(root, {recursive: true}))

type Json = Record<string, unknown>

let folders = 0
/** Writes the files into a new folder and reads it. */
async function read(files: Readonly<Record<string, unknown>>): Promise<RecordingIntake> {
  const folder = join(root, String(folders++))
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), {recursive: true})
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  }
  const intake = new RecordingIntake()
  await dbtAdapter.read([folder], intake, adapterOptions())
  return intake
}

const metadata = (kind: string, invocation = 'inv-1', generatedAt = '2026-11-18T03:10:00.000000Z') => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}.json`,
  generated_at: generatedAt,
  invocation_id: invocation,
})

const model = (name: string, materialized: string, upstream: readonly string[], more: Json = {}) => ({
  resource_type: 'model',
  database: 'DB',
  schema: 'core',
  name,
  config: {materialized},
  depends_on: {macros: [], nodes: upstream},
  ...more,
})

const manifest = {
  metadata: metadata('manifest/v12'),
  nodes: {
    'model.p.orders': model('orders', 'incremental', ['source.p.raw.orders', 'model.p.stg']),
    'model.p.stg': model('stg', 'view', ['model.p.cte', 'seed.p.days']),
    'model.p.cte': model('cte', 'ephemeral', ['source.p.raw.customers', 'model.p.gone']),
    'model.p.daily': model('daily', 'table', ['model.p.orders', 'model.p.stg'], {alias: 'orders_daily'}),
    'seed.p.days': {
      resource_type: 'seed',
      database: 'DB',
      schema: 'core',
      name: 'days',
      config: {materialized: 'seed'},
      depends_on: {nodes: []},
    },
    'test.p.unique': {
      resource_type: 'test',
      database: 'DB',
      schema: 'audit',
      name: 'unique',
      config: {materialized: 'test'},
      depends_on: {nodes: ['model.p.stg']},
    },
  },
  sources: {
    'source.p.raw.orders': {
      resource_type: 'source',
      database: 'RAW',
      schema: 'shop',
      name: 'orders',
      identifier: 'ORDERS_V2',
    },
    'source.p.raw.customers': {
      resource_type: 'source',
      database: 'RAW',
      schema: 'shop',
      name: 'customers',
      identifier: 'customers',
    },
  },
}

const result = (id: string, more: Json = {}) => ({
  unique_id: id,
  status: 'success',
  execution_time: 30,
  timing: [
    {name: 'compile', started_at: '2026-11-18T03:00:00.000000Z', completed_at: '2026-11-18T03:00:01.000000Z'},
    {name: 'execute', started_at: '2026-11-18T03:00:01.500000Z', completed_at: '2026-11-18T03:00:31.500000Z'},
  ],
  adapter_response: {},
  ...more,
})
const results = (list: readonly Json[], invocation = 'inv-1') => ({
  metadata: metadata('run-results/v6', invocation),
  results: list,
})

const place = (catalog: string, schema: string) => ({catalog, schema, project: schema})
const raw = place('raw', 'shop')
const core = place('db', 'core')

describe('dbt manifest', () => {
  it('tells tables and what they are made from, views and ephemeral models looked through', async () => {
    const intake = await read({'manifest.json': manifest})
    expect(intake.tables).toEqual([
      {table: 'db.core.orders', place: core},
      {table: 'db.core.orders_daily', place: core},
      {table: 'db.core.days', place: core},
      {table: 'raw.shop.orders_v2', place: raw},
      {table: 'raw.shop.customers', place: raw},
    ])
    expect(intake.dependencies).toEqual([
      {table: 'db.core.orders', upstream: 'raw.shop.orders_v2', job: 'model.p.orders'},
      {table: 'db.core.orders', upstream: 'raw.shop.customers', job: 'model.p.orders'},
      {table: 'db.core.orders', upstream: 'db.core.days', job: 'model.p.orders'},
      {table: 'db.core.orders_daily', upstream: 'db.core.orders', job: 'model.p.daily'},
      {table: 'db.core.orders_daily', upstream: 'raw.shop.customers', job: 'model.p.daily'},
      {table: 'db.core.orders_daily', upstream: 'db.core.days', job: 'model.p.daily'},
    ])
    expect(intake.dropped).toEqual({'upstream that the manifest lacks': 2})
    expect(intake.faults).toEqual([])
  })

  it('ends on views that read one another, and takes parents from parent_map where nodes have none', async () => {
    const circle = {
      metadata: metadata('manifest/v12'),
      nodes: {
        'model.p.a': model('a', 'view', ['model.p.b']),
        'model.p.b': model('b', 'view', ['model.p.a', 'model.p.t']),
        'model.p.t': {...model('t', 'table', []), depends_on: undefined},
      },
      parent_map: {'model.p.t': ['model.p.a', 'source.p.x.s']},
      sources: {'source.p.x.s': {database: 'd', schema: 'x', name: 's'}},
    }
    const intake = await read({'manifest.json': circle})
    expect(intake.dependencies).toEqual([{table: 'db.core.t', upstream: 'd.x.s', job: 'model.p.t'}])
  })
})

describe('dbt catalog', () => {
  const entry = (type: string, name: string, stats: Json) => ({
    metadata: {type, database: 'DB', schema: 'CORE', name},
    stats,
  })
  const stat = (id: string, value: unknown) => ({[id]: {id, value, include: true}})

  it('tells the bytes of tables; views, tables of tests and sizes that are none are drops', async () => {
    const nodes = {
      'model.p.orders': entry('BASE TABLE', 'ORDERS', stat('bytes', 1000)),
      'model.p.bq': entry('table', 'BQ', stat('num_bytes', 2000.0)),
      'model.p.unknown': entry('BASE TABLE', 'UNKNOWN', stat('bytes', false)),
      'model.p.text': entry('BASE TABLE', 'TEXT', stat('bytes', 'many')),
      'model.p.true': entry('BASE TABLE', 'TRUE', stat('bytes', true)),
      'model.p.stg': entry('VIEW', 'STG', {}),
      'test.p.unique': entry('BASE TABLE', 'UNIQUE', stat('bytes', 7)),
    }
    const intake = await read({
      'target/catalog.json.gz': {
        metadata: metadata('catalog/v1'),
        nodes,
        sources: {'source.p.x': entry('EXTERNAL TABLE', 'X', stat('bytes', 5))},
      },
      'target/semantic_manifest.json': {semantic_models: []},
      'target/graph.gpickle': 'x',
    })
    expect(intake.tables).toEqual([
      {table: 'db.core.orders', place: core, storedBytes: 1000},
      {table: 'db.core.bq', place: core, storedBytes: 2000},
      {table: 'db.core.unknown', place: core},
      {table: 'db.core.text', place: core},
      {table: 'db.core.true', place: core},
      {table: 'db.core.x', place: core, storedBytes: 5},
    ])
    expect(intake.dropped).toEqual({
      'size that is no number of bytes': 1,
      'size that dbt wrote as true': 1,
      view: 1,
      'table of a test': 1,
      'file that is no artifact of dbt': 2,
    })
  })
})

describe('dbt run results', () => {
  it('tells runs with the tables that they read and write, bytes, region and slots', async () => {
    const response = {
      bytes_processed: 123456,
      bytes_billed: 10485760,
      location: 'EU',
      project_id: 'proj',
      job_id: 'x',
      slot_ms: 7_200_000,
    }
    const intake = await read({
      'run_results.json': results([result('model.p.orders', {adapter_response: response})]),
      'manifest.json': manifest,
    })
    expect(intake.runs).toEqual([
      {
        run: 'inv-1/model.p.orders',
        job: 'model.p.orders',
        startMs: Date.UTC(2026, 10, 18, 3, 0, 1, 500),
        endMs: Date.UTC(2026, 10, 18, 3, 0, 31, 500),
        cpuHours: 2,
        place: {catalog: 'proj', schema: 'core', project: 'core', region: 'EU'},
        inputs: [
          {table: 'raw.shop.orders_v2', place: raw},
          {table: 'raw.shop.customers', place: raw},
          {table: 'db.core.days', place: core},
        ],
        outputs: [{table: 'db.core.orders', place: core}],
        readBytes: 123456,
      },
    ])
  })

  it('counts tests as reads and errors as failed, drops what reads no data', async () => {
    const intake = await read({
      'manifest.json': manifest,
      'run_results.json': results([
        result('test.p.unique', {status: 'fail', adapter_response: {bytes_processed: 'much'}}),
        result('model.p.daily', {status: 'error'}),
        result('model.p.stg'),
        result('model.p.orders', {status: 'skipped', timing: []}),
        result('seed.p.days', {status: 'error', timing: []}),
        result('operation.p.hook'),
        {status: 'success'},
      ]),
    })
    expect(intake.runs.map(run => [run.job, run.failed, run.inputs.length, run.outputs.length])).toEqual([
      ['test.p.unique', undefined, 2, 0],
      ['model.p.daily', true, 3, 1],
    ])
    expect(intake.dropped).toEqual({
      'run that makes a view': 1,
      'run that was skipped': 1,
      'run without a time': 1,
      'run without tables': 1,
      'size that is no number of bytes': 1,
      'upstream that the manifest lacks': 2,
    })
    expect(intake.faults.map(fault => fault.kind)).toEqual(['no-name'])
  })

  it('takes the manifest of the same invocation, else of the same folder, else the latest', async () => {
    const made = (schema: string, invocation: string, generatedAt: string) => ({
      metadata: metadata('manifest/v12', invocation, generatedAt),
      nodes: {'model.p.m': model('m', 'table', [], {schema})},
      sources: {},
    })
    const intake = await read({
      'a/manifest.json': made('a', 'inv-a', '2026-11-18T00:00:00Z'),
      'a/run_results.json': results([result('model.p.m')], 'inv-b'),
      'b/manifest.json': made('b', 'inv-b', '2026-11-17T00:00:00Z'),
      'a/old/run_results.json': results([result('model.p.m')], 'inv-0'),
      'b/run_results.json': results([result('model.p.m')], 'inv-1'),
    })
    const written = Object.fromEntries(intake.runs.map(run => [run.run, run.outputs[0]!.table]))
    expect(written).toEqual({'inv-b/model.p.m': 'db.b.m', 'inv-1/model.p.m': 'db.b.m', 'inv-0/model.p.m': 'db.a.m'})
  })

  it('goes by the name of the relation where there is no manifest', async () => {
    const intake = await read({
      'run_results.json': results([result('model.p.orders', {relation_name: '"db"."core"."orders"'})]),
    })
    expect(intake.runs[0]).toMatchObject({inputs: [], outputs: [{table: 'db.core.orders', place: core}]})
    expect(relationOfName('`p`.`d`.`t`')?.table).toBe('p.d.t')
    expect(relationOfName('`p.d.t`')?.table).toBe('p.d.t')
    expect(relationOfName('d.t')?.table).toBe('d.t')
    expect(relationOfName('(select 1)')).toBeUndefined()
    expect(relationOfName('')).toBeUndefined()
  })

  it('faults files that are broken, once', async () => {
    const text = JSON.stringify(results([result('model.p.orders', {relation_name: 'd.t'})]))
    const intake = await read({'run_results.json': text.slice(0, 300), 'b/run_results.json': text})
    expect(intake.faults.map(fault => fault.kind)).toEqual(['broken-json'])
    expect(intake.runs).toHaveLength(1)
  })
})
