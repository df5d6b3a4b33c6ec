import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {trinoAdapter} from '../../../datasets/adapters/trino/index.js'
import {parseDay} from '../../../model/days.js'
import {lines, readWith} from './read-adapter.js'

// Events are built from the fields of io.trino.spi.eventlistener.QueryCompletedEvent and of HiveInputInfo, as the HTTP listener writes them.

interface Input {
  readonly catalogName: string
  readonly schema: string
  readonly table: string
  readonly connectorInfo?: unknown
  readonly physicalInputBytes?: number | null
}

interface Built {
  readonly id?: string
  readonly inputs?: readonly Input[]
  readonly output?: unknown
  readonly state?: string
  readonly createTime?: string
  readonly query?: string
  readonly clientTags?: readonly string[]
  readonly statistics?: Record<string, unknown>
}

const orders: Input = {
  catalogName: 'hive',
  schema: 'sales',
  table: 'orders',
  connectorInfo: {partitionIds: ['ds=2026-11-18'], partitioned: true, tableDefaultFileFormat: 'ORC'},
  physicalInputBytes: 524_288_000,
}

function event(built: Built = {}): Record<string, unknown> {
  return {
    metadata: {
      queryId: built.id ?? '20261119_030000_00001_abcde',
      queryState: built.state ?? 'FINISHED',
      query: built.query ?? "SELECT sum(amount) FROM orders WHERE ds = '2026-11-18'",
    },
    context: {
      user: 'etl',
      source: 'airflow',
      clientTags: built.clientTags ?? [],
      catalog: 'hive',
      schema: 'rpt',
      resourceGroupId: ['global', 'etl'],
      environment: 'trino_dc_b',
      serverAddress: '10.8.0.4',
    },
    statistics: {physicalInputBytes: 734_003_200, cpuTime: 412, writtenBytes: 0, ...built.statistics},
    ioMetadata: {inputs: built.inputs ?? [orders], ...(built.output === undefined ? {} : {output: built.output})},
    createTime: built.createTime ?? '2026-11-19T03:00:00Z',
    endTime: '2026-11-19T03:00:41Z',
  }
}

const read = (values: readonly unknown[], changes = {}) =>
  readWith(trinoAdapter, {'events.json': lines(values)}, changes)

