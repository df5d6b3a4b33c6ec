import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {factOfFile} from '../../../datasets/adapters/canonical/fact-of-file.js'
import {canonicalAdapter} from '../../../datasets/adapters/canonical/index.js'
import {Database, literal} from '../../../datasets/history/database.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'
import {seededNumbers, workFiles} from './work-files.js'

const {write, folder} = workFiles()

async function read(paths: string[], map: Record<string, string> = {}, timeZone = 'UTC') {
  const intake = new RecordingIntake()
  await canonicalAdapter.read(paths, intake, adapterOptions({map: new Map(Object.entries(map)), timeZone}))
  return intake
}

describe('fact tables', () => {
  test('which file is which', () => {
    expect(factOfFile('h/reads.csv.gz')).toBe('reads')
    expect(factOfFile('h/reads/day=2026-11-18/part-0.parquet')).toBe('reads')
    expect(factOfFile('h/topology.yaml')).toBe('topology')
    expect(factOfFile('h/accesses.csv')).toBeUndefined()
  })

  test('a folder by hand: places of tables come from their projects', async () => {
    write('hand/topology.yaml', 'regions: []')
    write('hand/projects.csv', 'project,region,pinned,allowed_regions\nsales,eu,true,eu; us\nrpt,us,,\n')
    write(
      'hand/tables.ndjson',
      '{"table":"orders","project":"sales","partition_bytes":100,"retention_days":7}\n{"table":"daily","project":"rpt","replicable":false}\n',
    )
    write('hand/partitions.csv', 'table,partition_date,bytes\norders,2026-11-18,90\n')
    write(
      'hand/runs.csv',
      'run,job,project,region,start,duration_s,cpu_hours,priority,movable,status\nr1,j,rpt,us,2026-11-19T03:00:00Z,60,1.5,gold,false,failed\n',
    )
    write(
      'hand/reads/day=2026-11-19/a.csv',
      'run,table,partition_date,bytes\nr1,orders,2026-11-18,50\nr1,orders,2026-11-18,7\nr1,daily,,3\n',
    )
    write('hand/writes.csv.gz', gzipSync('run,table,bytes\nr1,daily,11\n'))
    write('hand/dependencies.csv', 'table,upstream,job\ndaily,orders,j\n')
    const intake = await read([`${folder}/hand`])
    expect(intake.faults).toEqual([])
    const daily = {table: 'daily', place: {project: 'rpt', region: 'us'}, bytesFrom: 'exact'}
    expect(intake.runs).toEqual([
      {
        run: 'r1',
        job: 'j',
        startMs: Date.UTC(2026, 10, 19, 3),
        endMs: Date.UTC(2026, 10, 19, 3, 1),
        cpuHours: 1.5,
        priority: 'gold',
        movable: false,
        failed: true,
        place: {project: 'rpt', region: 'us'},
        inputs: [
          {...daily, bytes: 3},
          {
            table: 'orders',
            place: {project: 'sales', region: 'eu'},
            bytesFrom: 'exact',
            partitions: [{day: 20775, dayFrom: 'exact', bytes: 57}],
          },
        ],
        outputs: [{...daily, bytes: 11}],
      },
    ])
    expect(intake.projects).toEqual([
      {project: 'sales', region: 'eu', pinned: true, allowedRegions: ['eu', 'us']},
      {project: 'rpt', region: 'us'},
    ])
    expect(intake.tables).toEqual([
      {table: 'orders', place: {project: 'sales'}, partitionBytes: 100, retentionDays: 7},
      {table: 'daily', place: {project: 'rpt'}, replicable: false},
    ])
    expect(intake.partitions).toEqual([{table: 'orders', day: 20775, bytes: 90}])
    expect(intake.dependencies).toEqual([{table: 'daily', upstream: 'orders', job: 'j'}])
    expect(intake.dropped).toEqual({'topology file: the topology map counts': 1})
  })

  test('what names nothing is a fault once, with its rows', async () => {
    write('unknown/tables.csv', 'table,project\nt,p\n')
    write('unknown/runs.csv', 'run,job,project,region,start\nr,j,p,eu,2026-11-19\n')
    write('unknown/reads.csv', 'run,table,bytes\nr,t,1\nx,t,1\nx,t,1\nr,u,1\n')
    const intake = await read([`${folder}/unknown`])
    expect(intake.faults.map(({kind, file, row, value}) => [kind, file, row, value])).toEqual([
      ['unknown-run', `${folder}/unknown/reads.csv`, 3, 'x'],
      ['unknown-table', `${folder}/unknown/reads.csv`, 5, 'u'],
    ])
    expect(intake.faults[0]!.message).toContain('2 rows name it')
  })

  test('beside files of other names they are refused', async () => {
    write('mixed/runs.csv', 'run,job,project,region,start\n')
    write('mixed/x.csv', 'run,job,start,table\n')
    await expect(read([`${folder}/mixed`])).rejects.toThrow(/is no fact table/)
  })
})

