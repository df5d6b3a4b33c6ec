import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {BadInput} from '../../../model/errors.js'
import {changeWords} from '../../../planner/what-if/change-words.js'
import {readScenario} from '../../../planner/what-if/read-scenario.js'
import {changeSchema, scenarioJsonSchema} from '../../../planner/what-if/scenario-schema.js'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'isthmus-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

function fileOf(text: string): string {
  const file = join(folder, 'scenario.yaml')
  writeFileSync(file, text)
  return file
}

function findingsOf(text: string) {
  try {
    return readScenario(fileOf(text))
  } catch (error) {
    return (error as BadInput).findings.map(({kind, row, column, value}) => [kind, row, column, value])
  }
}

describe('scenario files', () => {
  it('the published JSON Schema is the one that files are checked by', () => {
    const published = JSON.parse(readFileSync(join(root, 'docs/scenario.schema.json'), 'utf8'))
    expect(published).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())))
  })

  it('the examples are in order, and have names of their own', () => {
    const files = readdirSync(join(root, 'examples/scenarios'))
    const names = files.map(file => readScenario(join(root, 'examples/scenarios', file)).name)
    expect(names.length).toBeGreaterThan(2)
    expect(new Set(names).size).toBe(names.length)
  })

  it('JSON is read as YAML is', () => {
    const scenario = {formatVersion: '1.0', name: 'x', changes: [{change: 'budget', ratio: 0.01}]}
    expect(readScenario(fileOf(JSON.stringify(scenario)))).toEqual(scenario)
  })

  it('every fault of a file is reported at once, with its line', () => {
    const text = [
      'formatVersion: "1.0"',
      'nome: x',
      'changes:',
      '  - {change: budget, ratio: -1}',
      '  - {change: budgett, ratio: 1}',
      '  - {change: growth, factor: 2, rate: 3}',
    ].join('\n')
    expect(findingsOf(text)).toEqual([
      ['missing-field', undefined, 'name', undefined],
      ['field-value', 4, 'changes[0].ratio', '-1'],
      ['field-value', 5, 'changes[1].change', 'budgett'],
      ['unknown-field', 6, 'changes[2].rate', '3'],
      ['unknown-field', 2, 'nome', 'x'],
    ])
  })

  it('a file that is not there or not YAML is said so', () => {
    expect(() => readScenario(join(folder, 'none.yaml'))).toThrow(BadInput)
    expect(findingsOf('changes: [')).toEqual([['broken-yaml', 1, undefined, undefined]])
  })

  it('every kind of change has words of its own', () => {
    const samples = [
      {change: 'budget', ratio: 0.01},
      {change: 'region', region: 'a', storagePricePerGBMonth: 0.02, computePricePerCpuHour: 0.1},
      {change: 'link', from: 'a', to: 'b', pricePerGB: 0.05},
      {change: 'link-down', from: 'a', to: 'b'},
      {change: 'add-region', region: 'c'},
      {change: 'evacuate', region: 'a'},
      {change: 'pin', projects: ['p*']},
      {change: 'move', project: 'p', to: 'b'},
      {change: 'allow', regions: ['a']},
      {change: 'growth', factor: 1.2, projects: ['p']},
      {change: 'retention', days: 7},
      {change: 'moves', most: 0},
      {change: 'strategy', strategy: 'search'},
      {change: 'decide', what: ['caching', 'jobs']},
    ].map(change => changeWords(changeSchema.parse(change)))
    expect(new Set(samples).size).toBe(changeSchema.options.length)
    for (const words of samples) expect(words).toMatch(/^[A-Z].*[^.]\.$/)
    expect(samples[2]).toBe('The link a → b costs 0.05 per GB.')
  })
})