describe('Trino events', () => {
  it('tells a query with its tables, partitions and bytes', async () => {
    const output = {
      catalogName: 'hive',
      schema: 'rpt',
      table: 'orders_daily',
      connectorOutputMetadata: '{"partitionNames":["ds=2026-11-18"]}',
    }
    const {runs, drops, faults} = await read([event({output, statistics: {writtenBytes: 4096}})])
    expect(faults).toEqual([])
    expect(drops).toEqual([])
    const partitions = [{day: parseDay('2026-11-18'), dayFrom: 'exact'}]
    expect(runs).toEqual([
      {
        run: '20261119_030000_00001_abcde',
        job: expect.stringMatching(/^airflow\/[0-9a-f]{16}$/),
        startMs: Date.parse('2026-11-19T03:00:00Z'),
        endMs: Date.parse('2026-11-19T03:00:41Z'),
        cpuHours: 412 / 3600,
        place: {
          catalog: 'hive',
          schema: 'rpt',
          warehouse: 'global.etl',
          coordinator: 'trino_dc_b',
          address: '10.8.0.4',
        },
        inputs: [
          {table: 'hive.sales.orders', place: {catalog: 'hive', schema: 'sales'}, partitions, bytes: 524_288_000},
        ],
        outputs: [{table: 'hive.rpt.orders_daily', place: {catalog: 'hive', schema: 'rpt'}, partitions, bytes: 4096}],
      },
    ])
  })

  it.each([
    [412, 412],
    ['41.00s', 41],
    ['6.50m', 390],
    ['1.20h', 4320],
    ['500.00ms', 0.5],
    ['2.00d', 172_800],
    ['PT6M41.5S', 401.5],
    ['P1DT1H', 90_000],
    ['soon', undefined],
    [-1, undefined],
  ])('reads a CPU time of %s', async (cpuTime, seconds) => {
    const {runs} = await read([event({statistics: {cpuTime}})])
    if (seconds === undefined) expect(runs[0]!.cpuHours).toBeUndefined()
    else expect(runs[0]!.cpuHours! * 3600).toBeCloseTo(seconds, 9)
  })

  it('takes days from partition ids, each once, and none where they do not tell', async () => {
    const daysOf = async (connectorInfo: unknown) => {
      const {runs, dropped} = await read([event({inputs: [{...orders, connectorInfo}]})])
      const days = runs[0]!.inputs[0]!.partitions?.map(({day}) => day - parseDay('2026-11-01') + 1)
      return {days, dropped}
    }
    const hours = ['ds=2026-11-18/hour=04', 'ds=2026-11-17/hour=23', 'ds=2026-11-18/hour=03']
    expect(await daysOf({partitionIds: hours})).toEqual({days: [17, 18], dropped: {}})
    expect(await daysOf({partitionIds: []})).toEqual({days: undefined, dropped: {}})
    expect(await daysOf({snapshotId: 123})).toEqual({days: undefined, dropped: {}})
    expect(await daysOf({partitionIds: ['ds=2026-11-18'], truncated: true})).toEqual({
      days: undefined,
      dropped: {'list of partitions that is cut off or too long': 1},
    })
    expect(await daysOf({partitionIds: ['ds=2026-11-18', 'ds=__HIVE_DEFAULT_PARTITION__']})).toEqual({
      days: [18],
      dropped: {'partition without a date': 1},
    })
    const many = Array.from({length: 4001}, (_, i) => `ds=2026-11-18/b=${i}`)
    expect((await daysOf({partitionIds: many})).days).toBeUndefined()
  })

  it('leaves out tables of the engine, with their bytes, and shares only the rest', async () => {
    const unknown = {...orders, table: 'items', physicalInputBytes: null}
    const {runs, drops} = await read([
      event({
        inputs: [
          unknown,
          {catalogName: 'system', schema: 'runtime', table: 'queries', physicalInputBytes: 10},
          {catalogName: 'hive', schema: 'information_schema', table: 'columns', physicalInputBytes: 20},
          {...orders, table: 'orders$partitions', physicalInputBytes: 30},
        ],
        statistics: {physicalInputBytes: 1060},
      }),
      event({id: 'q2', inputs: [{catalogName: 'system', schema: 'runtime', table: 'nodes'}]}),
    ])
    expect(runs).toHaveLength(1)
    expect(runs[0]!.readBytes).toBe(1000)
    expect(runs[0]!.inputs.map(({table, bytes}) => [table, bytes])).toEqual([['hive.sales.items', undefined]])
    expect(drops.map(({reason, bytes, value}) => [reason, bytes, value])).toEqual([
      ['system table', 10, 'system.runtime.queries'],
      ['system table', 20, 'hive.information_schema.columns'],
      ['system table', 30, 'hive.sales.orders$partitions'],
      ['system table', undefined, 'system.runtime.nodes'],
      ['query without tables of the lake', undefined, 'q2'],
    ])
  })

  it('keeps failed queries as failed and leaves out what did not finish or is no query', async () => {
    const {metadata: _, ...withoutMetadata} = event()
    const {runs, dropped, faults} = await read([
      event({id: 'a', state: 'FAILED'}),
      event({id: 'b', state: 'RUNNING'}),
      {...event({id: 'c'}), ioMetadata: undefined},
      withoutMetadata,
    ])
    expect(runs.map(({run, failed}) => [run, failed])).toEqual([['a', true]])
    expect(dropped).toEqual({'run that did not finish': 1, 'event that is no completed query': 2})
    expect(faults).toEqual([])
  })

  it('says what is broken, with file and line', async () => {
    const files = {
      'events.json': `${JSON.stringify(event())}\n{"metadata": {\n${lines([event({id: ''}), event({id: 'x', createTime: 'soon'})])}`,
    }
    const {runs, faults} = await readWith(trinoAdapter, files)
    expect(runs).toHaveLength(1)
    expect(faults.map(({kind, row, column, value}) => [kind, row, column, value])).toEqual([
      ['broken-json', 2, undefined, '{"metadata": {'],
      ['missing-field', 3, 'metadata.queryId', undefined],
      ['missing-field', 4, 'createTime', 'soon'],
    ])
    expect(faults[1]!.file).toMatch(/events\.json$/)
  })

  it('opens messages of Kafka', async () => {
    const inner = event()
    const {runs} = await read([
      {eventPayload: inner, eventMetadata: {cluster: 'b'}},
      {key: 'k', value: {eventPayload: inner}},
      {value: JSON.stringify(inner)},
    ])
    expect(runs).toHaveLength(3)
    expect(new Set(runs.map(run => JSON.stringify(run))).size).toBe(1)
  })

  it('gives a recurring query one job, whatever its day, and others others', async () => {
    const daily = (day: string) =>
      event({
        id: `q_${day}`,
        query: `SELECT sum(amount) FROM orders WHERE ds = '${day}' -- ${day}`,
        clientTags: [`run=scheduled__${day}T03:00:00+00:00`, 'dag=orders'],
      })
    const noSql = (day: string) => ({
      ...event({id: `n_${day}`}),
      metadata: {queryId: `n_${day}`, queryState: 'FINISHED'},
    })
    const {runs} = await read([
      daily('2026-11-18'),
      daily('2026-11-19'),
      noSql('2026-11-18'),
      noSql('2026-11-19'),
      event({query: 'SELECT 1 FROM orders'}),
    ])
    const jobs = runs.map(({job}) => job)
    expect(jobs[0]).toMatch(/^airflow\/dag=orders\/run=scheduled__\?\/[0-9a-f]{16}$/)
    expect([jobs[1], jobs[3]]).toEqual([jobs[0], jobs[2]])
    expect(new Set(jobs).size).toBe(3)
  })

  it('reads times without a zone in the zone given', async () => {
    const times = ['2026-11-19T03:00:00', '2026-11-19T03:00:00+05:30', '2026-11-19 03:00:00.000 UTC']
    const {runs} = await read(
      times.map((createTime, i) => event({id: `q${i}`, createTime})),
      {timeZone: 'Asia/Shanghai'},
    )
    expect(runs.map(({startMs}) => new Date(startMs).toISOString())).toEqual([
      '2026-11-18T19:00:00.000Z',
      '2026-11-18T21:30:00.000Z',
      '2026-11-19T03:00:00.000Z',
    ])
  })

  it('tells the same whatever the packing, and the progress', async () => {
    const values = [event({id: 'a'}), event({id: 'b'}), event({id: 'a'})]
    const plain = await read(values)
    const shares: number[] = []
    const packed = await readWith(
      trinoAdapter,
      {'a.json': gzipSync(lines(values.slice(0, 1))), 'b.json': JSON.stringify(values.slice(1), undefined, 1)},
      {onProgress: share => shares.push(share)},
    )
    expect(packed.runs).toEqual(plain.runs)
    expect(packed.flushes).toBeGreaterThan(0)
    expect(shares.at(-1)).toBe(1)
  })

  it('loses no byte: what the events hold is told or dropped', async () => {
    const bytes = fc.nat({max: 1e12})
    const input = fc.record({
      catalogName: fc.constantFrom('hive', 'iceberg', 'system'),
      schema: fc.constantFrom('a', 'b', 'information_schema'),
      table: fc.constantFrom('t', 'u', 't$files'),
      connectorInfo: fc.constantFrom(null, {partitionIds: ['ds=2026-11-18']}, {partitionIds: ['x=1']}),
      physicalInputBytes: bytes,
    })
    const built = fc.record({
      id: fc.nat({max: 30}).map(n => `q${n}`),
      inputs: fc.array(input, {maxLength: 5}),
      state: fc.constantFrom('FINISHED', 'FAILED'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(built, {minLength: 1, maxLength: 20}), async list => {
        const {runs, drops, faults} = await read(list.map(event))
        expect(faults).toEqual([])
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
        const given = sum(list.flatMap(({inputs}) => inputs.map(each => each.physicalInputBytes)))
        const told = sum(runs.flatMap(({inputs}) => inputs.map(each => each.bytes!)))
        expect(told + sum(drops.map(drop => drop.bytes ?? 0))).toBe(given)
        const withoutTables = drops.filter(({reason}) => reason === 'query without tables of the lake')
        expect(runs.length + withoutTables.length).toBe(list.length)
      }),
      {seed: 8, numRuns: 60},
    )
  })
})
