import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {BadInput, type Finding} from '../../../model/errors.js'
import {type ConfigSources, readConfig} from '../../../planner/config/read-config.js'
import {configJsonSchema} from '../../../planner/config/schema.js'
import {settingNames} from '../../../planner/config/settings-list.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

const minimal = 'history: h\nledger: l.db\nout: o\n'

async function read(text: string, more: Partial<ConfigSources> = {}, name = 'config.yaml') {
  const file = join(folder, name)
  await writeFile(file, text)
  return readConfig({file, environment: {}, set: [], ...more})
}

async function findings(text: string, more: Partial<ConfigSources> = {}): Promise<readonly Finding[]> {
  const error = await read(text, more).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(BadInput)
  return (error as BadInput).findings
}

describe('config', () => {
  it('takes flag over environment over file over default, and tells the origin of every value', async () => {
    const text = `${minimal}trainDays: 7\nrails:\n  mostMoves: 1\n  tolerance: 0.5\n`
    const environment = {ISTHMUS_RAILS_MOST_MOVES: '2', ISTHMUS_RAILS_TOLERANCE: '0.25', PATH: '/bin'}
    const {config, settings} = await read(text, {
      environment,
      set: ['rails.mostMoves=3', 'rails.tables.deny=[a, "b*"]'],
    })
    expect(config).toMatchObject({
      trainDays: 7,
      rails: {mostMoves: 3, tolerance: 0.25, tables: {allow: [], deny: ['a', 'b*']}},
    })
    const origin = new Map(settings.map(row => [row.setting, row.origin]))
    expect(origin.get('rails.mostMoves')).toBe('--set')
    expect(origin.get('rails.tolerance')).toBe('ISTHMUS_RAILS_TOLERANCE')
    expect(origin.get('trainDays')).toBe(`${join(folder, 'config.yaml')}:4`)
    expect(origin.get('drift.jobGrowth')).toBe('default')
    expect(settings.map(({setting}) => setting)).toEqual(settingNames().map(({path}) => path))
    expect(settings.find(({setting}) => setting === 'drift.jobGrowth')!.value).toBe(1.8)
  })

  it('paths of the file are relative to it, others to the working folder; JSON is read too', async () => {
    const {config} = await read(
      '{"history": "h", "ledger": "l.db", "out": "o"}',
      {set: ['out=elsewhere']},
      'config.json',
    )
    expect(config).toMatchObject({history: join(folder, 'h'), ledger: join(folder, 'l.db'), out: resolve('elsewhere')})
    expect(config.metricsFile).toBeUndefined()
  })

  it('tells all unknown, missing and faulty settings of all sources together', async () => {
    const found = await findings('history: h\nout: 3\nrails:\n  mostMove: 1\nplan: {strategy: magic}\n', {
      environment: {ISTHMUS_NONSENSE: '1'},
      set: ['trainDays=many', 'rails.nothing=1', 'plan.seed'],
    })
    expect(found.map(({kind, column, value}) => [kind, column ?? value]).sort()).toEqual(
      [
        ['unknown-setting', 'ISTHMUS_NONSENSE'],
        ['unknown-setting', 'rails.nothing=1'],
        ['unknown-setting', 'plan.seed'],
        ['missing-setting', 'ledger'],
        ['setting-value', 'out'],
        ['setting-value', 'trainDays'],
        ['setting-value', 'plan.strategy'],
        ['unknown-setting', 'rails.mostMove'],
      ].sort(),
    )
    expect(found.find(({column}) => column === 'trainDays')).toMatchObject({file: '--set', value: 'many'})
    expect(found.find(({column}) => column === 'rails.mostMove')!.file).toBe(`${join(folder, 'config.yaml')}:4`)
  })

  it('refuses settings that would say nothing, and days that are none', async () => {
    const idle = await findings(
      `${minimal}plan: {strategy: caching, options: {kicks: 3}}\nrails: {mostMoves: 3, freeze: [2026-02-30, 2026-01-02..2026-01-01]}\n`,
    )
    expect(idle.map(({kind, column, value}) => [kind, column, value])).toEqual([
      ['unused-setting', 'rails.mostMoves', undefined],
      ['unused-setting', 'plan.options', 'kicks'],
      ['setting-value', 'rails.freeze', '2026-02-30'],
      ['setting-value', 'rails.freeze', '2026-01-02..2026-01-01'],
    ])
    expect(
      (
        await read(
          `${minimal}plan: {strategy: search, options: {kicks: 3}}\nrails: {mostMoves: 3, freeze: [2026-02-28]}\n`,
        )
      ).config.rails.mostMoves,
    ).toBe(3)
  })

  it('a file that is not there or not YAML is bad input', async () => {
    expect((await findings('history: [')).every(({kind, row}) => kind === 'broken-yaml' && row! > 0)).toBe(true)
    expect(() => readConfig({file: join(folder, 'none.yaml'), environment: {}, set: []})).toThrow(BadInput)
  })

  it('every setting has a variable of its own', () => {
    const variables = settingNames().map(({variable}) => variable)
    expect(new Set(variables).size).toBe(variables.length)
    expect(variables).toContain('ISTHMUS_RAILS_FILL_BYTES_PER_LINK')
  })

  it('docs/config.schema.json is the schema, and every example of docs/nightly.md is a config', async () => {
    const published = await readFile(new URL('../../../docs/config.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(published)).toEqual(configJsonSchema())
    const document = await readFile(new URL('../../../docs/nightly.md', import.meta.url), 'utf8')
    const examples = [...document.matchAll(/```yaml\n# config\n([\s\S]*?)```/g)].map(match => match[1])
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) expect((await read(example)).config.history).not.toBe('')
    const described = settingNames().filter(({path}) => !document.includes(`\`${path}\``))
    expect(described).toEqual([])
  })
})
