import {mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {DuckDBInstance} from '@duckdb/node-api'
import {afterEach, expect, test} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {type Contents, removeFolders, tiny, writeFolder} from './tiny-folder.js'

afterEach(removeFolders)

async function fingerprint(contents: Contents): Promise<string> {
  const loaded = await openHistoryFolder(writeFolder(contents))
  try {
    return (await loaded.workload()).fingerprint
  } finally {
    loaded.close()
  }
}

type Rename = (file: string) => string
const csvFiles = Object.keys(tiny).filter(file => file.endsWith('.csv'))

/** The tiny folder with each table turned into another format. */
function changed(rename: Rename, change: (csv: string, file: string) => string | Uint8Array): Contents {
  const contents: Record<string, string | Uint8Array> = {'topology.yaml': tiny['topology.yaml']!}
  for (const file of csvFiles) contents[rename(file)] = change(tiny[file]!, file)
  return contents
}

const cells = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .map(line => line.split(','))

function toNdjson(csv: string): string {
  const [header, ...rows] = cells(csv)
  const value = (name: string, cell: string) =>
    cell === ''
      ? null
      : /bytes|days|hours|duration/.test(name)
        ? Number(cell)
        : /^(true|false)$/.test(cell)
          ? cell === 'true'
          : cell
  const lines = rows.map(row =>
    JSON.stringify(Object.fromEntries(header!.map((name, i) => [name, value(name, row[i]!)]))),
  )
  return `${lines.join('\n')}\n`
}

const permuted = (csv: string) =>
  `${cells(csv)
    .map(row => row.toReversed().join(','))
    .join('\n')}\n`

async function toParquet(types: string): Promise<Contents> {
  const source = writeFolder(tiny)
  const target = join(source, 'parquet')
  mkdirSync(target)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const contents: Record<string, string | Uint8Array> = {'topology.yaml': tiny['topology.yaml']!}
  for (const file of csvFiles) {
    const parquet = file.replace('.csv', '.parquet')
    await connection.run(
      `COPY (FROM read_csv('${join(source, file)}', ${types})) TO '${join(target, parquet)}' (FORMAT parquet)`,
    )
    contents[parquet] = readFileSync(join(target, parquet))
  }
  connection.closeSync()
  instance.closeSync()
  return contents
}

test('the same history has the same fingerprint in every format', async () => {
  const expected = await fingerprint(tiny)
  expect(expected).toMatch(/^[0-9a-f]{64}$/)
  const gz: Rename = file => `${file}.gz`
  const ndjson: Rename = file => file.replace('.csv', '.ndjson')
  const formats: Record<string, Contents> = {
    'csv.gz': changed(gz, csv => gzipSync(csv)),
    ndjson: changed(ndjson, toNdjson),
    'ndjson.gz': changed(
      file => `${ndjson(file)}.gz`,
      csv => gzipSync(toNdjson(csv)),
    ),
    'ndjson with BOM and Windows newlines': changed(ndjson, csv => `\uFEFF${toNdjson(csv).replaceAll('\n', '\r\n')}`),
    'parquet with types': await toParquet('auto_detect = true'),
    'parquet as text': await toParquet('all_varchar = true'),
    'BOM and Windows newlines': changed(
      file => file,
      csv => `\uFEFF${csv.replaceAll('\n', '\r\n')}`,
    ),
    'columns the other way round': changed(file => file, permuted),
    'quoted cells': changed(
      file => file,
      csv => csv.replaceAll(/[^,\n]+/g, cell => `"${cell}"`),
    ),
    'no newline at the end': changed(
      file => file,
      csv => csv.trimEnd(),
    ),
    'topology as JSON': {
      ...tiny,
      'topology.yaml': null,
      'topology.json': JSON.stringify({
        formatVersion: '1.0',
        regions: [
          {name: 'east', replicaBudgetBytes: 40000},
          {name: 'no', storageCapacityBytes: 9e16},
        ],
        links: [{from: 'east', to: 'no', pricePerGB: 0.5}],
        defaultLink: {pricePerGB: 2},
      }),
    },
  }
  for (const [format, contents] of Object.entries(formats)) {
    expect(await fingerprint(contents), format).toBe(expected)
  }
})

test('the fingerprint depends neither on how the files are split nor on the order of reads', async () => {
  const [header, ...rows] = tiny['reads.csv']!.trimEnd().split('\n')
  const [runHeader, ...runs] = tiny['runs.csv']!.trimEnd().split('\n')
  const split: Contents = {
    ...tiny,
    'reads.csv': null,
    'runs.csv': null,
    'reads/day=2026-11-01/part-0.csv': `${header}\n${rows.slice(4).join('\n')}\n`,
    'reads/day=2026-11-02/part-0.csv.gz': gzipSync(`${header}\n${rows.slice(2, 4).reverse().join('\n')}\n`),
    'reads/day=2026-11-03/_SUCCESS': '',
    'reads/day=2026-11-03/part-0.ndjson': toNdjson(`${header}\n${rows.slice(0, 2).join('\n')}\n`),
    'runs/a.csv': `${runHeader}\n${runs.slice(0, 1).join('\n')}\n`,
    'runs/b.csv': `${runHeader}\n${runs.slice(1).join('\n')}\n`,
    'SOURCE.txt': 'made by hand',
  }
  expect(await fingerprint(split)).toBe(await fingerprint(tiny))
})

test('a Hive key that names a column stands for it', async () => {
  const byDate: Record<string, string | null> = {...tiny, 'partitions.csv': null}
  for (const [table, date, bytes] of cells(tiny['partitions.csv']!).slice(1)) {
    byDate[`partitions/partition_date=${date}/part.csv`] = `table,bytes\n${table},${bytes}\n`
  }
  expect(await fingerprint(byDate)).toBe(await fingerprint(tiny))
})

test('a byte more anywhere changes the fingerprint', async () => {
  const reads = tiny['reads.csv']!.replace('r4,clicks,2026-11-01,20', 'r4,clicks,2026-11-01,21')
  const topology = tiny['topology.yaml']!.replace('0.5', '0.51')
  const prints = [tiny, {...tiny, 'reads.csv': reads}, {...tiny, 'topology.yaml': topology}].map(fingerprint)
  expect(new Set(await Promise.all(prints)).size).toBe(3)
})

test('columns that the formats do not name are read over when they are allowed', async () => {
  const contents = {
    ...tiny,
    'reads.csv': tiny['reads.csv']!.replaceAll(/$(?=\n)/gm, ',note').replace(',note', ',remark'),
  }
  const loaded = await openHistoryFolder(writeFolder(contents), {allowExtraColumns: true})
  expect((await loaded.workload()).fingerprint).toBe(await fingerprint(tiny))
  loaded.close()
})

test('the gzip of a table may have several members', async () => {
  const half = tiny['reads.csv']!.indexOf('r3')
  const members = Buffer.concat([gzipSync(tiny['reads.csv']!.slice(0, half)), gzipSync(tiny['reads.csv']!.slice(half))])
  expect(gunzipSync(members).toString()).toBe(tiny['reads.csv'])
  expect(await fingerprint({...tiny, 'reads.csv': null, 'reads.csv.gz': members})).toBe(await fingerprint(tiny))
})
