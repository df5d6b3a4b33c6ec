import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {isthmus} from '../../support/command.js'

let folder: string
const at = (name: string) => join(folder, name)
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

const topology = {
  formatVersion: '1.0',
  regions: [
    {name: 'a', replicaBudgetBytes: 1e12},
    {name: 'b', replicaBudgetBytes: 1e12},
  ],
}
const rules = [
  {coordinator: 'trino_dc_b', region: 'b'},
  {catalog: 'hive', schema: 'sales', region: 'a'},
  {catalog: 'hive', schema: 'rpt', region: 'b'},
  {catalog: 'hive', project: '{schema}'},
]

interface Input {
  readonly schema: string
  readonly table: string
  readonly bytes: number
}

/** A completed query by the documented fields of the event (ecosystem.md 1.2). */
function query(id: string, day: string, inputs: readonly Input[]): string {
  return JSON.stringify({
    metadata: {queryId: id, queryState: 'FINISHED', query: 'insert into t select * from u'},
    context: {user: 'etl', source: 'airflow', environment: 'trino_dc_b', serverAddress: '10.8.0.4'},
    statistics: {physicalInputBytes: inputs.reduce((sum, {bytes}) => sum + bytes, 0), cpuTime: 412, writtenBytes: 100},
    ioMetadata: {
      inputs: inputs.map(({schema, table, bytes}) => ({
        ...{catalogName: 'hive', schema, table, columns: ['id'], physicalInputBytes: bytes},
        connectorInfo: {partitionIds: [`ds=${day}`], partitioned: true},
      })),
      output: {catalogName: 'hive', schema: 'rpt', table: 'daily'},
    },
    createTime: `${day}T03:00:00Z`,
    endTime: `${day}T03:00:41Z`,
  })
}

const orders = (bytes: number): Input => ({schema: 'sales', table: 'orders', bytes})
const unplaced: Input = {schema: 'crm', table: 'customers', bytes: 4000}
const usual = ['--source', 'trino', '--topology']

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isthmus-'))
  mkdirSync(at('events'))
  writeFileSync(at('events/1.ndjson'), `${query('q1', '2026-11-18', [orders(90_000)])}\n`)
  writeFileSync(at('events/2.ndjson'), `${query('q2', '2026-11-19', [orders(6_000), unplaced])}\n`)
  writeFileSync(at('map.json'), JSON.stringify({formatVersion: '1.0', topology, rules}))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

const ingest = (...argv: string[]) => isthmus('ingest', ...usual, at('map.json'), '--into', at('lake'), ...argv)

