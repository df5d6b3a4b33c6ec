import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {dbtAdapter} from '../../../datasets/adapters/dbt/index.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

const folder = '../shared/data/dbt'
const isMissing = !existsSync(folder)

interface CatalogEntry {
  metadata: {type: string; database: string; schema: string; name: string}
  stats: Record<string, {value: unknown}>
}
interface Node {
  resource_type: string
  database: string
  schema: string
  name: string
  materialized: string | null
  depends_on: string[]
}
interface Source {
  database: string
  schema: string
  identifier: string
}

const documents = (kind: string): unknown[] =>
  readdirSync(`${folder}/${kind}`).map(name =>
    JSON.parse(gunzipSync(readFileSync(`${folder}/${kind}/${name}`)).toString()),
  )

async function readReal(path: string): Promise<RecordingIntake> {
  const intake = new RecordingIntake()
  await dbtAdapter.read([path], intake, adapterOptions())
  return intake
}

const lower = (...parts: string[]) => parts.join('.').toLowerCase()

describe.skipIf(isMissing)(`real dbt artifacts${isMissing ? ` (skipped: no ${folder})` : ''}`, () => {
  test('40 catalogues: tables and bytes as a plain loop counts them', async () => {
    const counted = {tables: 0, sized: 0, bytes: 0n, views: 0, tests: 0, testBytes: 0n, lost: 0}
    for (const document of documents('catalog') as Record<'nodes' | 'sources', Record<string, CatalogEntry>>[]) {
      for (const [id, {metadata, stats}] of Object.entries({...document.nodes, ...document.sources})) {
        if (stats.bytes?.value === true) counted.lost++
        const value = typeof stats.bytes?.value === 'number' ? stats.bytes.value : false
        if (metadata.type === 'VIEW') counted.views++
        else if (id.startsWith('test.')) {
          counted.tests++
          if (value !== false) counted.testBytes += BigInt(value)
        } else {
          counted.tables++
          if (value !== false) counted.sized++
          if (value !== false) counted.bytes += BigInt(value)
        }
      }
    }
    expect(counted.tables).toBeGreaterThan(1000)
    expect(counted.bytes).toBeGreaterThan(10n ** 12n)
    const intake = await readReal(`${folder}/catalog`)
    expect(intake.faults).toEqual([])
    expect(intake.dropped).toEqual({
      view: counted.views,
      'table of a test': counted.tests,
      'size that dbt wrote as true': counted.lost,
    })
    expect(intake.tables).toHaveLength(counted.tables)
    const sized = intake.tables.filter(table => table.storedBytes !== undefined)
    expect(sized).toHaveLength(counted.sized)
    expect(sized.reduce((sum, table) => sum + BigInt(table.storedBytes!), 0n)).toBe(counted.bytes)
    expect(intake.drops.reduce((sum, drop) => sum + BigInt(drop.bytes ?? 0), 0n)).toBe(counted.testBytes)
    expect(counted).toMatchObject({tables: 4561, sized: 3608, bytes: 422270192943827n, lost: 1034})
  })

  test('14 manifests: tables and dependencies as a plain recursion finds them, and catalogues know the tables', async () => {
    const tables = new Set<string>()
    const pairs = new Set<string>()
    let missing = 0
    for (const document of documents('manifest_min') as {
      nodes: Record<string, Node>
      sources: Record<string, Source>
    }[]) {
      const isView = (node: Node) =>
        ['view', 'ephemeral'].includes(node.materialized ?? 'view') && node.resource_type === 'model'
      const isTable = (node: Node) => ['model', 'seed', 'snapshot'].includes(node.resource_type) && !isView(node)
      const nameOf = (node: Node) => lower(node.database, node.schema, node.name)
      const tablesOf = (id: string, above: string[], lost: Set<string>): string[] => {
        const source = document.sources[id]
        if (source !== undefined) return [lower(source.database, source.schema, source.identifier)]
        const node = document.nodes[id]
        if (node === undefined) lost.add(id)
        if (node === undefined || above.includes(id)) return []
        if (isTable(node)) return [nameOf(node)]
        return isView(node) ? node.depends_on.flatMap(next => tablesOf(next, [...above, id], lost)) : []
      }
      for (const source of Object.values(document.sources))
        tables.add(lower(source.database, source.schema, source.identifier))
      for (const [id, node] of Object.entries(document.nodes)) {
        if (!isTable(node)) continue
        tables.add(nameOf(node))
        const lost = new Set<string>()
        for (const upstream of node.depends_on.flatMap(next => tablesOf(next, [id], lost))) {
          if (upstream !== nameOf(node)) pairs.add(`${nameOf(node)} < ${upstream}`)
        }
        missing += lost.size
      }
    }
    expect(pairs.size).toBeGreaterThan(300)
    const intake = await readReal(`${folder}/manifest_min`)
    expect(intake.faults).toEqual([])
    expect(new Set(intake.tables.map(table => table.table))).toEqual(tables)
    expect(new Set(intake.dependencies.map(pair => `${pair.table} < ${pair.upstream}`))).toEqual(pairs)
    expect(intake.dropped).toEqual(missing === 0 ? {} : {'upstream that the manifest lacks': missing})
    const catalogued = new Set((await readReal(`${folder}/catalog`)).tables.map(table => table.table))
    const models = intake.tables.filter(table => catalogued.has(table.table))
    expect(models.length).toBeGreaterThan(tables.size / 2)
  })

  test('the whole folder: artifacts count, the other files are drops', async () => {
    const intake = await readReal(folder)
    expect(intake.faults).toEqual([])
    expect(intake.dropped['file that is no artifact of dbt']).toBe(2)
  })
})
