import {describe, expect, it} from 'vitest'
import {BadInput, IsthmusError} from '../../../model/errors.js'
import type {Plan} from '../../../model/plan.js'
import {copiesOf, evictionsOf, missingOf} from '../../../planner/export/copies.js'
import {exporters, exportPlan} from '../../../planner/export/index.js'
import {planWith, sampleCatalogue, samplePlan, sampleSettings} from './sample.js'

const catalogue = sampleCatalogue
const day = '2026-11-20'
const window = (table: string, region: string, fromAge: number, toAge: number) => ({
  ...{table, region, fromAge, toAge},
  ...{storedBytes: 1, refreshBytesPerDay: 1, savedBytesPerDay: 1},
})
const against = (plan: Plan, previousPlan: string): Plan => ({
  ...plan,
  algorithm: {...plan.algorithm, options: {previousPlan}},
})
const run = (target: string, plan: Plan, inForce?: Plan, settings: unknown = sampleSettings[target], asOf?: string) =>
  exportPlan(exporters[target]!, {
    ...{plan, catalogue, inForce: inForce?.planId, settings, settingsFile: 'settings.yaml'},
    ...(inForce === undefined ? {} : {previous: inForce}),
    ...(asOf === undefined ? {} : {day: asOf}),
  })

function findingsOf(action: () => unknown): string[] {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput)
    return (error as BadInput).findings.map(({kind, column, value}) => `${kind} ${column} ${value ?? ''}`.trim())
  }
  throw new Error('nothing was refused')
}

describe('the placement in force', () => {
  const a = planWith({planId: 'a', asOf: '2026-11-19'})
  const b = planWith({planId: 'b'})

  it.each([
    ['made against nothing, nothing in force', b, undefined, true],
    ['made against nothing, a in force', b, a, false],
    ['made against a, a in force', against(b, 'a'), a, true],
    ['made against a, nothing in force', against(b, 'a'), undefined, false],
    ['made against a, c in force', against(b, 'a'), planWith({planId: 'c', asOf: '2026-11-19'}), false],
    ['in force itself', against(b, 'a'), b, true],
  ])('%s', (_, plan, inForce, accepted) => {
    const action = () => run('runbook', plan, inForce)
    if (accepted) expect(action()).toMatchObject({planId: 'b'})
    else {
      expect(action).toThrow(IsthmusError)
      expect(action).toThrow(expect.objectContaining({code: 'refused'}))
    }
  })
})

describe('what is fetched and what is let go', () => {
  const before = planWith({planId: 'a', asOf: '2026-11-18', replicas: [window('orders', 'beijing', 1, 4)]})

  it('dates of a window: ages 1 to 3 on 20 November', () => {
    const [copy] = copiesOf({plan: planWith({replicas: [window('orders', 'beijing', 1, 4)]}), catalogue, day})
    expect(copy!.dates).toEqual(['2026-11-19', '2026-11-18', '2026-11-17'])
    expect(copy!.from).toBe('hangzhou')
  })

  it('only what the plan in force did not keep yesterday is missing', () => {
    const plan = planWith({replicas: [window('orders', 'beijing', 1, 5)]})
    const input = {plan, catalogue, day, previous: before}
    // Yesterday ages 1-3 were 18, 17, 16 November.
    expect(missingOf(copiesOf(input), input)[0]!.dates).toEqual(['2026-11-19'])
    const sql = run('maxcompute', against(plan, 'a'), before).files.find(file =>
      file.path.endsWith('present.sql'),
    )!.text
    expect(sql.match(/= '\d+'/g)).toEqual(["= '20261119'"])
  })

  it('partitions that grew too old since the plan came into force go, those still wanted stay', () => {
    const same = planWith({replicas: [window('orders', 'beijing', 1, 4)]})
    // In force since the 18th: it kept 15, 16, 17 that day, and 16 to 18 the next; today 17 to 19 are wanted.
    expect(evictionsOf({plan: same, catalogue, day, previous: before})[0]!.dates).toEqual(['2026-11-16', '2026-11-15'])
    const dropped = evictionsOf({plan: planWith({}), catalogue, day, previous: before})[0]!
    expect(dropped.dates).toEqual(['2026-11-18', '2026-11-17', '2026-11-16', '2026-11-15'])
  })

  it('nothing is let go where the table is at home now', () => {
    const moves = [{project: 'sales', from: 'hangzhou', to: 'beijing', bytes: 1}]
    expect(evictionsOf({plan: planWith({moves}), catalogue, day, previous: before})).toEqual([])
    const files = run('distcp', against(planWith({moves}), 'a'), before).files
    expect(files).toEqual([])
  })

  it('BigQuery drops the replicas that are gone and adds only new ones', () => {
    const old = planWith({
      planId: 'a',
      asOf: '2026-11-19',
      replicas: [window('clicks', 'hangzhou', 0, 1), window('orders', 'beijing', 1, 2)],
    })
    const [file] = run('bigquery', against(samplePlan, 'a'), old).files
    expect(file!.text.split('\n').filter(line => line.startsWith('ALTER'))).toEqual([
      'ALTER SCHEMA `acme-data.ads` DROP REPLICA `asia-east1`;',
      "ALTER SCHEMA `acme-data.ads` ADD REPLICA `us-west1` OPTIONS (location = 'us-west1');",
    ])
  })

  it('S3 lets what is left of dropped tables expire, and ends the replication of a bucket without rules', () => {
    const old = planWith({
      planId: 'a',
      asOf: '2026-11-19',
      replicas: [window('clicks', 'hangzhou', 0, 5), window('orders', 'beijing', 1, 4)],
    })
    const plan = planWith({replicas: [window('orders', 'beijing', 1, 3)]})
    const {files} = run('s3', against(plan, 'a'), old)
    const rules = (path: string) => JSON.parse(files.find(file => file.path === path)!.text).Rules
    expect(rules('s3/lifecycle-hangzhou.json')).toMatchObject([
      {Filter: {Prefix: 'ads.db/clicks/'}, Expiration: {Days: 1}},
    ])
    expect(rules('s3/lifecycle-beijing.json')).toMatchObject([
      {Filter: {Prefix: 'sales.db/orders/'}, Expiration: {Days: 3}},
    ])
    expect(files[0]!.text).toContain('aws s3api delete-bucket-replication --bucket bj-home')
  })

  it('Snowflake drops the groups of databases that are replicated nowhere any more', () => {
    const old = planWith({planId: 'a', asOf: '2026-11-19', replicas: [window('clicks', 'hangzhou', 0, 5)]})
    const {files} = run('snowflake', against(planWith({}), 'a'), old)
    expect(files.map(({path, text}) => [path, text.trim().split('\n').at(-1)])).toEqual([
      ['snowflake/2-secondary-hangzhou.sql', 'DROP REPLICATION GROUP IF EXISTS "ISTHMUS_ADS";'],
      ['snowflake/1-primary-beijing.sql', 'DROP REPLICATION GROUP IF EXISTS "ISTHMUS_ADS";'],
    ])
  })

  it('rules and weights of jobs that go home again are written anew', () => {
    const old = planWith({planId: 'a', asOf: '2026-11-19', jobs: samplePlan.jobs})
    const trino = run('trino-gateway', against(planWith({}), 'a'), old).files
    expect(trino.map(file => file.text.split('\n').filter(line => !line.startsWith('#')))).toEqual([['']])
    const [yarn] = run('yarn-federation', against(planWith({}), 'a'), old).files
    expect(yarn!.text).toContain("'root.sales;SC-1:1;SC-1:1;1.0'")
    expect(yarn!.text).toContain("'root.ads;SC-2:1;SC-2:1;1.0'")
  })

  it('replicas of a moved project come from its new home', () => {
    const moves = [{project: 'sales', from: 'hangzhou', to: 'US West', bytes: 1}]
    const [copy] = copiesOf({plan: planWith({moves, replicas: [window('orders', 'beijing', 1, 2)]}), catalogue, day})
    expect(copy!.from).toBe('US West')
  })
})

