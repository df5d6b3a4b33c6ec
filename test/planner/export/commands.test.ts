import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest'
import yargs from 'yargs'
import {type ErrorCode, IsthmusError} from '../../../model/errors.js'
import {diffCommand} from '../../../planner/commands/diff.js'
import {exportCommand} from '../../../planner/commands/export.js'
import {isthmus} from '../../support/command.js'

let folder: string
const at = (...parts: string[]) => join(folder, ...parts)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
  await isthmus('generate', '--preset', 'yugong', '--seed', '7', '--scale', '0.1', '--out', at('history'))
  for (const [name, ...flags] of [
    ['a', '--as-of', '2030-01-01'],
    ['b', '--as-of', '2030-01-02', '--previous', at('a', 'plan.json')],
  ]) {
    const made = await isthmus('plan', '--history', at('history'), '--out', at(name!), '--caching', 'hull', ...flags)
    expect(made.stderr).toBe('')
  }
  await writeFile(at('rucio.yaml'), await settings())
})
afterAll(() => rm(folder, {recursive: true, force: true}))

async function settings(): Promise<string> {
  const {replicas} = JSON.parse(await readFile(at('a', 'plan.json'), 'utf8'))
  const regions = [...new Set(replicas.map((row: {region: string}) => row.region))]
  return `scope: prod\nrseByRegion:\n${regions.map(region => `  ${region}: DC=${region}\n`).join('')}`
}

async function run(...argv: string[]): Promise<{exitCode: number; stdout: string; error?: ErrorCode}> {
  const stdout: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation(text => stdout.push(String(text)) > 0)
  const outcome = {exitCode: 0}
  try {
    await yargs()
      .command(exportCommand)
      .command(diffCommand)
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message)
      })
      .parseAsync(argv, {outcome})
    return {exitCode: outcome.exitCode, stdout: stdout.join('')}
  } catch (error) {
    if (!(error instanceof IsthmusError)) throw error
    return {exitCode: 1, stdout: stdout.join(''), error: error.code}
  } finally {
    spy.mockRestore()
  }
}

describe('isthmus export', () => {
  const flags = (plan: string) => ['--history', at('history'), '--plan', at(plan, 'plan.json'), '--target', 'rucio']

  it('writes the files of a target, twice the same, and prints the loss', async () => {
    const texts: string[] = []
    for (const out of ['x1', 'x2']) {
      const result = await run('export', ...flags('a'), '--settings', at('rucio.yaml'), '--out', at(out))
      expect(result).toMatchObject({exitCode: 0})
      expect(result.stdout).toContain('Rounding loss: 0 bytes')
      expect(await readdir(at(out, 'rucio'))).toContain('rules-present.sh')
      texts.push(await readFile(at(out, 'rucio', 'rules-present.sh'), 'utf8'))
    }
    expect(texts[0]).toBe(texts[1])
    expect(texts[0]!.split('\n').filter(line => line.startsWith('rucio rule add')).length).toBeGreaterThan(10)
  })

  it('refuses a plan whose base is not in force, and takes it where it is', async () => {
    const b = ['export', ...flags('b'), '--settings', at('rucio.yaml'), '--out', at('y')]
    expect(await run(...b)).toMatchObject({error: 'refused'})
    expect(await run(...b, '--in-force', at('a', 'plan.json'))).toMatchObject({exitCode: 0})
  })

  it('missing, broken and incomplete settings are bad input, and nothing is written', async () => {
    await writeFile(at('broken.yaml'), 'scope: [')
    for (const more of [[], ['--settings', at('broken.yaml')], ['--settings', at('nowhere.yaml')]]) {
      expect(await run('export', ...flags('a'), '--out', at('z'), ...more)).toMatchObject({error: 'bad-input'})
    }
    await expect(readdir(at('z'))).rejects.toThrow('ENOENT')
  })
})

describe('isthmus diff', () => {
  const [a, b] = [() => at('a', 'plan.json'), () => at('none', 'plan.json')]
  beforeAll(() => isthmus('plan', '--history', at('history'), '--out', at('none'), '--caching', 'none'))

  it('exits with 0, and with 2 for changes only where asked', async () => {
    expect(await run('diff', a(), b())).toMatchObject({exitCode: 0})
    expect(await run('diff', a(), b(), '--detailed-exitcode')).toMatchObject({exitCode: 2})
    expect(await run('diff', a(), a(), '--detailed-exitcode')).toMatchObject({exitCode: 0})
    expect(await run('diff', a(), at('no.json'))).toMatchObject({error: 'bad-input'})
  })

  it('prints JSON with every replica that goes', async () => {
    const {stdout} = await run('diff', a(), b(), '--output', 'json')
    const diff = JSON.parse(stdout)
    const {replicas} = JSON.parse(await readFile(a(), 'utf8'))
    const places = new Set(replicas.map((row: {table: string; region: string}) => `${row.table} ${row.region}`))
    expect(diff).toMatchObject({hasChanges: true, hasDrift: false})
    expect(diff.basis[0]).toEqual({field: 'caching', before: 'hull', after: 'none'})
    expect(diff.changes.length).toBe(places.size)
    const bytes = replicas.reduce((sum: number, row: {storedBytes: number}) => sum + row.storedBytes, 0)
    expect(diff.summary).toMatchObject([{kind: 'drop', count: places.size, bytes: -bytes}])
  })

  it('prints tables', async () => {
    const {stdout} = await run('diff', a(), b())
    expect(stdout).toContain('Change (the plan)')
    expect(stdout).toMatch(/Changes: \d+ drop \(−/)
  })
})
