import {describe, expect, it} from 'vitest'
import {parseAllDocuments} from 'yaml'
import {exporters, exportPlan} from '../../../planner/export/index.js'
import {lossLines} from '../../../planner/export/rounding-loss.js'
import {throttle} from '../../../planner/export/targets/distcp.js'
import {weightsOf} from '../../../planner/export/targets/yarn-federation.js'
import {planWith, sampleCatalogue, samplePlan, sampleSettings} from './sample.js'

const names = Object.keys(exporters)

const exported = (name: string, changes: Partial<Parameters<typeof exportPlan>[1]> = {}) =>
  exportPlan(exporters[name]!, {
    plan: samplePlan,
    catalogue: sampleCatalogue,
    inForce: undefined,
    settings: sampleSettings[name],
    settingsFile: 'settings.yaml',
    ...changes,
  })

const textOf = (name: string, path: string, changes = {}) =>
  exported(name, changes).files.find(file => file.path === path)!.text

describe('every target', () => {
  it('has settings in the sample', () => {
    expect(Object.keys(sampleSettings).sort()).toEqual([...names].sort())
  })

  it.each(names)('%s writes the golden files for the sample plan', async name => {
    const {files, loss} = exported(name)
    const text = files.map(file => `===== ${file.path}\n${file.text}`).join('\n')
    await expect(`${text}\n===== loss\n${lossLines(loss).join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`)
    expect(files.length).toBeGreaterThan(0)
  })

  it.each(names)('%s names the plan and the loss at the head of every file that can hold a comment', name => {
    for (const {path, text} of exported(name).files) {
      const strict = /^s3\/(replication|lifecycle)-|^distcp\/.*\.txt$/.test(path)
      const head = text.split('\n').slice(0, 5).join('\n')
      expect(head.includes('Plan 2026-11-20-3f9c'), path).toBe(!strict)
      if (!strict) expect(text).toContain('Rounding loss: ')
    }
  })

  it.each(names)('%s writes nothing for a plan that decides nothing, but the neutral rows', name => {
    const {files, loss} = exported(name, {plan: planWith({})})
    expect(files.map(file => file.path)).toEqual(name === 'maxcompute' ? ['maxcompute/replicas.json'] : [])
    expect(loss.extraStoredBytes).toBe(0)
  })

  it.each(names)('%s counts what is not of the target', name => {
    const {outside} = exported(name).loss
    const counts = {replica: 4, move: 1, job: 2}
    for (const kind of ['replica', 'move', 'job'] as const) {
      expect(outside[kind]).toBe(exporters[name]!.covers.includes(kind) ? 0 : counts[kind])
    }
  })
})

describe('rounding loss, by hand', () => {
  it('data sets and databases: sales has 30 070 bytes for 4070 kept, ads 17 000 for 1000', () => {
    for (const name of ['bigquery', 'snowflake', 'hive']) {
      expect(exported(name).loss.extraStoredBytes, name).toBe(30_070 - 4070 + (17_000 - 1000))
      expect(exported(name).loss.plannedStoredBytes).toBe(5070)
    }
  })

  it('Iceberg: whole tables, orders 30 000 for 4000 and clicks 15 000 for 1000', () => {
    expect(exported('iceberg').loss.extraStoredBytes).toBe(26_000 + 14_000)
  })

  it('S3: orders keeps ages 1-3 and 7, and holds 0-7', () => {
    expect(exported('s3').loss.extraStoredBytes).toBe(4 * 1000)
  })

  it('MaxCompute: one life cycle a table, ages 4-6 lie between the windows', () => {
    expect(exported('maxcompute').loss.extraStoredBytes).toBe(3 * 1000)
  })

  it('Rucio, DistCp and Alluxio keep partitions one by one', () => {
    for (const name of ['rucio', 'distcp', 'alluxio']) expect(exported(name).loss.extraStoredBytes, name).toBe(0)
  })

  it('YARN: hourly_gmv has 3 of 4 CPU-hours of its queue in beijing, so that a quarter of 400 bytes is lost', () => {
    expect(exported('yarn-federation').loss.notes[0]).toContain(' 100 bytes a day is lost')
    const text = textOf('yarn-federation', 'yarn-federation/policies.sh')
    expect(text).toContain("'root.sales;SC-1:0.25,SC-2:0.75;SC-1:0.25,SC-2:0.75;1.0'")
  })

  it('Volcano Global: orders lacks 26 000 bytes in beijing and clicks 14 000 in US West', () => {
    expect(exported('volcano-global').loss.notes[0]).toContain(' 40000 bytes of them are not in the replicas')
  })
})

