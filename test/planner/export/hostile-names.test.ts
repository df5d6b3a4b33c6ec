import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import sqlParser from 'node-sql-parser'
import {afterAll, describe, expect, it} from 'vitest'
import {parseAllDocuments} from 'yaml'
import type {Exported} from '../../../planner/export/exporter.js'
import {exporters, exportPlan} from '../../../planner/export/index.js'
import {codeSpan} from '../../../planner/export/quoting/markdown.js'
import {commentText, slug} from '../../../planner/export/quoting/names.js'
import {shellWord} from '../../../planner/export/quoting/shell.js'
import {type Dialect, sqlName, sqlText} from '../../../planner/export/quoting/sql.js'
import {mvelText} from '../../../planner/export/targets/trino-gateway.js'
import {catalogueFor, hostileNames, planWith, sampleSettings} from './sample.js'
import {sqlTokens} from './sql-words.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-export-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const table = (name: string) => `t${name}`
const job = (name: string) => `j${name}`

/** Every hostile name as a project, a table of it (and of a tame project), and a job, in a plan whose id is hostile too. */
const catalogue = catalogueFor(
  Object.fromEntries(
    hostileNames.flatMap(name => [
      [name, {project: 'tame', snapshot: name.length % 2 === 0, partitionBytes: 10, homeBytes: 100}],
      [table(name), {project: name, snapshot: false, partitionBytes: 10, homeBytes: 100}],
    ]),
  ),
  {tame: 'hangzhou', ...Object.fromEntries(hostileNames.map(name => [name, 'hangzhou']))},
  Object.fromEntries(hostileNames.map(name => [job(name), {project: name, region: 'hangzhou', cpuHoursPerDay: 1}])),
)
// An object literal has no own key '__proto__': the map gets it by hand.
;(catalogue.projects as Map<string, {region: string}>).set('__proto__', {region: 'hangzhou'})
;(catalogue.tables as Map<string, unknown>).set('__proto__', catalogue.tables.get('=cmd()'))

const replica = {region: 'beijing', fromAge: 1, toAge: 3, storedBytes: 20, refreshBytesPerDay: 10, savedBytesPerDay: 7}
const plan = planWith({
  planId: '2026\n$(touch pwned)`x`;*/ --> DROP',
  replicas: hostileNames.flatMap(name => [
    {table: name, ...replica},
    {table: table(name), ...replica},
  ]),
  moves: hostileNames.map(project => ({project, from: 'hangzhou', to: 'US West', bytes: 1})),
  jobs: hostileNames.map(name => ({job: job(name), region: 'beijing', savedBytesPerDay: 3})),
})

function hostile(target: string): Exported {
  const settings = sampleSettings[target]
  return exportPlan(exporters[target]!, {plan, catalogue, inForce: undefined, settings, settingsFile: 's'})
}
const names = Object.keys(exporters)
const files = names.flatMap(name => hostile(name).files.map(file => ({target: name, ...file})))

describe('hostile names in every target', () => {
  it.each(names)('%s: every decision is written or counted as left out, and no file leads out of the folder', name => {
    const {loss, files: own} = hostile(name)
    for (const {path} of own) expect(path).toMatch(/^[a-z0-9-]+(\/[a-z0-9-]+)*\.[a-z]+$/)
    const control = hostileNames.filter(n => /\p{Cc}/u.test(n)).length
    const left = (kind: string) => loss.omitted.filter(o => o.decision === kind).length
    const named = ['hive', 'bigquery', 'snowflake'].includes(name) ? control : 2 * control
    if (exporters[name]!.covers.includes('replica')) expect(left('replica')).toBeGreaterThanOrEqual(named)
    else expect(loss.outside.replica).toBe(2 * hostileNames.length)
    expect(loss.omitted.every(o => o.savedBytesPerDay === {replica: 7, move: 0, job: 3}[o.decision])).toBe(true)
  })

  it('no line of a text but the header starts with a sign that spreadsheets read as a formula', () => {
    for (const {path, text} of files)
      expect(
        text.split('\n').filter(line => line.startsWith('=')),
        path,
      ).toEqual([])
  })
})