describe('a file of accesses', () => {
  test("the user's own columns are mapped, times are in the user's zone", async () => {
    const path = write(
      'own/lineage.csv',
      'QueryId,flow,ts,tbl,Kind,ds,n,tbl_loc,extra\nq1,f,2026-11-19 03:00:00,orders,read,20261118,5,s3://a/orders,z\nq1,f,2026-11-19 03:00:00,rpt,WRITE,2026-11-19,,,\n',
    )
    const map = {
      run: 'QueryId',
      job: 'flow',
      start: 'ts',
      table: 'tbl',
      access: 'kind',
      partition_date: 'ds',
      bytes: 'n',
      table_uri: 'tbl_loc',
    }
    const intake = await read([path], map, 'Asia/Shanghai')
    expect(intake.faults).toEqual([])
    expect(intake.runs).toEqual([
      {
        run: 'q1',
        job: 'f',
        startMs: Date.UTC(2026, 10, 18, 19),
        place: {},
        inputs: [
          {
            table: 'orders',
            place: {uri: 's3://a/orders'},
            bytesFrom: 'exact',
            partitions: [{day: 20775, dayFrom: 'exact', bytes: 5}],
          },
        ],
        outputs: [{table: 'rpt', place: {}, partitions: [{day: 20776, dayFrom: 'exact'}]}],
      },
    ])
  })

  test('names that are wrong are told all together', async () => {
    const path = write('wrong/a.csv', 'id,begin\nx,2026-11-19\n')
    await expect(read([path], {runn: 'id', tabel: 'x'})).rejects.toThrow(
      /'runn' \(did you mean 'run'\?\), 'tabel' \(did you mean 'table'\?\)/,
    )
    const intake = await read([path], {run: 'id', start: 'begin', region: 'dc'})
    expect(intake.faults.map(({kind, column}) => [kind, column])).toEqual([
      ['missing-column', 'job, table'],
      ['unknown-field', 'region=dc'],
    ])
    expect(intake.runs).toEqual([])
  })

  test('broken cells, empty cells and contradictions are faults with their rows', async () => {
    const path = write(
      'broken/a.ndjson',
      [
        {run: 'a', job: 'j', start: '2026-11-19', table: 't', bytes: -1},
        {
          run: 'b',
          job: 'j',
          start: 'soon',
          table: 't',
          priority: 'high',
          partition_date: 'x',
          status: 'maybe',
          movable: 'perhaps',
        },
        {run: 'c', start: '2026-11-19', table: 't'},
        {run: 'd', job: 'j', start: '2026-11-19', table: 't', region: 'eu', bytes: 2},
        {run: 'd', job: 'k', start: '2026-11-19', table: 't', region: 'us', bytes: 3},
        {run: 'd', job: 'j', start: '2026-11-19', table: 't', region: 'eu', bytes: 2},
      ]
        .map(row => JSON.stringify(row))
        .join('\n'),
    )
    const intake = await read([path])
    expect(intake.faults.map(({kind, row, column}) => [kind, row, column])).toEqual([
      ['bad-cell', 1, 'bytes'],
      ['bad-cell', 2, 'start'],
      ['bad-cell', 2, 'priority'],
      ['bad-cell', 2, 'movable'],
      ['bad-cell', 2, 'status'],
      ['bad-cell', 2, 'partition_date'],
      ['missing-value', 3, 'job'],
      ['contradicting-run', 5, 'job, place'],
    ])
  })

  test('what is said of tables is told once', async () => {
    const row = {
      run: 'a',
      job: 'j',
      start: '2026-11-19',
      table: 't',
      table_project: 'p',
      table_bytes: 10,
      retention_days: '3',
    }
    const path = write('said/a.json', JSON.stringify([row, row, {...row, table_bytes: 11}]))
    const intake = await read([path])
    const said = {table: 't', place: {project: 'p'}, retentionDays: 3}
    expect(intake.tables).toEqual([
      {...said, storedBytes: 10},
      {...said, storedBytes: 11},
    ])
  })

  test('random accesses, over files of all formats: runs, days and bytes are those of a naive sum', async () => {
    const database = await Database.open()
    for (let seed = 1; seed <= 5; seed++) {
      const below = seededNumbers(seed)
      const rows = Array.from({length: 300}, () => {
        const run = below(40)
        return {
          ...{
            run: `r${run}`,
            job: `j${run % 7}`,
            start: new Date(Date.UTC(2026, 10, 1, run)).toISOString(),
            table: `t${below(5)}`,
          },
          ...{
            access: below(3) === 0 ? 'write' : 'read',
            partition_date: below(4) === 0 ? null : `2026-11-0${1 + below(3)}`,
          },
          bytes: below(5) === 0 ? null : below(1e9) * 1000,
        }
      })
      const parts = [rows.slice(0, 100), rows.slice(100, 200), rows.slice(200)]
      const columns = Object.keys(rows[0]!) as (keyof (typeof rows)[0])[]
      const csv = [columns.join(','), ...parts[0]!.map(row => columns.map(column => row[column] ?? '').join(','))].join(
        '\n',
      )
      const json = write(`random${seed}/c.json`, JSON.stringify(parts[2]))
      const parquet = `${folder}/random${seed}/d.parquet`
      await database.run(`COPY (SELECT * FROM read_json(${literal(json)})) TO ${literal(parquet)} (FORMAT parquet)`)
      const lines = parts[1]!.map(row => JSON.stringify(row)).join('\n')
      const files = [write(`random${seed}/a.csv`, csv), write(`random${seed}/b.ndjson.gz`, gzipSync(lines)), parquet]
      const intake = await read(files)
      expect(intake.faults).toEqual([])
      expect((await read([...files].reverse())).runs).toEqual(intake.runs)

      const naive = new Map<string, number>()
      for (const {run, access, table, partition_date: date, bytes} of rows) {
        const key = [run, access, table, date, bytes === null].join('|')
        naive.set(key, (naive.get(key) ?? 0) + (bytes ?? 0))
      }
      const told = new Map<string, number>()
      for (const {run, inputs, outputs} of intake.runs) {
        for (const [access, list] of [['read', inputs] as const, ['write', outputs] as const]) {
          for (const {table, partitions, bytes} of list) {
            for (const piece of partitions ?? [{day: undefined, bytes}]) {
              const date = piece.day === undefined ? '' : new Date(piece.day * 86_400_000).toISOString().slice(0, 10)
              const key = [run, access, table, date, piece.bytes === undefined].join('|')
              expect(told.has(key)).toBe(false)
              told.set(key, piece.bytes ?? 0)
            }
          }
        }
      }
      expect(told).toEqual(naive)
    }
    database.close()
  })
})
