import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {snowflakeAdapter} from '../../../datasets/adapters/snowflake/index.js'
import {lines, readWith} from './read-adapter.js'

// Rows are built from the documented columns of ACCOUNT_USAGE.QUERY_HISTORY, ACCESS_HISTORY, TABLE_STORAGE_METRICS and TABLES.

const tableObject = (objectName: string, objectDomain = 'Table') => ({
  objectDomain,
  objectId: 66_564,
  objectName,
  columns: [],
})

function query(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    QUERY_ID: 'a0fda135',
    QUERY_TYPE: 'CREATE_TABLE_AS_SELECT',
    DATABASE_NAME: 'ANALYTICS',
    SCHEMA_NAME: 'RPT',
    WAREHOUSE_NAME: 'ETL_WH',
    EXECUTION_STATUS: 'SUCCESS',
    START_TIME: '2022-01-25 16:17:47.388 +0000',
    END_TIME: '2022-01-25 08:18:47.388 -0800',
    BYTES_SCANNED: 1000,
    PERCENTAGE_SCANNED_FROM_CACHE: 0.25,
    BYTES_WRITTEN: 40,
    QUERY_PARAMETERIZED_HASH: 'cb3c2d',
    ...changes,
  }
}

function access(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    QUERY_ID: 'a0fda135',
    QUERY_START_TIME: '2022-01-25 16:17:47.388 +0000',
    USER_NAME: 'JSMITH',
    DIRECT_OBJECTS_ACCESSED: [tableObject('GOVERNANCE.VIEWS.V1', 'View')],
    BASE_OBJECTS_ACCESSED: [tableObject('GOVERNANCE.TABLES.T1'), tableObject('ANALYTICS.RAW.T2')],
    OBJECTS_MODIFIED: [tableObject('ANALYTICS.RPT.OUT')],
    ...changes,
  }
}

const read = (queries: readonly unknown[], accesses: readonly unknown[], changes = {}) =>
  readWith(snowflakeAdapter, {'query_history.json': lines(queries), 'access_history.json': lines(accesses)}, changes)

const place = (project: string, schema: string) => ({catalog: project, schema, project})

