import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {auditLine} from '../../../datasets/adapters/hdfs-audit/audit-line.js'
import {dataOperation} from '../../../datasets/adapters/hdfs-audit/data-operations.js'
import {fsimageReader} from '../../../datasets/adapters/hdfs-audit/fsimage-header.js'
import {hdfsAuditAdapter} from '../../../datasets/adapters/hdfs-audit/index.js'
import {runOfLine} from '../../../datasets/adapters/hdfs-audit/run-of-line.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'
import {seededNumbers, workFiles} from './work-files.js'

// Lines are built from the fields of DefaultAuditLogger, the fsimage from the header of `hdfs oiv -p Delimited`: no real log was at hand.
const {write} = workFiles()
const header =
  'Path\tReplication\tModificationTime\tAccessTime\tPreferredBlockSize\tBlocksCount\tFileSize\tNSQUOTA\tDSQUOTA\tPermission\tUserName\tGroupName'
const fileRow = (path: string, bytes: number) =>
  `${path}\t3\t2026-11-18 10:00\t2026-11-18 10:00\t134217728\t1\t${bytes}\t0\t0\t-rw-r--r--\thive\thive`
const folderRow = (path: string) =>
  `${path}\t0\t2026-11-18 10:00\t1970-01-01 00:00\t0\t0\t0\t-1\t-1\tdrwxr-xr-x\thive\thive`

interface Operation {
  time?: string
  user?: string
  ip?: string
  cmd: string
  src: string
  dst?: string
  context?: string
  allowed?: boolean
}

function line({time, user, ip, cmd, src, dst, context, allowed}: Operation): string {
  const fields = [
    `allowed=${allowed ?? true}`,
    `ugi=${user ?? 'ann (auth:KERBEROS)'}`,
    `ip=/${ip ?? '10.1.0.7'}`,
    `cmd=${cmd}`,
  ]
  fields.push(`src=${src}`, `dst=${dst ?? 'null'}`, 'perm=null', 'proto=rpc')
  if (context !== undefined) fields.push(`callerContext=${context}`)
  return `${time ?? '2026-11-19 03:00:00,000'} INFO FSNamesystem.audit: ${fields.join('\t')}`
}

async function read(paths: string[], changes: Parameters<typeof adapterOptions>[0] = {}) {
  const intake = new RecordingIntake()
  await hdfsAuditAdapter.read(paths, intake, adapterOptions(changes))
  return intake
}

describe('a line', () => {
  test('is read with tabs, and where tabs became blanks', () => {
    const text = line({
      cmd: 'rename',
      src: '/a b',
      dst: '/c',
      user: 'ann@EXAMPLE.COM (auth:PROXY) via hive',
      context: 'x:y',
    })
    const wanted = {
      time: '2026-11-19 03:00:00,000',
      isAllowed: true,
      user: 'ann',
      address: '10.1.0.7',
      command: 'rename',
      source: '/a b',
      target: '/c',
      context: 'x:y',
    }
    expect(auditLine(text)).toEqual(wanted)
    expect(auditLine(text.replaceAll('\t', '   '))).toEqual(wanted)
  })

  test('pseudo paths, unknown addresses and options of commands', () => {
    const read = auditLine(line({cmd: 'rename (options=[OVERWRITE])', src: '{}', ip: 'null'}))
    expect(read).toMatchObject({command: 'rename', source: undefined, target: undefined, address: undefined})
    expect(auditLine('2026-11-19 03:00:00,000 INFO namenode.FSEditLog: Number of transactions: 5')).toBeUndefined()
  })
})

describe('an operation', () => {
  const operation = (text: string) => dataOperation(auditLine(text)!)
  test('reads, writes, publishes, or moves nothing', () => {
    expect(operation(line({cmd: 'open', src: '/w/t/f'}))).toEqual({kind: 0, path: '/w/t/f'})
    expect(operation(line({cmd: 'append', src: '/w/t/f'}))).toEqual({kind: 1, path: '/w/t/f'})
    expect(operation(line({cmd: 'create', src: '/w/t/_temporary/0/a/f'}))).toBe('temporary')
    expect(operation(line({cmd: 'rename', src: '/w/t/_temporary/0/a/f', dst: '/w/t/f'}))).toEqual({
      kind: 2,
      path: '/w/t/f',
    })
    expect(operation(line({cmd: 'rename', src: '/w/f._COPYING_', dst: '/w/f'}))).toEqual({kind: 2, path: '/w/f'})
    expect(operation(line({cmd: 'rename', src: '/w/t', dst: '/user/ann/.Trash/Current/w/t'}))).toBeUndefined()
    expect(operation(line({cmd: 'rename', src: '/w/t', dst: '/w/u'}))).toBeUndefined()
    expect(operation(line({cmd: 'mkdirs', src: '/w/t'}))).toBeUndefined()
    expect(operation(line({cmd: 'open', src: '/user/ann/.staging/job_1/job.xml'}))).toBe('temporary')
  })
})

