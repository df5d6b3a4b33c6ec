import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {afterAll, describe, expect, it} from 'vitest'
import {Database, literal} from '../../../datasets/history/database.js'
import {type ExportRow, exportRows} from '../../../datasets/ingest/export-rows.js'
import {defaultLimits} from '../../../datasets/ingest/intake.js'
import type {Finding} from '../../../model/errors.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-export-'))
afterAll(() => rmSync(folder, {recursive: true}))

interface Read {
  readonly rows: ExportRow[]
  readonly faults: Finding[]
  readonly bytes: number
}

async function readFile(
  path: string,
  nested: readonly string[] = [],
  lineBytes = defaultLimits.lineBytes,
): Promise<Read> {
  const faults: Finding[] = []
  const rows: ExportRow[] = []
  let bytes = 0
  const file = {path, file: 'export', bytes: statSync(path).size}
  const options = {
    nested,
    limits: {...defaultLimits, lineBytes},
    signal: new AbortController().signal,
    fault: (finding: Finding) => faults.push(finding),
    onBytes: (count: number) => {
      bytes += count
    },
  }
  for await (const batch of exportRows(file, options)) rows.push(...batch)
  return {rows, faults, bytes}
}

async function read(content: string | Uint8Array, nested: readonly string[] = [], lineBytes?: number): Promise<Read> {
  const path = join(folder, 'file')
  writeFileSync(path, content)
  return readFile(path, nested, lineBytes)
}