describe('Snowflake exports', () => {
  it('joins both histories to a run with what left the storage', async () => {
    const {runs, drops, faults} = await read([query()], [access()])
    expect([...drops, ...faults]).toEqual([])
    expect(runs).toEqual([
      {
        run: 'a0fda135',
        job: 'ANALYTICS/cb3c2d',
        startMs: Date.parse('2022-01-25T16:17:47.388Z'),
        endMs: Date.parse('2022-01-25T16:18:47.388Z'),
        place: {...place('ANALYTICS', 'RPT'), warehouse: 'ETL_WH'},
        inputs: [
          {table: 'GOVERNANCE.TABLES.T1', place: place('GOVERNANCE', 'TABLES')},
          {table: 'ANALYTICS.RAW.T2', place: place('ANALYTICS', 'RAW')},
        ],
        outputs: [{table: 'ANALYTICS.RPT.OUT', place: place('ANALYTICS', 'RPT')}],
        readBytes: 750,
        writtenBytes: 40,
      },
    ])
  })

  it('takes tables only, each once, and says what else there was', async () => {
    const objects = [
      tableObject('A.B.T'),
      tableObject('A.B.T'),
      tableObject('A.B.E', 'External table'),
      tableObject('A.B.M', 'Materialized view'),
      tableObject('A.B.V', 'View'),
      tableObject('A.B.S', 'Stage'),
      tableObject('SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY'),
      tableObject('A.INFORMATION_SCHEMA.TABLES'),
      tableObject('A."b.c"."T ""1"""'),
      tableObject('only_a_name'),
      {objectDomain: 'Table', objectId: 1},
    ]
    const {runs, dropped} = await read([query()], [access({BASE_OBJECTS_ACCESSED: objects, OBJECTS_MODIFIED: []})])
    expect(runs[0]!.inputs.map(({table}) => table)).toEqual(['A.B.T', 'A.B.E', 'A.B.M', 'A."b.c"."T ""1"""'])
    expect(runs[0]!.inputs[3]!.place).toEqual(place('A', 'b.c'))
    expect(runs[0]!.writtenBytes).toBeUndefined()
    expect(dropped).toEqual({'object that is no table': 2, 'system table': 2, 'table without a name': 2})
  })

  it('keeps what only one of the views has, as far as it goes', async () => {
    const {runs, drops} = await read([query({QUERY_ID: 'q'})], [access({QUERY_ID: 'r'})])
    expect(runs.map(({run, readBytes, place: where}) => [run, readBytes, where])).toEqual([['r', undefined, {}]])
    expect(runs[0]!.job).toMatch(/^\/[0-9a-f]{16}$/)
    expect(drops).toMatchObject([{reason: 'query without tables', value: 'q', bytes: 750, row: 1}])
  })

  it('counts a query once that several exports have, the one that ended last, in any order', async () => {
    const early = query({END_TIME: '2022-01-25 16:18:00 +0000', BYTES_SCANNED: 4})
    const files = (queries: readonly unknown[]) => [queries, [access(), access()]] as const
    for (const order of [
      [early, query(), query()],
      [query(), early],
    ]) {
      const {runs} = await read(...files(order))
      expect(runs.map(({readBytes}) => readBytes)).toEqual([750])
    }
  })

  it('tells the same whatever the order of rows and files', async () => {
    const ids = Array.from({length: 50}, (_, i) => `q${i}`)
    const queries = ids.map(QUERY_ID => query({QUERY_ID}))
    const accesses = ids.map(QUERY_ID => access({QUERY_ID}))
    const one = await read(queries, accesses)
    const other = await readWith(snowflakeAdapter, {
      '1.json': lines([...accesses.slice(20)].reverse()),
      '2.json': lines([...queries].reverse()),
      '3.json': lines(accesses.slice(0, 20)),
    })
    expect(one.runs).toHaveLength(50)
    expect(other.runs).toEqual(one.runs)
  })

  it('reads one export that has both, as CSV with JSON cells', async () => {
    const both = {...access(), ...query()}
    const cellOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))
    const csv = [Object.keys(both), Object.values(both).map(value => `"${cellOf(value).replaceAll('"', '""')}"`)]
    const {runs, faults} = await readWith(snowflakeAdapter, {'both.csv': csv.map(row => row.join(',')).join('\n')})
    expect(faults).toEqual([])
    expect(runs).toEqual((await read([query()], [access()])).runs)
  })

  it('keeps failed queries as failed and leaves out what runs still', async () => {
    const states = ['success', 'fail', 'INCIDENT', 'FAILED_WITH_ERROR', 'RUNNING']
    const ids = states.map((_, i) => `q${i}`)
    const {runs, dropped} = await read(
      states.map((EXECUTION_STATUS, i) => query({EXECUTION_STATUS, QUERY_ID: ids[i]})),
      ids.map(QUERY_ID => access({QUERY_ID})),
    )
    expect(runs.map(({failed}) => failed)).toEqual([undefined, true, true, true])
    expect(dropped).toEqual({'run that did not finish': 1})
  })

  it('names the recurring job by the template where there is no hash', async () => {
    const sql = (day: string) =>
      query({QUERY_ID: day, QUERY_PARAMETERIZED_HASH: null, QUERY_TEXT: `select * from t where d = '${day}'`})
    const days = ['2022-01-24', '2022-01-25']
    const {runs} = await read(
      days.map(sql),
      days.map(QUERY_ID => access({QUERY_ID})),
    )
    expect(runs[0]!.job).toMatch(/^ANALYTICS\/[0-9a-f]{16}$/)
    expect(runs[1]!.job).toBe(runs[0]!.job)
  })

  it('knows accounts and regions where the export does', async () => {
    const {runs} = await readWith(snowflakeAdapter, {
      'region=AWS_US_EAST_1/q.json': lines([query({ACCOUNT_NAME: 'prod'})]),
      'region=AWS_US_EAST_1/a.json': lines([access({ACCOUNT_NAME: 'prod'})]),
    })
    expect(runs[0]!.place).toMatchObject({coordinator: 'prod', region: 'AWS_US_EAST_1', warehouse: 'ETL_WH'})
    expect(runs[0]!.inputs[0]).toEqual({
      table: 'prod.GOVERNANCE.TABLES.T1',
      place: {...place('GOVERNANCE', 'TABLES'), coordinator: 'prod', region: 'AWS_US_EAST_1'},
    })
  })

  it('takes sizes of tables that there are', async () => {
    const at = {TABLE_CATALOG: 'ANALYTICS', TABLE_SCHEMA: 'RAW'}
    const {tables, dropped, faults} = await readWith(snowflakeAdapter, {
      'storage.json': lines([
        {...at, TABLE_NAME: 'T2', ACTIVE_BYTES: 500, TIME_TRAVEL_BYTES: 70, DELETED: false},
        {...at, TABLE_NAME: 'GONE', ACTIVE_BYTES: 0, DELETED: true},
        {...at, TABLE_NAME: 'GONE2', ACTIVE_BYTES: 0, DELETED: 'FALSE', TABLE_DROPPED: '2022-01-25 16:17:47.388 +0000'},
        {...at, TABLE_SCHEMA: 'INFORMATION_SCHEMA', TABLE_NAME: 'X', ACTIVE_BYTES: 1},
      ]),
      'tables.csv':
        'table_catalog,table_schema,table_name,table_type,bytes,deleted\nANALYTICS,RAW,my.table,BASE TABLE,9,\nANALYTICS,RAW,V,VIEW,,\n',
    })
    expect(faults).toEqual([])
    const where = place('ANALYTICS', 'RAW')
    expect(tables).toEqual([
      {table: 'ANALYTICS.RAW.T2', place: where, storedBytes: 500, partitioned: false},
      {table: 'ANALYTICS.RAW."my.table"', place: where, storedBytes: 9, partitioned: false},
    ])
    expect(dropped).toEqual({'table that is deleted': 2, 'system table': 1, 'object without a size': 1})
  })

  it('says what is broken', async () => {
    const {runs, faults} = await read(
      [query({START_TIME: 'soon'}), query({PERCENTAGE_SCANNED_FROM_CACHE: 25}), {SOMETHING: 1}, {SOMETHING: 2}],
      [access({QUERY_START_TIME: null}), access({BASE_OBJECTS_ACCESSED: '[{'})],
    )
    expect(runs).toEqual([])
    expect(faults.map(({kind, row, column}) => [kind, row, column])).toEqual([
      ['broken-json', 2, 'base_objects_accessed'],
      ['missing-field', 1, 'query_start_time'],
      ['missing-field', 1, 'start_time'],
      ['not-a-share', 2, 'percentage_scanned_from_cache'],
      ['unknown-view', 3, undefined],
    ])
  })

  it('leaves no temporary folder, stopped or not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isthmus-snowflake-'))
    const {TMPDIR} = process.env
    process.env.TMPDIR = folder
    try {
      expect((await read([query()], [access()])).runs).toHaveLength(1)
      expect(readdirSync(folder)).toEqual([])
      const controller = new AbortController()
      controller.abort(new Error('stopped'))
      await expect(read([query()], [access()], {signal: controller.signal})).rejects.toThrow('stopped')
      expect(readdirSync(folder)).toEqual([])
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = TMPDIR
      rmSync(folder, {recursive: true})
    }
  })

  it('loses no byte: what the queries scanned is told or dropped', async () => {
    const id = fc.nat({max: 25}).map(n => `q${n}`)
    const object = fc.constantFrom(tableObject('A.B.T'), tableObject('A.B.V', 'View'), tableObject('SNOWFLAKE.X.Y'))
    const start = fc.constantFrom(
      '2022-01-25 16:17:47.388 +0000',
      '2022-01-25 16:17:47.388 -0800',
      '2022-03-13 02:30:00',
    )
    const queries = fc.uniqueArray(fc.tuple(id, start, fc.nat({max: 1e13}), fc.constantFrom(0, 0.25, 0.5, 1)), {
      selector: ([each]) => each,
      minLength: 1,
      maxLength: 20,
    })
    const accesses = fc.uniqueArray(fc.tuple(id, fc.array(object, {maxLength: 4})), {
      selector: ([each]) => each,
      minLength: 1,
      maxLength: 20,
    })
    await fc.assert(
      fc.asyncProperty(queries, accesses, async (scans, reads) => {
        const {runs, drops, faults} = await read(
          scans.map(([QUERY_ID, START_TIME, BYTES_SCANNED, PERCENTAGE_SCANNED_FROM_CACHE]) =>
            query({QUERY_ID, START_TIME, BYTES_SCANNED, PERCENTAGE_SCANNED_FROM_CACHE, END_TIME: null}),
          ),
          reads.map(([QUERY_ID, objects]) => access({QUERY_ID, BASE_OBJECTS_ACCESSED: objects, OBJECTS_MODIFIED: []})),
          {timeZone: 'America/New_York'},
        )
        expect(faults).toEqual([])
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
        const given = sum(scans.map(([, , bytes, cached]) => Math.round(bytes * (1 - cached))))
        expect(sum(runs.map(run => run.readBytes ?? 0)) + sum(drops.map(drop => drop.bytes ?? 0))).toBe(given)
        const withTables = reads.filter(([, objects]) => objects.some(({objectName}) => objectName === 'A.B.T'))
        expect(runs.map(({run}) => run)).toEqual(withTables.map(([each]) => each).sort())
      }),
      {seed: 8, numRuns: 25},
    )
  })
})
