import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {adapters} from '../../../datasets/adapters/registry.js'
import {readTopologyMap} from '../../../datasets/ingest/topology-map.js'
import {conditions} from '../../../datasets/ingest/topology-map-schema.js'

const text = readFileSync(new URL('../../../docs/ingest.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'isthmus-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

describe('docs/ingest.md', () => {
  it('has a row and a section for each kind of source', () => {
    for (const kind of [...adapters.map(adapter => adapter.kind), 'swim']) {
      expect(text).toContain(`\n| \`${kind}\` |`)
      expect(text).toContain(`\n### ${kind}\n`)
    }
  })

  it('names every condition of a rule', () => {
    for (const name of Object.keys(conditions)) expect(text).toContain(`\`${name}\``)
  })

  it('shows a map that is in order and decides as it says', async () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(text)![1]!
    const regions = ['hangzhou', 'beijing', 'virginia'].map(name => `{name: ${name}}`)
    writeFileSync(join(folder, 'topology.yaml'), `formatVersion: "1.0"\nregions: [${regions.join(', ')}]\n`)
    writeFileSync(join(folder, 'map.yaml'), yaml)
    const map = await readTopologyMap(join(folder, 'map.yaml'))
    expect(map.timeZone).toBe('Asia/Shanghai')
    const uri = 's3a://dc-a-lake/warehouse/sales.db/orders'
    expect(map.locate({uri}, 'table')).toMatchObject({region: 'hangzhou', project: 'sales', regionFrom: 'exact'})
    expect(map.locate({coordinator: 'trino_dc_b'}, 'run')).toMatchObject({region: 'beijing', regionFrom: 'exact'})
    expect(map.locate({catalog: 'hive', schema: 'tmp_7'}, 'table')).toMatchObject({project: 'scratch'})
    expect(map.locate({catalog: 'other'}, 'table')).toMatchObject({region: 'hangzhou', regionFrom: 'assumed'})
  })
})