test('the run of an operation: Hive query, YARN application, else user, address and hour', () => {
  const run = (context?: string) =>
    runOfLine(
      auditLine(line({cmd: 'open', src: '/x', ...(context === undefined ? {} : {context})}))!,
      Date.UTC(2026, 10, 19, 3, 59),
    )
  expect(run('mr_attempt_1700000000000_0042_m_000001_0')).toBe('application_1700000000000_0042')
  expect(run('SPARK_TASK_application_1700000000000_0042_1_JId_0_SId_0_0_TId_3_0')).toBe(
    'application_1700000000000_0042',
  )
  expect(run('HIVE_QUERY_ID:hive_20261119030000_0a1b2c3d-0000-1111-2222-333344445555:ann')).toBe(
    'hive_20261119030000_0a1b2c3d-0000-1111-2222-333344445555',
  )
  expect(run('CLI')).toBe('ann@10.1.0.7/2026-11-19T03')
  expect(run()).toBe('ann@10.1.0.7/2026-11-19T03')
})

test('an fsimage: folders, delimiters inside of paths, broken rows', () => {
  const reader = fsimageReader(header)!
  expect(reader.read(fileRow('/a\tb', 5))).toEqual({path: '/a\tb', bytes: 5})
  expect(reader.read(folderRow('/a'))).toBe('folder')
  expect(reader.read('/a\t3\t')).toBeUndefined()
  expect(reader.read(fileRow('/a', -1))).toBeUndefined()
  expect(fsimageReader(header.replaceAll('\t', ','))!.read(fileRow('/a', 7).replaceAll('\t', ','))).toEqual({
    path: '/a',
    bytes: 7,
  })
  expect(fsimageReader(line({cmd: 'open', src: '/x'}))).toBeUndefined()
})

test('a run by hand: sizes from the fsimage, each file once, addresses by number', async () => {
  const context = 'mr_attempt_1700000000000_0042_m_000001_0'
  const at = (second: number) => `2026-11-19 03:00:0${second},500`
  const orders = '/warehouse/sales.db/orders/ds=20261118'
  const report = '/warehouse/rpt.db/daily/ds=20261118'
  const log = write(
    'hand/hdfs-audit.log',
    `${[
      line({time: at(1), ip: '10.1.0.8', cmd: 'open', src: `${orders}/000000_0`, context}),
      line({time: at(2), cmd: 'open', src: `${orders}/000000_0`, context}),
      line({time: at(2), cmd: 'open', src: `${orders}/000001_0`, context}),
      line({time: at(3), cmd: 'open', src: '/warehouse/sales.db/gone/000000_0', context}),
      line({time: at(3), cmd: 'open', src: '/warehouse/secret/x', allowed: false, context}),
      line({time: at(4), cmd: 'create', src: `${report}/.hive-staging_hive_1/_tmp.-ext/000000_0`, context}),
      line({time: at(5), cmd: 'rename', src: `${report}/.hive-staging_hive_1/-ext-10002`, dst: report, context}),
      line({cmd: 'getfileinfo', src: orders}),
      line({cmd: 'getfileinfo', src: report}),
      '2026-11-19 03:00:00,000 INFO namenode.FSEditLog: Number of transactions: 5',
    ].join('\n')}\n`,
  )
  const rows = [header, folderRow(orders), fileRow(`${orders}/000000_0`, 1000), fileRow(`${orders}/000001_0`, 200)]
  rows.push(fileRow(`${report}/000000_0`, 30), fileRow(`${report}/000001_0`, 4), fileRow('/other/table/f', 9))
  const image = write('hand/fsimage.tsv', `${rows.join('\n')}\n`)
  const intake = await read([log, image], {
    timeZone: 'Asia/Shanghai',
    map: new Map([['namenode', 'hdfs://nn-a:8020/']]),
  })
  expect(intake.faults).toEqual([])
  const uri = (path: string) => `hdfs://nn-a:8020${path}`
  expect(intake.runs).toEqual([
    {
      run: 'application_1700000000000_0042',
      job: `ann:${uri('/warehouse/rpt.db/daily')}`,
      startMs: Date.UTC(2026, 10, 18, 19, 0, 1, 500),
      endMs: Date.UTC(2026, 10, 18, 19, 0, 5, 500),
      place: {address: '10.1.0.7'},
      inputs: [
        {table: uri('/warehouse/sales.db/gone'), place: {uri: uri('/warehouse/sales.db/gone')}},
        {
          table: uri('/warehouse/sales.db/orders'),
          place: {uri: uri('/warehouse/sales.db/orders')},
          bytesFrom: 'scannedFiles',
          partitions: [{day: 20775, dayFrom: 'exact', bytes: 1200}],
        },
      ],
      outputs: [
        {
          table: uri('/warehouse/rpt.db/daily'),
          place: {uri: uri('/warehouse/rpt.db/daily')},
          bytesFrom: 'scannedFiles',
          partitions: [{day: 20775, dayFrom: 'exact', bytes: 34}],
        },
      ],
    },
  ])
  expect(intake.partitions).toEqual([
    {table: uri('/warehouse/rpt.db/daily'), day: 20775, bytes: 34},
    {table: uri('/warehouse/sales.db/orders'), day: 20775, bytes: 1200},
  ])
  expect(intake.tables.map(({table, storedBytes}) => [table, storedBytes])).toEqual([
    [uri('/warehouse/rpt.db/daily'), 34],
    [uri('/warehouse/sales.db/orders'), 1200],
  ])
  expect(intake.dropped).toEqual({
    'files in temporary places': 1,
    'lines of other loggers': 1,
    'operation that was not allowed': 1,
    'operations that move no data': 1,
  })
  expect(intake.drops.find(({reason}) => reason === 'operations that move no data')!.value).toBe(
    `getfileinfo: 2 in ${log}`,
  )
})

