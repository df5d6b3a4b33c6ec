import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {maxcomputeAdapter} from '../../../datasets/adapters/maxcompute/index.js'
import {tablesOfList} from '../../../datasets/adapters/maxcompute/table-names.js'
import {taskReading} from '../../../datasets/adapters/maxcompute/task-row.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'
import {seededNumbers, workFiles} from './work-files.js'

// Rows are built from the documented columns of the Information Schema views: no real export was at hand.
const {write, folder} = workFiles()

const task = {
  ...{task_catalog: 'analytics', task_name: 'sales_daily', task_type: 'SQL', inst_id: 'inst-001', status: 'Terminated'},
  ...{owner_name: 'scheduler', start_time: '2026-08-12 06:10:00', end_time: '2026-08-12 06:15:30'},
  ...{input_tables: '[analytics.ods_orders, Analytics.dim_customer]', output_tables: '[analytics.dws_sales]'},
  ...{input_bytes: 734003200, cost_cpu: 720000, ext_node_id: 'node-7', ext_bizdate: '20260811', ds: '20260812'},
  settings: '{"SKYNET_ID":"4711","odps.instance.priority":"1"}',
}

async function read(paths: string[], timeZone = 'Asia/Shanghai') {
  const intake = new RecordingIntake()
  await maxcomputeAdapter.read(paths, intake, adapterOptions({timeZone}))
  return intake
}

