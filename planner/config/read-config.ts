import {dirname, resolve} from 'node:path'
import {parse} from 'yaml'
import {badInputOf, type Finding} from '../../model/errors.js'
import {readYamlFile, yamlOptions} from '../read-yaml.js'
import {type Config, configSchema, pathSettings} from './schema.js'
import {type ExplainedSetting, settingNames} from './settings-list.js'
import {unusedSettings} from './unused-settings.js'
import {valueAt, withValue} from './value-paths.js'

export interface ConfigSources {
  readonly file: string
  /** The environment; only names that begin with `ISTHMUS_` are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** `rails.mostMoves=3`, from the command line. */
  readonly set: readonly string[]
}

export interface ReadConfig {
  readonly config: Config
  readonly settings: readonly ExplainedSetting[]
}

/**
 * Reads the config: flag over environment over file over default.
 * @throws BadInput with every unknown, unused, missing or faulty setting of all three sources
 */
export function readConfig({file, environment, set}: ConfigSources): ReadConfig {
  const findings: Finding[] = []
  const {raw, lineOf} = readFile(file)
  const given = new Map<string, {readonly value: unknown; readonly origin: string}>()
  for (const [variable, text] of Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!variable.startsWith('ISTHMUS_') || text === undefined) continue
    const known = settingNames().find(setting => setting.variable === variable)
    if (known === undefined) findings.push(unknownSetting('environment', variable))
    else given.set(known.path, {value: parsedValue(text, variable, findings), origin: variable})
  }
  for (const assignment of set) {
    const [path = '', ...rest] = assignment.split('=')
    const known = settingNames().find(setting => setting.path === path)
    if (known === undefined || rest.length === 0) findings.push(unknownSetting('--set', assignment))
    else given.set(path, {value: parsedValue(rest.join('='), `--set ${path}`, findings), origin: '--set'})
  }
  let merged = raw
  for (const [path, {value}] of given) merged = withValue(merged, path.split('.'), value)
  const origin = (path: string) => given.get(path)?.origin ?? lineOf(path.split('.'))

  const parsed = configSchema.safeParse(merged)
  if (!parsed.success)
    findings.push(...parsed.error.issues.flatMap(issue => shapeFindings(issue, merged, origin, file)))
  if (parsed.data === undefined || findings.length > 0) throw badInputOf(findings)
  const explained = settingNames().map(({path}): ExplainedSetting => {
    const value = valueAt(parsed.data, path.split('.'))
    return {
      setting: path,
      value,
      origin: valueAt(merged, path.split('.')) === undefined ? 'default' : (origin(path) ?? file),
    }
  })
  const unused = unusedSettings(parsed.data, explained)
  if (unused.length > 0) throw badInputOf(unused)
  return {config: resolvePaths(parsed.data, file, given), settings: explained}
}

function readFile(file: string) {
  const {value, lineOf} = readYamlFile(file, 'config')
  return {
    raw: (value ?? {}) as unknown,
    lineOf: (path: readonly string[]): string | undefined => {
      const line = lineOf(path)
      return line === undefined ? undefined : `${file}:${line}`
    },
  }
}

/** A text of the environment or command line as YAML reads it: `3`, `true`, `[a, b]`. */
function parsedValue(text: string, source: string, findings: Finding[]): unknown {
  try {
    return parse(text, yamlOptions)
  } catch (error) {
    const message = `not a YAML value: ${(error as Error).message}`
    findings.push({kind: 'broken-yaml', file: source, value: text, message, advice: 'Quote the text.'})
    return undefined
  }
}

function unknownSetting(file: string, value: string): Finding {
  return {
    ...{kind: 'unknown-setting', file, value, message: 'there is no such setting'},
    advice: `'isthmus config explain' lists every setting with its variable; write --set rails.mostMoves=3.`,
  }
}

interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** Names that the schema does not know. */
  readonly keys?: readonly string[]
}

function shapeFindings(
  issue: Issue,
  raw: unknown,
  origin: (path: string) => string | undefined,
  file: string,
): Finding[] {
  const isUnknown = issue.code === 'unrecognized_keys'
  const paths = isUnknown ? (issue.keys ?? []).map(key => [...issue.path, key]) : [issue.path]
  return paths.map(parts => {
    const path = parts.map(String)
    const value = valueAt(raw, path)
    const kind = isUnknown ? 'unknown-setting' : value === undefined ? 'missing-setting' : 'setting-value'
    return {
      kind,
      file: origin(path.join('.')) ?? file,
      column: path.join('.'),
      ...(value === undefined || (typeof value === 'object' && value !== null) ? {} : {value: String(value)}),
      message: isUnknown ? 'there is no such setting' : value === undefined ? 'is missing' : issue.message,
      advice: 'See docs/nightly.md, or docs/config.schema.json.',
    }
  })
}

/** Paths of the file are relative to it, others to the working folder. */
function resolvePaths(config: Config, file: string, given: ReadonlyMap<string, unknown>): Config {
  const resolved = pathSettings.flatMap(name => {
    const path = config[name]
    return path === undefined ? [] : [[name, given.has(name) ? resolve(path) : resolve(dirname(file), path)]]
  })
  return {...config, ...Object.fromEntries(resolved)}
}
