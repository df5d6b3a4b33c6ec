import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {readTopologyMap} from '../../../datasets/ingest/topology-map.js'
import {topologyMapJsonSchema} from '../../../datasets/ingest/topology-map-schema.js'
import type {BadInput} from '../../../model/errors.js'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'isthmus-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const topologyText = 'formatVersion: "1.0"\nregions: [{name: a}, {name: b}, {name: c}]\n'
writeFileSync(join(folder, 'topology.yaml'), topologyText)

function fileOf(text: string, name = 'map.yaml'): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const mapOf = (rules: readonly string[], rest = '') =>
  readTopologyMap(
    fileOf(
      ['formatVersion: "1.0"', 'topology: topology.yaml', 'rules:', ...rules.map(rule => `  - {${rule}}`), rest].join(
        '\n',
      ),
    ),
  )

async function findingsOf(reading: Promise<unknown>) {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown as BadInput,
  )
  return error?.findings.map(({kind, row, column, value}) => [kind, row, column, value])
}

describe('topology map', () => {
  it('the published JSON Schema is the one that files are checked by', () => {
    const published = JSON.parse(readFileSync(join(root, 'docs/topology-map.schema.json'), 'utf8'))
    expect(published).toEqual(JSON.parse(JSON.stringify(topologyMapJsonSchema())))
  })

  it('a bare topology knows regions and projects that the source itself names', async () => {
    const map = await readTopologyMap(join(folder, 'topology.yaml'))
    expect(map.topologyText).toBe(topologyText)
    expect(map.regions).toEqual(['a', 'b', 'c'])
    expect(map.locate({region: 'b', project: 'p'}, 'run')).toEqual({
      ...{region: 'b', regionFrom: 'exact'},
      ...{project: 'p', projectFrom: 'exact'},
    })
    expect(map.locate({region: 'us-east-1', schema: 'sales'}, 'table')).toEqual({
      regionFrom: 'assumed',
      ...{project: 'sales', projectFrom: 'assumed'},
    })
  })

  it('region and project each come from the first rule that matches and gives them', async () => {
    const map = await mapOf([
      'catalog: hive, schema: rpt, region: c',
      'catalog: hive, project: "h_{schema}"',
      'catalog: hive, region: a, project: never',
    ])
    expect(map.locate({catalog: 'hive', schema: 'rpt'}, 'table')).toMatchObject({region: 'c', project: 'h_rpt'})
    expect(map.locate({catalog: 'hive', schema: 'ods'}, 'table')).toMatchObject({region: 'a', project: 'h_ods'})
    expect(map.locate({catalog: 'hive'}, 'table')).toMatchObject({region: 'a', project: 'never'})
    expect(map.locate({catalog: 'hive2'}, 'table').region).toBeUndefined()
  })

  it('all that a rule asks must hold, and its kind', async () => {
    const map = await mapOf(['coordinator: t, address: 10.8.0.0/16, kind: run, region: b', 'coordinator: t, region: c'])
    expect(map.locate({coordinator: 't', address: '10.8.1.9'}, 'run').region).toBe('b')
    expect(map.locate({coordinator: 't', address: '10.8.1.9'}, 'table').region).toBe('c')
    expect(map.locate({coordinator: 't', address: '10.9.1.9'}, 'run').region).toBe('c')
    expect(map.locate({coordinator: 't'}, 'run').region).toBe('c')
  })

  it('a prefix ends at a folder, a port or an account, whatever the scheme is called', async () => {
    const map = await mapOf([
      'uriPrefix: "s3a://lake/eu", region: a',
      'uriPrefix: "s3://lake/", region: b',
      'uriPrefix: "hdfs://nn", region: c',
      'uriPrefix: "arn:aws:glue:eu-west-1", region: a',
      'uriPrefix: "/", region: c',
    ])
    const regionOf = (uri: string) => map.locate({uri}, 'table').region
    expect(regionOf('s3://lake/eu/t')).toBe('a')
    expect(regionOf('s3n://lake/eu')).toBe('a')
    expect(regionOf('s3://lake/europe/t')).toBe('b')
    expect(regionOf('s3://lake')).toBe('b')
    expect(regionOf('s3://lake2/t')).toBeUndefined()
    expect(regionOf('hdfs://nn:8020/x')).toBe('c')
    expect(regionOf('arn:aws:glue:eu-west-1:123:table/d/t')).toBe('a')
    expect(regionOf('/warehouse/t')).toBe('c')
  })

  it('a star stands for any text in a word, and for one folder in a location', async () => {
    const map = await mapOf([
      'uriPrefix: "hdfs://nn-*/warehouse/*.db", region: a, project: "{2}@{1}"',
      'coordinator: "trino_*_b*", region: b',
      'uriPrefix: "s3://dc-c-*", region: c',
    ])
    const uri = 'hdfs://nn-x:8020/warehouse/sales.db/orders'
    expect(map.locate({uri}, 'table')).toMatchObject({region: 'a', project: 'sales@x:8020'})
    expect(map.locate({uri: 'hdfs://nn-x/warehouse/a/sales.db/orders'}, 'table').region).toBeUndefined()
    expect(map.locate({uri: 's3://dc-c-lake/t'}, 'table').region).toBe('c')
    expect(map.locate({uri: 's3://dc-d-lake/t'}, 'table').region).toBeUndefined()
    expect(map.locate({coordinator: 'trino_dc_b1'}, 'run').region).toBe('b')
    expect(map.locate({coordinator: 'trino_b'}, 'run').region).toBeUndefined()
  })

  it('addresses of version 4 and 6, single and in ranges', async () => {
    const map = await mapOf([
      'address: "10.8.0.4", region: a',
      'address: "10.8.0.0/16", region: b',
      'address: "2001:db8::/32", region: c',
    ])
    const regionOf = (address: string) => map.locate({address}, 'run').region
    expect(regionOf('10.8.0.4')).toBe('a')
    expect(regionOf('10.8.255.255')).toBe('b')
    expect(regionOf('::ffff:10.8.0.5')).toBe('b')
    expect(regionOf('10.9.0.0')).toBeUndefined()
    expect(regionOf('2001:db8:1::7')).toBe('c')
    expect(regionOf('2001:db9::')).toBeUndefined()
    expect(regionOf('host-7')).toBeUndefined()
  })

  it("rules outrank the source's own words, and these the default", async () => {
    const map = await mapOf(
      ['sourceRegion: us-east-1, region: b', 'sourceProject: "tmp_*", project: scratch', 'coordinator: x, region: b'],
      'default: {region: c, project: "{catalog}"}\ntimeZone: Asia/Shanghai',
    )
    expect(map.timeZone).toBe('Asia/Shanghai')
    expect(map.locate({region: 'us-east-1', project: 'tmp_7'}, 'run')).toEqual({
      ...{region: 'b', regionFrom: 'exact'},
      ...{project: 'scratch', projectFrom: 'exact'},
    })
    expect(map.locate({region: 'a', project: 'p'}, 'run')).toMatchObject({region: 'a', project: 'p'})
    expect(map.locate({region: 'a', coordinator: 'x'}, 'run')).toMatchObject({region: 'b', regionFrom: 'exact'})
    expect(map.locate({region: 'nowhere', catalog: 'hive', schema: 's'}, 'run')).toEqual({
      ...{region: 'c', regionFrom: 'assumed'},
      ...{project: 'hive', projectFrom: 'assumed'},
    })
  })

  it('the topology may stand in the map, and JSON is read as YAML is', async () => {
    const inner = {formatVersion: '1.0', regions: [{name: 'x'}]}
    const rules = [{catalog: 'c', region: 'x'}]
    const map = await readTopologyMap(
      fileOf(JSON.stringify({formatVersion: '1.0', topology: inner, rules}), 'map.json'),
    )
    expect(map.locate({catalog: 'c'}, 'table').region).toBe('x')
    writeFileSync(join(folder, 'written.yaml'), map.topologyText)
    expect((await readTopologyMap(join(folder, 'written.yaml'))).regions).toEqual(['x'])
  })

  it('every fault of a file is reported at once, with its line', async () => {
    const reading = mapOf(
      [
        'catalog: x, region: d',
        'catalog: y',
        'region: a',
        'address: 10.8.0.0/40, region: a',
        'address: 10.8.*, region: a',
        'catalog: "a**", region: a',
        'catalog: z, region: "{region}"',
        'catalog: z, project: "{shema}"',
        'uriPrefix: "s3://b/*", project: "{2}"',
        'catalog: w, project: "p*"',
      ],
      'default: {region: e}\ntimeZone: Mars/Olympus',
    )
    expect(await findingsOf(reading)).toEqual([
      ['unknown-region', 4, 'rules[0].region', 'd'],
      ['rule-without-result', 5, 'rules[1]', undefined],
      ['rule-without-condition', 6, 'rules[2]', undefined],
      ['bad-address', 7, 'rules[3].address', '10.8.0.0/40'],
      ['bad-address', 8, 'rules[4].address', '10.8.*'],
      ['bad-wildcard', 9, 'rules[5].catalog', 'a**'],
      ['bad-wildcard', 10, 'rules[6].region', '{region}'],
      ['unknown-placeholder', 11, 'rules[7].project', '{shema}'],
      ['unknown-placeholder', 12, 'rules[8].project', '{2}'],
      ['bad-wildcard', 13, 'rules[9].project', 'p*'],
      ['unknown-region', 14, 'default.region', 'e'],
      ['bad-time-zone', 15, 'timeZone', 'Mars/Olympus'],
    ])
  })

  it('a rule behind a wider one is said to decide nothing', async () => {
    const shadowed = [
      'uriPrefix: "s3://lake/", region: a',
      'uriPrefix: "s3://lake/eu/", catalog: hive, region: b',
      'catalog: hive, project: "{schema}"',
      'catalog: hive, schema: s, project: p',
      'catalog: hive, project: q',
      'catalog: hive, kind: run, project: r',
    ]
    expect(await findingsOf(mapOf(shadowed))).toEqual([
      ['shadowed-rule', 5, 'rules[1]', undefined],
      ['shadowed-rule', 9, 'rules[5]', undefined],
    ])
    const inOrder = [
      'uriPrefix: "s3://lake/eu", region: b',
      'uriPrefix: "s3://lake", region: a',
      'uriPrefix: "s3://lake2", region: a',
      'uriPrefix: "s3://lake2", region: b, project: q',
    ]
    expect(await findingsOf(mapOf(inOrder))).toBeUndefined()
    expect(await findingsOf(mapOf(['uriPrefix: "/", region: a', 'catalog: x, region: b']))).toBeUndefined()
  })

  it('unknown and missing fields, a faulty or missing topology, no YAML, no file', async () => {
    expect(await findingsOf(readTopologyMap(fileOf('formatVersion: "1.0"\nrules: [{katalog: x, region: a}]')))).toEqual(
      [
        ['missing-field', undefined, 'topology', undefined],
        ['unknown-field', 2, 'rules[0].katalog', 'x'],
      ],
    )
    const inner = 'formatVersion: "1.0"\ntopology:\n  formatVersion: "1.0"\n  regions: [{name: a}, {name: a}]\n'
    expect(await findingsOf(readTopologyMap(fileOf(inner)))).toEqual([
      ['duplicate-region', 4, 'topology.regions[1].name', 'a'],
    ])
    expect(await findingsOf(readTopologyMap(fileOf('formatVersion: "1.0"\ntopology: none.yaml')))).toEqual([
      ['missing-file', 2, 'topology', 'none.yaml'],
    ])
    expect(await findingsOf(readTopologyMap(fileOf('rules: [')))).toEqual([['broken-yaml', 1, undefined, undefined]])
    expect(await findingsOf(readTopologyMap(join(folder, 'gone.yaml')))).toEqual([
      ['missing-file', undefined, undefined, undefined],
    ])
    expect(await findingsOf(readTopologyMap(fileOf('just text')))).toEqual([
      ['field-value', undefined, undefined, undefined],
    ])
  })
})