describe('isthmus ingest', () => {
  it('says what came in, how it is known, what was left out and what to do first', async () => {
    const {exitCode, stdout, stderr} = await ingest(at('events'))
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    const text = plain(stdout)
    expect(text).toMatch(/Days changed\s*│ 2: 2026-11-18 … 2026-11-19/)
    expect(text).toMatch(/Reads\s*│ 2, 96 kB/)
    expect(text).toMatch(/Writes\s*│ 2, 200 B/)
    expect(text).toMatch(/Share of bytes read │ exact/)
    expect(text).toMatch(/read of a table without region │\s+1 │\s+4 kB │\s+catalog=hive, schema=crm/)
    expect(text).toMatch(
      /4 % of bytes are of tables that have no region rule: add a rule for catalog=hive, schema=crm\.\n$/,
    )
  })

  it('gives the coverage as JSON, and gives it again from the history', async () => {
    const made = JSON.parse((await ingest(at('events'), '--name', 'trino-b', '--output', 'json')).stdout)
    expect(made).toMatchObject({source: 'trino-b', days: ['2026-11-18', '2026-11-19']})
    expect(made.coverage).toMatchObject({
      ...{sources: ['trino-b'], runs: 2, reads: 2, readBytes: 96_000, writes: 2},
      ...{region: {exact: 96_000}, bytes: {exact: 96_000}},
    })
    const again = await isthmus('coverage', '--history', at('lake'), '--output', 'json')
    expect(JSON.parse(again.stdout)).toEqual(made.coverage)
    const day = await isthmus('coverage', '--history', at('lake'), '--from', '2026-11-19', '--output', 'json')
    expect(JSON.parse(day.stdout)).toMatchObject({reads: 1, readBytes: 6_000, fromDay: '2026-11-19'})
    const shown = await isthmus('coverage', '--history', at('lake'))
    expect(plain(shown.stdout)).toContain('add a rule for catalog=hive, schema=crm.')
  })

  it('the history can be validated and planned from, and plan, report and plan file say what it rests on', async () => {
    await ingest(at('events'))
    const valid = await isthmus('validate', '--history', at('lake'), '--output', 'json')
    expect(JSON.parse(valid.stdout)).toMatchObject({runs: 2, reads: 2})
    const planned = await isthmus('plan', '--history', at('lake'), '--out', at('plan'))
    expect(plain(planned.stdout)).toMatch(/Rests on\s*│ 100 % of bytes exact; 4 % of the bytes seen were dropped/)
    const plan = JSON.parse(readFileSync(at('plan/plan.json'), 'utf8'))
    expect(plan.coverage).toMatchObject({
      ...{sources: ['trino'], reads: 2, readBytes: 96_000, droppedShare: 0.04, droppedRows: 1},
      ...{region: {exact: 1}, bytes: {exact: 1}},
    })
    expect(plan.planId).toMatch(/^2026-11-20-/)
    expect(readFileSync(at('plan/report.html'), 'utf8')).toContain('What the numbers rest on')
    const report = await isthmus(
      'report',
      '--history',
      at('lake'),
      '--plan',
      at('plan/plan.json'),
      '--out',
      at('r.html'),
    )
    expect(report.exitCode).toBe(0)
    expect(readFileSync(at('r.html'), 'utf8')).toContain('read of a table without region')
    const scored = await isthmus('score', '--history', at('lake'), '--plan', at('plan/plan.json'))
    expect(scored.exitCode).toBe(0)
  })

  it('the same again changes nothing; late days are added; old ones go where so many are kept', async () => {
    await ingest(at('events'))
    const again = JSON.parse((await ingest(at('events'), '--output', 'json')).stdout)
    expect(again).toMatchObject({days: [], filesWritten: [], filesRemoved: []})
    expect(plain((await ingest(at('events'))).stdout)).toMatch(/Days changed\s*│ none/)
    writeFileSync(at('late.ndjson'), query('q3', '2026-11-20', [orders(10)]))
    await ingest(at('late.ndjson'), '--keep-days', '2')
    expect(readdirSync(at('lake/runs'))).toEqual(['day=2026-11-19', 'day=2026-11-20'])
  })

  it('broken input is refused whole, or left out and counted', async () => {
    writeFileSync(at('events/3.ndjson'), `${query('q3', '2026-11-19', [orders(5)])}\n{"half": `)
    const refused = await ingest(at('events'))
    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain('[broken-json]')
    expect(existsSync(at('lake'))).toBe(false)
    const skipped = await ingest(at('events'), '--skip-broken')
    expect(skipped.exitCode).toBe(0)
    expect(plain(skipped.stdout)).toMatch(/broken: broken-json\s*│\s+1/)
    expect(plain(skipped.stdout)).toMatch(/Reads\s*│ 3,/)
  })

  it('lines that are longer than the limit are not read', async () => {
    const long = query('q3', '2026-11-19', [{...orders(7), table: 'x'.repeat(5000)}])
    writeFileSync(at('events/3.ndjson'), `${long}\n`)
    const limited = await ingest(at('events'), '--line-limit', '2000', '--skip-broken', '--output', 'json')
    const {reads, dropped} = JSON.parse(limited.stdout).coverage
    expect(reads).toBe(2)
    expect(dropped).toContainEqual(expect.objectContaining({reason: expect.stringMatching(/^broken: /), count: 1}))
    expect((await ingest(at('events'), '--line-limit', '2000')).exitCode).toBe(3)
    const all = await ingest(at('events'), '--output', 'json')
    expect(JSON.parse(all.stdout).coverage.reads).toBe(3)
  })

  it.each([
    [['nothing-there'], /there is no file or folder/],
    [['EVENTS', '--time-zone', 'Mars/Olympus'], /there is no time zone 'Mars\/Olympus'/],
    [['EVENTS', '--map', 'bytes=x'], /the source trino has no use for --map/],
    [['EVENTS', '--keep-days', '0'], /--keep-days is '0'/],
    [['EVENTS', '--line-limit', '12'], /--line-limit is '12'/],
    [['EVENTS', '--name', 'No Name'], /'No Name' is no name of a source/],
    [['EVENTS', '--seed', '1'], /the source trino has no use for --seed/],
    [['EVENTS', '--force'], /the source trino has no use for --force/],
    [['EVENTS', '--sauce', 'x'], /Unknown argument: sauce/],
    [[], /Not enough non-option arguments|paths/],
  ])('%j is wrong usage, and nothing is written', async (argv, message) => {
    const {exitCode, stdout, stderr} = await ingest(...argv.map(arg => (arg === 'EVENTS' ? at('events') : arg)))
    expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''})
    expect(stderr).toMatch(message)
    expect(existsSync(at('lake'))).toBe(false)
  })

  it('a source with local times wants to be told their zone', async () => {
    const argv = ['ingest', '--source', 'maxcompute', at('events'), '--topology', at('map.json'), '--into', at('lake')]
    const {exitCode, stderr} = await isthmus(...argv)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/times of maxcompute are local and name no zone/)
  })

  it('columns are mapped to the fields of a file of accesses', async () => {
    writeFileSync(at('accesses.csv'), 'query,workflow,at,tab,read_bytes,where\nq1,w,2026-11-18T01:00:00Z,t,70,a\n')
    const canonical = (...argv: string[]) =>
      isthmus(
        'ingest',
        '--source',
        'canonical',
        at('accesses.csv'),
        '--topology',
        at('map.json'),
        '--into',
        at('lake'),
        ...argv,
      )
    const fields = ['run=query', 'job=workflow', 'start=at', 'table=tab', 'bytes=read_bytes', 'region=where']
    const argv = [...fields, 'table_region=where'].flatMap(pair => ['--map', pair])
    const made = await canonical(...argv, '--output', 'json')
    expect(made.stderr).toBe('')
    expect(JSON.parse(made.stdout).coverage).toMatchObject({runs: 1, reads: 1, readBytes: 70, region: {exact: 70}})
    expect(await canonical('--map', 'bytes')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--map is 'bytes'"),
    })
    const twice = await canonical('--map', 'bytes=x', '--map', 'bytes=y')
    expect(twice).toMatchObject({exitCode: 2, stderr: expect.stringContaining("gives column 'bytes' twice")})
  })

  it('a source needs a map, and swim has no use for one', async () => {
    const without = await isthmus('ingest', '--source', 'trino', at('events'), '--into', at('lake'))
    expect(without).toMatchObject({exitCode: 2, stderr: expect.stringContaining('needs --topology')})
    const swim = ['ingest', '--source', 'swim', at('events/1.ndjson'), '--into', at('lake')]
    const mapped = await isthmus(...swim, '--topology', at('map.json'))
    expect(mapped).toMatchObject({exitCode: 2, stderr: expect.stringContaining('swim has no use for --topology')})
    const several = await isthmus(...swim, at('events/2.ndjson'))
    expect(several).toMatchObject({exitCode: 2, stderr: expect.stringContaining('swim reads one file')})
    expect(existsSync(at('lake'))).toBe(false)
  })

  it('a faulty map is refused with every fault', async () => {
    const faulty = [
      {catalog: 'x', region: 'c'},
      {address: '10.0.0.0/99', region: 'a'},
    ]
    writeFileSync(at('map.json'), JSON.stringify({formatVersion: '1.0', topology, rules: faulty}))
    const {exitCode, stderr} = await ingest(at('events'))
    expect(exitCode).toBe(3)
    expect(stderr).toContain('[unknown-region]')
    expect(stderr).toContain('[bad-address]')
  })
})

describe('isthmus coverage', () => {
  it('says where there is none', async () => {
    mkdirSync(at('history'))
    const none = await isthmus('coverage', '--history', at('history'))
    expect(none).toMatchObject({exitCode: 3, stderr: expect.stringContaining('has no coverage report')})
    await ingest(at('events'))
    const other = await isthmus('coverage', '--history', at('lake'), '--from', '2027-01-01')
    expect(other).toMatchObject({exitCode: 3, stderr: expect.stringContaining('has nothing on these days')})
  })
})