describe('shell scripts', () => {
  const scripts = files.filter(file => file.path.endsWith('.sh'))
  const programs = ['hadoop', 'rucio', 'alluxio', 'aws', 'yarn']

  it('run with programs that only write down their words: the words are the names, and nothing else is run', () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    for (const name of programs) {
      writeFileSync(
        join(bin, name),
        `#!/bin/bash\nprintf '%s\\0' ${name} "$@" >> "$WORDS"\nprintf '\\n\\0' >> "$WORDS"\n`,
        {mode: 0o755},
      )
    }
    const words = new Set<string>()
    expect(new Set(scripts.map(script => script.target))).toEqual(
      new Set(['rucio', 'distcp', 'alluxio', 's3', 'yarn-federation']),
    )
    for (const {path, text} of scripts) {
      const file = join(folder, path)
      mkdirSync(dirname(file), {recursive: true})
      writeFileSync(file, text)
      expect(spawnSync('bash', ['-n', file]).status, path).toBe(0)
      const log = join(folder, 'words')
      writeFileSync(log, '')
      const env = {PATH: `${bin}:/usr/bin:/bin`, WORDS: log, HOME: '/home/of/the/test'}
      const run = spawnSync('bash', [file], {cwd: folder, env})
      expect([run.status, run.stderr.toString()], path).toEqual([0, ''])
      const calls = readFileSync(log, 'utf8')
        .split('\n\0')
        .filter(call => call !== '')
      expect(calls.length).toBeGreaterThan(0)
      for (const call of calls) {
        const [program, ...given] = call.slice(0, -1).split('\0')
        expect(programs).toContain(program)
        for (const word of given) words.add(word)
      }
    }
    // Names that a path can hold arrive letter by letter.
    const whole = [
      "a'; DROP TABLE x;--",
      '$(touch pwned)',
      '`touch pwned`',
      '"; touch pwned; "',
      '=cmd()',
      '数据 été 😀',
      '-rf',
      'x | y',
      '__proto__',
    ]
    for (const name of whole) {
      expect(words, name).toContain(`hdfs://bj/replicas/${name}.db/t${name}`)
      expect(
        [...words].some(
          word => word.startsWith(`/mnt/hz/tame.db/${name}`) || word.startsWith(`/mnt/uw/tame.db/${name}`),
        ),
        name,
      ).toBe(true)
    }
    for (const place of [folder, ...scripts.map(script => join(folder, dirname(script.path))), process.cwd()]) {
      expect(existsSync(join(place, 'pwned')), place).toBe(false)
    }
  })

  it('the judge sees an injection where the quoting is missing', () => {
    const run = spawnSync('bash', ['-c', 'echo $(touch pwned)'], {cwd: folder})
    expect([run.status, existsSync(join(folder, 'pwned'))]).toEqual([0, true])
    rmSync(join(folder, 'pwned'))
  })

  it('any text without NUL is one word', () => {
    const text = fc.string({unit: 'binary', maxLength: 30}).filter(t => !t.includes('\0'))
    const texts = fc.sample(fc.oneof(text, fc.constantFrom(...hostileNames.filter(n => !n.includes('\0')))), {
      numRuns: 300,
      seed: 7,
    })
    const script = texts.map(t => `printf '%s\\0' ${shellWord(t)}`).join('\n')
    const run = spawnSync('bash', ['-c', script], {encoding: 'utf8'})
    expect(run.stdout.split('\0').slice(0, -1)).toEqual(texts)
  })
})

describe('SQL', () => {
  const keywords = new Set(
    `CALL system rewrite_table_path register_table table source_prefix target_prefix metadata_file CREATE NAMESPACE IF NOT EXISTS
    DROP TABLE SCHEDULED QUERY CRON AS REPL DUMP LOAD INTO WITH ALTER SCHEMA ADD REPLICA OPTIONS location REPLICATION GROUP OBJECT_TYPES
    DATABASES ALLOWED_DATABASES ALLOWED_ACCOUNTS REPLICATION_SCHEDULE OF SET LIKE LIFECYCLE INSERT OVERWRITE PARTITION SELECT FROM WHERE
    acme hz bj uw`.split(/\s+/),
  )

  it('outside of quotes stand only the words of the forms, and every statement begins as one of them', () => {
    const sql = files.filter(file => file.path.endsWith('.sql'))
    expect(new Set(sql.map(file => file.target))).toEqual(
      new Set(['iceberg', 'hive', 'bigquery', 'snowflake', 'maxcompute']),
    )
    for (const {target, path, text} of sql) {
      const tokens = sqlTokens(text, target === 'snowflake' || target === 'bigquery' ? target : 'other')
      const strange = tokens.filter(({kind, value}) =>
        kind === 'word' ? !keywords.has(value) && !/^\d+$/.test(value) : kind === 'sign' && !'().,;=>*'.includes(value),
      )
      expect(strange, path).toEqual([])
      const starts = tokens.filter((_, i) => i === 0 || tokens[i - 1]!.value === ';').map(token => token.value)
      expect(
        [...new Set(starts)].every(word => ['CALL', 'CREATE', 'DROP', 'ALTER', 'INSERT'].includes(word)),
        path,
      ).toBe(true)
      expect(tokens.at(-1)).toEqual({kind: 'sign', value: ';'})
    }
  })

  it('names arrive letter by letter', () => {
    const tokens = sqlTokens(files.find(file => file.path === 'maxcompute/beijing-present.sql')!.text, 'other')
    const quoted = new Set(tokens.filter(token => token.kind === 'name').map(token => token.value))
    const whole = hostileNames.filter(name => !/\p{Cc}/u.test(name) && !name.includes('${'))
    for (const name of whole) expect(quoted, name).toContain(`t${name}`)
    expect([...quoted].some(name => name.includes('${'))).toBe(false)
  })

  it('an SQL parser reads names and texts back', () => {
    const parser = new sqlParser.Parser()
    const plain = hostileNames.filter(name => !/[\p{Cc}\\]/u.test(name))
    for (const [dialect, database] of [
      ['hive', 'Hive'],
      ['spark', 'Hive'],
      ['snowflake', 'Snowflake'],
    ] as const) {
      for (const name of plain.filter(n => !n.includes('`') && !n.includes('"'))) {
        const sql = `SELECT a FROM ${sqlName(dialect, name)} WHERE b = ${sqlText(dialect, name.replaceAll("'", ''))}`
        const {ast} = parser.parse(sql, {database})
        const statements = Array.isArray(ast) ? ast : [ast]
        expect(statements, sql).toHaveLength(1)
        expect(JSON.stringify(statements[0]), sql).toContain(JSON.stringify(name))
      }
    }
  })

  it('any text is one token, whatever the dialect', () => {
    const text = fc.oneof(
      fc.string({maxLength: 20}),
      fc.string({unit: fc.constantFrom("'", '"', '`', '\\', ';', '-', 'x')}),
    )
    const dialects: readonly Dialect[] = ['hive', 'spark', 'bigquery', 'maxcompute', 'snowflake']
    fc.assert(
      fc.property(text, fc.constantFrom(...dialects), (value, dialect) => {
        const lexer = dialect === 'snowflake' || dialect === 'bigquery' ? dialect : 'other'
        expect(sqlTokens(sqlText(dialect, value), lexer)).toEqual([{kind: 'text', value}])
        expect(sqlTokens(sqlName(dialect, value), lexer)).toEqual([{kind: 'name', value}])
      }),
      {seed: 11, numRuns: 500},
    )
  })
})

