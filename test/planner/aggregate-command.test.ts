import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {isthmus} from '../support/command.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-aggregate-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, {recursive: true}))
beforeAll(async () => {
  await isthmus('generate', '--preset', 'star', '--seed', '2', '--scale', '0.1', '--days', '6', '--out', at('history'))
})

describe('isthmus aggregate', () => {
  it('makes a folder that plans to the same bytes as the history', async () => {
    const {exitCode, stdout} = await isthmus(
      ...['aggregate', '--history', at('history'), '--into', at('aggregate'), '--output', 'json'],
    )
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({engine: 'embedded', from: '2026-10-23', to: '2026-10-28'})
    const plan = async (history: string, out: string) => {
      expect((await isthmus('plan', '--history', at(history), '--out', at(out))).exitCode).toBe(0)
      return readFileSync(at(`${out}/plan.json`), 'utf8')
    }
    expect(await plan('aggregate', 'from-aggregate')).toBe(await plan('history', 'from-history'))
  })

  it('of a lake plans to the same bytes too: it knows what the lake rests on', async () => {
    const example = join(import.meta.dirname, '../../examples/ingest')
    const source = [
      '--source',
      'openlineage',
      join(example, 'events'),
      '--topology',
      join(example, 'topology-map.yaml'),
    ]
    expect((await isthmus('ingest', ...source, '--into', at('lake'))).exitCode).toBe(0)
    expect((await isthmus('aggregate', '--history', at('lake'), '--into', at('lake-aggregate'))).exitCode).toBe(0)
    const plan = async (history: string) => {
      expect((await isthmus('plan', '--history', at(history), '--out', at(`plan-${history}`))).exitCode).toBe(0)
      return readFileSync(at(`plan-${history}/plan.json`), 'utf8')
    }
    const ofLake = await plan('lake')
    expect(JSON.parse(ofLake).coverage.readBytes).toBeGreaterThan(0)
    expect(await plan('lake-aggregate')).toBe(ofLake)
  })

  it('says which days an aggregate is of where others are asked for', async () => {
    const argv = ['validate', '--history', at('aggregate'), '--to', '2026-10-27']
    const {exitCode, stderr} = await isthmus(...argv)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/the aggregate is of 2026-10-23 … 2026-10-28/)
  })

  it.each([
    [['--master', 'yarn', '--staging', 'hdfs://x'], /--master, --staging is for Spark/],
    [['--engine', 'spark'], /--engine spark needs --master/],
    [['--engine', 'spark', '--master', 'yarn', '--spark-conf', 'memory 8g'], /--spark-conf is 'memory 8g'/],
    [['--engine', 'flink'], /flink/],
  ])('%j is wrong usage, and nothing is written', async (argv, message) => {
    const {exitCode, stderr} = await isthmus('aggregate', '--history', at('history'), '--into', at('none'), ...argv)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(existsSync(at('none'))).toBe(false)
  })

  it('a history with faults is refused whole', async () => {
    const {exitCode, stderr} = await isthmus('aggregate', '--history', at('nowhere'), '--into', at('none'))
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/there is no history folder/)
    expect(existsSync(at('none'))).toBe(false)
  })
})