const csv = (rows: readonly Record<string, unknown>[]) => {
  const columns = Object.keys(rows[0]!)
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`
  return [columns.join(','), ...rows.map(row => columns.map(column => cell(row[column])).join(','))].join('\r\n')
}

test('names of tables: projects, schemas, partitions, any case', () => {
  expect(tablesOfList("[A.Orders, b.default.x, b.s.y, own, `c`.t/ds='20261118']", 'Home')).toEqual([
    {table: 'a.orders', place: {project: 'a'}, day: undefined},
    {table: 'b.x', place: {project: 'b'}, day: undefined},
    {table: 'b.s.y', place: {project: 'b', schema: 's'}, day: undefined},
    {table: 'home.own', place: {project: 'home'}, day: undefined},
    {table: 'c.t', place: {project: 'c'}, day: 20775},
  ])
  expect(tablesOfList('[]', 'p')).toEqual([])
})

test('three exports by hand, in whatever order they are named', async () => {
  const catalogue = {table_catalog: 'analytics', table_schema: 'default', table_type: 'MANAGED_TABLE'}
  const tables = write(
    'hand/b.csv',
    csv([
      {...catalogue, table_name: 'ods_orders', is_partitioned: 'true', data_length: 5000, lifecycle: 30},
      {...catalogue, table_name: 'dim_customer', is_partitioned: 'false', data_length: 70, lifecycle: ''},
      {
        ...catalogue,
        table_name: 'v',
        table_type: 'VIRTUAL_VIEW',
        is_partitioned: 'false',
        data_length: '',
        lifecycle: '',
      },
    ]),
  )
  const partition = {table_catalog: 'analytics', table_name: 'ods_orders'}
  const partitions = write(
    'hand/c.ndjson',
    [
      {...partition, partition_name: "ds='20260811'/hh='00'", data_length: 10},
      {...partition, partition_name: "ds='20260811'/hh='01'", data_length: '20'},
      {...partition, partition_name: 'ds=20260810/hh=00', data_length: 5},
      {...partition, table_name: 'by_country', partition_name: "country='cn'", data_length: 99},
    ]
      .map(row => JSON.stringify(row))
      .join('\n'),
  )
  const tasks = write('hand/a.csv.gz', gzipSync(csv([task, {...task, inst_id: 'inst-002', status: 'Running'}])))
  const intake = await read([tasks, tables, partitions])
  expect(intake.faults).toEqual([])
  const day = 20676 // 2026-08-11
  expect(intake.runs).toEqual([
    {
      run: 'inst-001/sales_daily',
      job: 'node:4711',
      startMs: Date.UTC(2026, 7, 11, 22, 10),
      endMs: Date.UTC(2026, 7, 11, 22, 15, 30),
      cpuHours: 2,
      priority: 'gold',
      place: {project: 'analytics'},
      inputs: [
        {table: 'analytics.ods_orders', place: {project: 'analytics'}, partitions: [{day, dayFrom: 'assumed'}]},
        {table: 'analytics.dim_customer', place: {project: 'analytics'}},
      ],
      outputs: [{table: 'analytics.dws_sales', place: {project: 'analytics'}}],
      readBytes: 734003200,
    },
  ])
  expect(intake.tables).toEqual([
    {
      table: 'analytics.ods_orders',
      place: {project: 'analytics'},
      storedBytes: 5000,
      retentionDays: 30,
      partitioned: true,
    },
    {table: 'analytics.dim_customer', place: {project: 'analytics'}, storedBytes: 70, partitioned: false},
  ])
  expect(intake.partitions).toEqual([
    {table: 'analytics.ods_orders', day: day - 1, bytes: 5},
    {table: 'analytics.ods_orders', day, bytes: 30},
  ])
  expect(intake.dropped).toEqual({view: 1, 'partition without a date': 1, 'task that did not finish': 1})
})

describe('a task', () => {
  const reading = (changes: Record<string, unknown>) =>
    taskReading({...task, settings: {}, ...changes}, {timeZone: 'UTC', isByDay: () => false})
  const run = (changes: Record<string, unknown>) => {
    const read = reading(changes)
    return 'run' in read ? read.run : undefined
  }

  test('its recurring job: node of the settings, node, name without numbers', () => {
    expect(run({settings: {SKYNET_ID: 12}})!.job).toBe('node:12')
    expect(run({})!.job).toBe('node:node-7')
    expect(run({ext_node_id: undefined, task_name: 'console_query_task_1767225600000'})!.job).toBe(
      'analytics:console_query_task_#',
    )
  })

  test('its priority: 0 and 1 gold, to 5 silver, to 8 bronze; 9 says nothing', () => {
    const priorities = ['0', '1', '2', '5', '6', '8', '9', 'x'].map(
      text => run({settings: {'odps.instance.priority': text}})!.priority,
    )
    expect(priorities).toEqual(['gold', 'gold', 'silver', 'silver', 'bronze', 'bronze', undefined, undefined])
  })

  test('its end: failed ones count as such, others are dropped with their bytes', () => {
    expect(run({status: 'FAILED'})!.failed).toBe(true)
    expect(run({status: 'Cancelled'})!.failed).toBe(true)
    expect(run({status: undefined})!.failed).toBeUndefined()
    expect(reading({status: 'Running'})).toMatchObject({drop: {reason: 'task that did not finish', bytes: 734003200}})
    expect(reading({input_tables: '[]', output_tables: ''})).toMatchObject({drop: {reason: 'task without tables'}})
    expect(reading({start_time: 'x'})).toEqual({missing: 'start_time'})
    expect(reading({inst_id: undefined})).toEqual({missing: 'inst_id'})
  })

  test('partitions that a list names are exact, the same table twice is once', () => {
    const {inputs} = run({input_tables: '[p.t/ds=20260810, p.t/ds=20260811, p.t/ds=20260811]'})!
    expect(inputs).toEqual([
      {
        table: 'p.t',
        place: {project: 'p'},
        partitions: [
          {day: 20675, dayFrom: 'exact'},
          {day: 20676, dayFrom: 'exact'},
        ],
      },
    ])
  })
})

test('files of other views and empty ones are told', async () => {
  const other = write('other/x.csv', 'a,b\n1,2\n')
  const empty = write('other/y.csv', 'inst_id,task_catalog\n')
  const broken = write('other/z.csv', `${csv([{...task, start_time: 'never'}])}\n`)
  const intake = await read([other, empty, broken])
  expect(intake.faults.map(({kind, file, row, column}) => [kind, file, row, column])).toEqual([
    ['unknown-view', other, undefined, undefined],
    ['missing-value', broken, expect.any(Number), 'start_time'],
  ])
  expect(intake.dropped).toEqual({'export without rows': 1})
})

test('random exports: sums of bytes, of partitions and of CPU are those of a naive sum', async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const below = seededNumbers(seed)
    const tasks = Array.from({length: 200}, (_, i) => ({
      ...task,
      inst_id: `i${i}`,
      status: ['Terminated', 'Failed', 'Running'][below(3)],
      input_bytes: below(1e9) * 1000,
      cost_cpu: below(1e6),
      input_tables: `[${Array.from({length: below(4)}, () => `p${below(3)}.t${below(9)}`).join(', ')}]`,
      output_tables: '[p0.out]',
    }))
    const partitions = Array.from({length: 100}, (_, i) => ({
      table_catalog: `p${below(3)}`,
      table_name: `t${below(3)}`,
      partition_name: `ds=2026081${below(3)}/part=${i}`,
      data_length: below(1e9),
    }))
    const [a, b] = [write(`random${seed}/a.csv`, csv(tasks)), write(`random${seed}/b.json`, JSON.stringify(partitions))]
    const intake = await read([`${folder}/random${seed}`])
    expect(intake.faults).toEqual([])
    const kept = intake.runs.reduce((sum, run) => sum + run.readBytes!, 0)
    const dropped = intake.drops.reduce((sum, drop) => sum + (drop.bytes ?? 0), 0)
    expect(kept + dropped).toBe(tasks.reduce((sum, row) => sum + row.input_bytes, 0))
    expect(kept).toBe(tasks.filter(({status}) => status !== 'Running').reduce((sum, row) => sum + row.input_bytes, 0))
    const cpuHours = intake.runs.reduce((sum, run) => sum + run.cpuHours!, 0)
    const cost = tasks.filter(({status}) => status !== 'Running').reduce((sum, row) => sum + row.cost_cpu, 0)
    expect(cpuHours).toBeCloseTo(cost / 360_000, 6)
    const naive = new Map<string, number>()
    for (const row of partitions) {
      const key = `${row.table_catalog}.${row.table_name}|${row.partition_name.slice(0, 11)}`
      naive.set(key, (naive.get(key) ?? 0) + row.data_length)
    }
    const told = intake.partitions.map(({table, day, bytes}) => [
      `${table}|ds=${new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`,
      bytes,
    ])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(naive))
    expect(told).toHaveLength(naive.size)
    expect((await read([b, a])).runs).toEqual(intake.runs)
  }
})