describe('what the forms must hold', () => {
  it('Rucio: a partition of age 2 in a window up to 4 lives 2 days more, and one made today 2 days from age 0', () => {
    const {rules} = JSON.parse(textOf('rucio', 'rucio/rules-present.json'))
    const life = (name: string) =>
      rules.find((rule: {dids: {name: string}[]}) => rule.dids[0]!.name === name).lifetime / 86_400
    expect(life('orders.2026-11-19')).toBe(3)
    expect(life('orders.2026-11-18')).toBe(2)
    expect(life('orders.2026-11-13')).toBe(1)
    expect(life('dim_city')).toBe(2)
    const today = JSON.parse(textOf('rucio', 'rucio/rules-written-today.json')).rules
    expect(today).toHaveLength(1)
    expect(today[0]).toMatchObject({dids: [{scope: 'prod', name: 'clicks.2026-11-20'}], lifetime: 2 * 86_400})
  })

  it('DistCp: partitions are listed without -update, which would pour them into one folder; maps × bandwidth fit', () => {
    const script = textOf('distcp', 'distcp/present-hangzhou-to-beijing/copy.sh')
    const listed = script.split('\n').filter(line => line.includes(' -f ') && line.includes('distcp'))
    expect(listed).toHaveLength(2)
    for (const line of listed) expect(line.split('hadoop distcp')[1]).not.toContain('-update')
    expect(script).toContain('-strategy dynamic -m 4 -bandwidth 1 ')
    for (const rate of [1, 1e5, 1048575, 1048576, 5e6, 1e9, 1.25e10]) {
      const {maps, bandwidth} = throttle(rate, 20)
      expect(maps * bandwidth * 2 ** 20).toBeLessThanOrEqual(Math.max(rate, 0.001 * 2 ** 20))
      if (rate >= 2 ** 20) expect(Number.isInteger(bandwidth) && maps <= 20).toBe(true)
    }
  })

  it('Alluxio: the action is always free, never the default delete', () => {
    const commands = exported('alluxio').files.flatMap(file => file.text.match(/setTtl.*/g) ?? [])
    expect(commands.length).toBe(6)
    for (const command of commands) expect(command).toMatch(/^setTtl --action free \S+ \d+ /)
  })

  it('Trino Gateway: one document a rule, jobs after moves', () => {
    const documents = parseAllDocuments(textOf('trino-gateway', 'trino-gateway/routing-rules.yaml'))
    expect(documents.map(document => document.toJS().priority)).toEqual([1, 2, 2])
    expect(documents[1]!.toJS()).toMatchObject({
      condition: 'request.getHeader("X-Trino-Source") == "hourly_gmv"',
      actions: ['result.put("routingGroup", "bj")'],
    })
  })

  it('Kubernetes objects have the fields of their definitions', () => {
    const sources = parseAllDocuments(textOf('volcano-global', 'volcano-global/data-sources.yaml')).map(d => d.toJS())
    expect(sources).toHaveLength(3)
    for (const {apiVersion, kind, metadata, spec} of sources) {
      expect([apiVersion, kind]).toEqual(['datadependency.volcano.sh/v1alpha1', 'DataSource'])
      expect(metadata.name).toMatch(/^[a-z0-9-]{1,63}$/)
      expect(Object.keys(spec).sort()).toEqual(['attributes', 'locality', 'name', 'reclaimPolicy', 'system', 'type'])
    }
    const kueue = parseAllDocuments(textOf('multikueue', 'multikueue/clusters.yaml')).map(d => d.toJS())
    expect(kueue.map(object => object.kind)).toEqual([
      'MultiKueueConfig',
      'AdmissionCheck',
      'MultiKueueConfig',
      'AdmissionCheck',
    ])
    expect(kueue[0].spec.clusters).toEqual(['hz', 'bj'])
  })

  it('runbook: 360 GB from US West to beijing at half of 10 MB/s take 20 hours', () => {
    const text = textOf('runbook', 'runbook/moves.md')
    expect(text).toContain('1 move, 360000000000 bytes, 20 hours one after the other')
    const steps = ['1 copy', '2 verify', '3 switch', '4 drain', '5 delete'].map(step => text.indexOf(`| ${step} |`))
    expect(steps.every((at, i) => at > (steps[i - 1] ?? 0))).toBe(true)
    expect(text).toMatch(/\| 5 delete \| \*\*point of no return\*\*/)
  })

  it('weights add up to exactly 1, whatever the CPU-hours', () => {
    for (const hours of [[1, 1, 1], [1, 2, 4, 8], [0.1, 0.2, 0.3], [1e-9, 1e9], [7], [1, 1, 1, 1, 1, 1]]) {
      const weights = weightsOf(new Map(hours.map((value, i) => [`r${i}`, value])))
      expect([...weights.values()].reduce((a, b) => a + b, 0)).toBe(10_000)
    }
  })
})
