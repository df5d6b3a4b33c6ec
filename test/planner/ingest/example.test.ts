import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {isthmus} from '../../support/command.js'

const example = resolve(import.meta.dirname, '../../../examples/ingest')
const folder = mkdtempSync(join(tmpdir(), 'isthmus-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

interface Dataset {
  readonly namespace: string
  readonly inputFacets?: {readonly inputStatistics?: {readonly size: number}}
}

/** Bytes that the example's finished runs read, counted without any of our code. */
function readBytes(ofBucket: (namespace: string) => boolean): number {
  return readdirSync(join(example, 'events'))
    .flatMap(name =>
      readFileSync(join(example, 'events', name), 'utf8')
        .trim()
        .split('\n'),
    )
    .map(line => JSON.parse(line) as {eventType: string; inputs: Dataset[]})
    .filter(({eventType}) => eventType === 'COMPLETE' || eventType === 'FAIL')
    .flatMap(({inputs}) => inputs)
    .filter(({namespace}) => ofBucket(namespace))
    .reduce((sum, {inputFacets}) => sum + (inputFacets?.inputStatistics?.size ?? 0), 0)
}

describe('the example of an ingest', () => {
  it('becomes a history with all bytes that the events tell, and a plan', async () => {
    const lake = join(folder, 'lake')
    const into = ['--topology', join(example, 'topology-map.yaml'), '--into', lake, '--output', 'json']
    const made = await isthmus('ingest', '--source', 'openlineage', join(example, 'events'), ...into)
    expect(made.stderr).toBe('')
    const {coverage, days} = JSON.parse(made.stdout)
    const kept = readBytes(namespace => namespace !== 's3://lab-bucket')
    expect(days).toHaveLength(4)
    expect(coverage).toMatchObject({runs: 17, readBytes: kept, region: {exact: kept}, bytes: {exact: kept}})
    const reasons = Object.fromEntries(coverage.dropped.map((drop: {reason: string}) => [drop.reason, drop]))
    expect(reasons['read of a table without region']).toMatchObject({
      ...{count: 4, bytes: readBytes(namespace => namespace === 's3://lab-bucket')},
      examples: [{value: 's3://lab-bucket/samples'}],
    })
    const planned = await isthmus('plan', '--history', lake, '--out', join(folder, 'plan'), '--output', 'json')
    expect(planned.stderr).toBe('')
    const {before, after} = JSON.parse(planned.stdout)
    expect(before.wanBytesPerDay).toBeGreaterThan(0)
    expect(after.wanBytesPerDay).toBeLessThan(before.wanBytesPerDay)
  })
})
