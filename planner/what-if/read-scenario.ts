import {readFileSync} from 'node:fs'
import {LineCounter, parseDocument} from 'yaml'
import {badInputOf, type Finding} from '../../model/errors.js'
import {type Scenario, scenarioSchema} from './scenario-schema.js'

const advice = 'See docs/scenario.schema.json.'

/**
 * Reads a scenario file, YAML or JSON.
 * @throws BadInput with every field that is missing, unknown or of the wrong kind
 */
export function readScenario(file: string): Scenario {
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const message = `cannot be read: ${(error as NodeJS.ErrnoException).code}`
    throw badInputOf([{kind: 'missing-file', file, message, advice: 'Give a scenario file, YAML or JSON.'}])
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {version: '1.2', schema: 'core', prettyErrors: false, lineCounter: lines})
  if (document.errors.length > 0) {
    throw badInputOf(
      document.errors.map(error => ({
        ...{kind: 'broken-yaml', file, row: lines.linePos(error.pos[0]).line},
        message: `not well-formed YAML or JSON: ${error.message}`,
        advice: 'Mend the line.',
      })),
    )
  }
  const parsed = scenarioSchema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as {readonly range?: readonly number[]} | undefined
      if (node?.range) return lines.linePos(node.range[0]!).line
    }
    return undefined
  }
  throw badInputOf(
    parsed.error.issues.flatMap(issue => {
      const isUnknown = issue.code === 'unrecognized_keys'
      const paths = isUnknown ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
      return paths.map((path): Finding => {
        const row = lineOf(path)
        const value = document.getIn(path)
        return {
          kind: isUnknown ? 'unknown-field' : value === undefined ? 'missing-field' : 'field-value',
          file,
          ...(row === undefined ? {} : {row}),
          ...(path.length === 0 ? {} : {column: pathText(path)}),
          ...(value === undefined || typeof value === 'object' ? {} : {value: String(value)}),
          message: isUnknown ? 'there is no such field' : value === undefined ? 'is missing' : issue.message,
          advice,
        }
      })
    }),
  )
}

/** `changes[0].ratio` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('')
}