test('random logs: accesses and bytes are those of a naive count, whatever the order of files', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const below = seededNumbers(seed)
    const path = () => `/w/db/t${below(4)}/ds=2026111${below(3)}/00000${below(5)}_0`
    const sizes = new Map<string, number>()
    for (let i = 0; i < 40; i++) sizes.set(path(), below(1e9))
    const image = [header, ...[...sizes].map(([file, bytes]) => fileRow(file, bytes))].join('\n')
    const lines: string[] = []
    const seen = new Map<string, Set<string>>()
    let unknown = 0
    for (let i = 0; i < 400; i++) {
      const job = below(9)
      const [cmd, src] = [below(4) === 0 ? 'create' : 'open', path()]
      lines.push(line({cmd, src, context: `mr_attempt_1700000000000_${1000 + job}_m_000000_0`}))
      const key = `application_1700000000000_${1000 + job} ${cmd}`
      seen.set(key, (seen.get(key) ?? new Set()).add(src))
    }
    const [log1, log2] = [
      write(`r${seed}/a.log`, lines.slice(0, 150).join('\n')),
      write(`r${seed}/b.log`, lines.slice(150).join('\n')),
    ]
    const images = write(`r${seed}/fsimage.tsv.gz`, gzipSync(image))
    const intake = await read([images, log1, log2])
    const other = await read([log2, images, log1])
    expect(other.runs).toEqual(intake.runs)
    let [bytes, naive, partly] = [0, 0, 0]
    for (const run of intake.runs) {
      for (const [cmd, accesses] of [['open', run.inputs] as const, ['create', run.outputs] as const]) {
        const files = seen.get(`${run.run} ${cmd}`) ?? new Set<string>()
        const groups = new Map<string, Set<boolean>>()
        for (const file of files) {
          const group = `${run.run} ${cmd} ${file.slice(0, 20)}`
          groups.set(group, (groups.get(group) ?? new Set()).add(sizes.has(file)))
          naive += sizes.get(file) ?? 0
          if (!sizes.has(file)) unknown++
        }
        bytes += accesses
          .flatMap(access => access.partitions!)
          .reduce((sum, partition) => sum + (partition.bytes ?? 0), 0)
        const days = accesses.flatMap(access => access.partitions!.map(({day}) => `${access.table}|${day}`))
        expect(new Set(days)).toEqual(
          new Set([...files].map(file => `${file.slice(0, 8)}|${20767 + Number(file[19])}`)),
        )
        expect(days.length).toBe(new Set(days).size)
        partly += [...groups.values()].filter(known => known.size === 2).length
      }
    }
    expect(bytes).toBe(naive)
    expect(intake.dropped['file that the fsimage does not have']).toBe(partly)
    expect(partly).toBeGreaterThan(0)
    expect(naive).toBeGreaterThan(0)
    expect(unknown).toBeGreaterThan(0)
  }
})

test('broken input is a fault, and so is a wrong --map', async () => {
  const text = write('broken/x.log', 'hello\nworld\n')
  const time = write('broken/y.log', `${line({time: '2026-13-19 03:00:00,000', cmd: 'open', src: '/x/y'})}\n`)
  const image = write('broken/z.tsv', `${header}\n${fileRow('/a', 1)}\nx\n`)
  const intake = await read([text, time, image])
  expect(intake.faults.map(({kind, row}) => [kind, row])).toEqual([
    ['no-audit-log', undefined],
    ['no-time', 1],
    ['broken-row', 3],
  ])
  await expect(read([text], {map: new Map([['run', 'x']])})).rejects.toThrow(/no columns to map/)
  await expect(read([text], {map: new Map([['namenode', 'nn-a']])})).rejects.toThrow(/no file system/)
})