describe('rows of an export', () => {
  it('reads CSV with quotes, line ends in cells, a byte order mark and absent values', async () => {
    const {rows, faults} = await read('\ufeffJob_ID,Query,N\r\na,"select 1,\r\n ""x""",5\r\n\r\nb,\\N,\r\n"c","",7')
    expect(faults).toEqual([])
    expect(rows).toEqual([
      {row: 2, cells: {job_id: 'a', query: 'select 1,\n "x"', n: '5'}},
      {row: 5, cells: {job_id: 'b'}},
      {row: 6, cells: {job_id: 'c', n: '7'}},
    ])
  })

  it.each(['\t', ';', ','])('finds the delimiter %j', async delimiter => {
    const {rows} = await read(`a${delimiter}b\n1${delimiter}2\n`)
    expect(rows).toEqual([{row: 2, cells: {a: '1', b: '2'}}])
  })

  it('reads JSON one a line, as a list, and gzip of it, and drops nulls', async () => {
    const values = [
      {ID: '1', Sub: {a: 1}},
      {ID: '2', Sub: null},
    ]
    const lines = values.map(value => JSON.stringify(value)).join('\n')
    const want = [{id: '1', sub: {a: 1}}, {id: '2'}]
    for (const content of [lines, `\n${JSON.stringify(values, undefined, 2)}`, gzipSync(lines)]) {
      const {rows, faults} = await read(content)
      expect(faults).toEqual([])
      expect(rows.map(({cells}) => cells)).toEqual(want)
    }
  })

  it('reads nested columns that are text as JSON', async () => {
    const {rows, faults} = await read('id,tables\n1,"[{""t"":""x""}]"\n2,[broken\n3,\n4,null\n', ['tables'])
    expect(rows.map(({cells}) => cells)).toEqual([{id: '1', tables: [{t: 'x'}]}, {id: '3'}, {id: '4'}])
    expect(faults).toMatchObject([{kind: 'broken-json', file: 'export', row: 3, column: 'tables', value: '[broken'}])
  })

  it('reads Parquet with structures and lists, whatever the name', async () => {
    const database = await Database.open()
    const path = join(folder, "it's [p]*.csv")
    try {
      await database.run(`COPY (SELECT i AS N, TIMESTAMPTZ '2026-11-19 03:00:00+00' AS T,
        [{'project_id': 'p', 'n': i}] AS Tables, NULL::VARCHAR AS Nothing, '[1]' AS j FROM range(3000) r(i))
        TO ${literal(path)} (FORMAT parquet)`)
    } finally {
      database.close()
    }
    const {rows, faults, bytes} = await readFile(path, ['j'])
    expect(faults).toEqual([])
    expect(rows).toHaveLength(3000)
    expect(rows[2999]).toEqual({
      row: 3000,
      cells: {n: 2999, t: '2026-11-19 03:00:00+00', tables: [{project_id: 'p', n: 2999}], j: [1]},
    })
    expect(bytes).toBe(statSync(path).size)
  })

  it('says what is broken and goes on', async () => {
    const {rows, faults} = await read('a,b\n1,2\n3\n4,5,6\n7,8\n')
    expect(rows.map(({row}) => row)).toEqual([2, 5])
    expect(faults.map(({kind, row}) => [kind, row])).toEqual([
      ['cell-count', 3],
      ['cell-count', 4],
    ])
    expect((await read('a,b,A\n1,2,3\n')).faults).toMatchObject([{kind: 'duplicate-column', column: 'a'}])
    expect((await read('')).faults).toMatchObject([{kind: 'empty-file'}])
    expect((await read('PAR1 and then nothing')).faults).toMatchObject([{kind: 'broken-parquet'}])
    const gzip = gzipSync('a,b\n1,2\n'.repeat(1000))
    expect((await read(gzip.subarray(0, gzip.length - 12))).faults).toMatchObject([{kind: 'truncated-gzip'}])
  })

  it('reads up to a quote that is never closed, and says so', async () => {
    const atEnd = await read('a,b\n1,2\n\n1,"2\n3,4\n')
    expect(atEnd.rows).toEqual([{row: 2, cells: {a: '1', b: '2'}}])
    expect(atEnd.faults).toMatchObject([{kind: 'unclosed-quote', file: 'export', row: 4}])
    const {rows, faults, bytes} = await read(`a,b\n1,2\n1,"2\n${'3,4\n'.repeat(1_000_000)}`, [], 200)
    expect(rows).toEqual([{row: 2, cells: {a: '1', b: '2'}}])
    expect(faults).toMatchObject([{kind: 'unclosed-quote', row: 3}])
    expect(faults[0]!.message).toBe(
      'a quote is not closed within 200 bytes: nothing of the file is read from this row on',
    )
    expect(bytes).toBeLessThan(1 << 20)
  })

  it('reads what follows a cell of several chunks', async () => {
    const long = 'select é "1"\n'.repeat(100_000)
    const {rows, faults} = await read(`a,b\n1,"${long.replaceAll('"', '""')}"\n2,x\n`)
    expect(faults).toEqual([])
    expect(rows).toEqual([
      {row: 2, cells: {a: '1', b: long}},
      {row: 100_003, cells: {a: '2', b: 'x'}},
    ])
  })

  it('keeps count of lines over empty and left out ones, carriage returns and line ends in cells', async () => {
    const long = 'x'.repeat(300)
    const block = `1,2\n\n"a\rb","c\n\nd"\n${long},1\n3\r4,5\n6\n`
    const {rows, faults} = await read(`\n\nn,m\n${block.repeat(20_000)}`, [], 200)
    expect(rows.slice(-3).map(({row, cells}) => [row - 19_999 * 8, cells])).toEqual([
      [4, {n: '1', m: '2'}],
      [6, {n: 'a\rb', m: 'c\n\nd'}],
      [10, {n: '3\r4', m: '5'}],
    ])
    for (const [kind, row] of [
      ['long-line', 9],
      ['cell-count', 11],
    ] as const) {
      const found = faults.filter(fault => fault.kind === kind)
      expect(found).toHaveLength(20_000)
      expect(found.at(-1)!.row).toBe(19_999 * 8 + row)
    }
  })

  it.each([';', '\t'])('takes the delimiter %j of a header after empty lines', async delimiter => {
    expect((await read(`\n\na${delimiter}b\n1${delimiter}2\n`)).rows).toEqual([{row: 4, cells: {a: '1', b: '2'}}])
  })

  it('takes a quote inside a cell that does not begin with one as text', async () => {
    const {rows, faults} = await read('a,b\n5" disk,"6"" disk"\n')
    expect(faults).toEqual([])
    expect(rows).toEqual([{row: 2, cells: {a: '5" disk', b: '6" disk'}}])
  })

  it('takes no name of a column for more than a name', async () => {
    const {rows} = await read('__proto__,constructor\nx,y\n')
    expect(Object.keys(rows[0]!.cells)).toEqual(['__proto__', 'constructor'])
  })

  it('gives back what was written, whatever it is', async () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[a",\n]{1,8}$/)).map(text => text.replaceAll('\r', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), {minLength: 1, maxLength: 20}), async written => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const {rows, faults} = await read(`a,b\n${written.map(row => row.map(quoted).join(',')).join('\n')}\n`)
        expect(faults).toEqual([])
        expect(rows.map(({cells}) => [cells.a ?? '', cells.b ?? ''])).toEqual(written)
      }),
      {seed: 8, numRuns: 60},
    )
  })
})