describe('YAML, JSON, Markdown, MVEL and comments', () => {
  it('YAML is parsed back to the names', () => {
    const parsed = (path: string) =>
      parseAllDocuments(files.find(file => file.path === path)!.text).map(document => {
        expect(document.errors).toEqual([])
        return document.toJS()
      })
    const clean = hostileNames.filter(name => !/\p{Cc}/u.test(name))
    const sources = parsed('volcano-global/data-sources.yaml')
    expect(sources.map(s => s.spec.name)).toEqual(clean.flatMap(name => [`tame.${name}`, `${name}.${table(name)}`]))
    expect(new Set(sources.map(s => s.metadata.name)).size).toBe(sources.length)
    expect(sources[0].spec.attributes['isthmus-plan']).toBe(plan.planId)
    const rules = parsed('trino-gateway/routing-rules.yaml')
    expect(rules.map(rule => rule.description)).toEqual([
      ...clean.map(name => `project ${name} lives in US West`),
      ...clean.map(name => `job ${job(name)} runs in beijing`),
    ])
    for (const rule of rules) expect(rule.actions).toHaveLength(1)
    const conditions = rules.map(rule => rule.condition as string)
    const texts = conditions.map(condition => JSON.parse(/"(?:[^"\\]|\\.)*"(?=\)?$)/.exec(condition)![0]))
    expect(texts).toEqual([...clean.map(name => `hive.${name}`), ...clean.map(job)])
    for (const condition of conditions) {
      expect(condition).toMatch(
        /^(request\.getHeader\("X-Trino-Source"\) == |trinoQueryProperties\.getCatalogSchemas\(\)\.contains\()"[^"]*"\)?$/,
      )
    }
  })

  it('JSON is parsed back to the names', () => {
    const json = (path: string) => JSON.parse(files.find(file => file.path === path)!.text)
    expect(json('multikueue/nominations.json').nominations.map((n: {job: string}) => n.job)).toEqual(
      hostileNames.map(job),
    )
    expect(json('maxcompute/replicas.json').rows.map((row: {table: string}) => row.table)).toEqual(
      hostileNames.flatMap(name => [name, table(name)]),
    )
    for (const {path} of files.filter(file => file.path.endsWith('.json'))) expect(() => json(path), path).not.toThrow()
  })

  it('a Markdown code span never ends early', () => {
    for (const name of hostileNames) {
      const span = codeSpan(name)
      const fence = /^`+/.exec(span)![0]
      expect(span).not.toMatch(/[\n\r\0]/)
      expect(span.slice(fence.length, -fence.length).match(/`+/g) ?? []).not.toContain(fence)
    }
    const text = files.find(file => file.path === 'runbook/moves.md')!.text
    expect(text.match(/^## /gm)).toHaveLength(hostileNames.length)
    expect(text.indexOf('-->')).toBe(text.indexOf('\n-->\n') + 1)
  })

  it('comments are one line each and hold no sign that ends them', () => {
    for (const name of [plan.planId, ...hostileNames]) expect(commentText(name)).toMatch(/^[A-Za-z0-9 ._:+/()%,=\\-]*$/)
    for (const name of hostileNames) expect(commentText(name)).not.toContain('--')
  })

  it('MVEL texts hold no quote, and slugs differ where names do', () => {
    for (const name of hostileNames) {
      expect(mvelText(name).slice(1, -1)).not.toMatch(/["\n]|\\[^u]/)
      expect(JSON.parse(mvelText(name))).toBe(name)
    }
    expect(new Set([...hostileNames, 'a', 'A', 'a-', 'a b', 'a-b'].map(slug)).size).toBe(hostileNames.length + 5)
  })
})