describe('faulty input', () => {
  it('all faults of the settings are reported at once', () => {
    const {roleArn: _, ...rest} = sampleSettings.s3!
    expect(findingsOf(() => run('s3', samplePlan, undefined, {...rest, extra: 1, compactDates: 'no'}))).toEqual([
      'missing-field roleArn',
      'field-value compactDates no',
      'unknown-field extra 1',
    ])
  })

  it('regions without a value and regions that are not there', () => {
    const settings = {scope: 'prod', rseByRegion: {hangzhou: 'DC=HZ', 'US West': 'DC=UW', 'us west': 'DC=UW'}}
    expect(findingsOf(() => run('rucio', samplePlan, undefined, settings))).toEqual([
      'unknown-region rseByRegion us west',
      'missing-region rseByRegion beijing',
    ])
  })

  it.each([
    ['hdfs://bj/warehouse/replicas', 'inside'],
    ['hdfs://bj/warehouse', 'the same'],
    ['hdfs://bj', 'around'],
    ['hdfs://bj/warehouse//', 'the same with slashes'],
  ])('a replica prefix %s %s a home prefix is refused: evictions delete', prefix => {
    const settings = {
      ...sampleSettings.distcp,
      replicaPrefixByRegion: {beijing: prefix, 'US West': 'hdfs://uw/replicas'},
    }
    expect(findingsOf(() => run('distcp', samplePlan, undefined, settings))).toEqual([
      `setting replicaPrefixByRegion.beijing ${prefix}`,
    ])
  })

  it('names that the history does not have, and a day before the plan', () => {
    const plan = planWith({
      replicas: [window('nope', 'beijing', 0, 1), window('orders', 'mars', 0, 1)],
      moves: [{project: 'void', from: 'beijing', to: 'hangzhou', bytes: 1}],
      jobs: [{job: 'ghost', region: 'beijing', savedBytesPerDay: 1}],
    })
    expect(findingsOf(() => run('rucio', plan, undefined, sampleSettings.rucio, '2026-11-19'))).toEqual([
      'unknown-table replicas[].table nope',
      'unknown-region replicas[].region mars',
      'unknown-project moves[].project void',
      'unknown-job jobs[].job ghost',
      'day asOf 2026-11-20',
    ])
  })

  it('a link without a capacity needs a rate for DistCp', () => {
    const unlimited = {...catalogue, linkBytesPerSecond: () => Infinity}
    const request = {plan: samplePlan, catalogue: unlimited, inForce: undefined, settingsFile: 's'}
    const faults = findingsOf(() => exportPlan(exporters.distcp!, {...request, settings: sampleSettings.distcp}))
    expect(faults).toEqual([
      'setting unlimitedLinkBytesPerSecond hangzhou → beijing',
      'setting unlimitedLinkBytesPerSecond beijing → US West',
    ])
    const settings = {...sampleSettings.distcp, unlimitedLinkBytesPerSecond: 1e9}
    expect(exportPlan(exporters.distcp!, {...request, settings}).files.length).toBeGreaterThan(0)
  })
})
