import {badInputOf, type Finding} from '../../model/errors.js'
import {readYamlFile} from '../read-yaml.js'
import {type Scenario, scenarioSchema} from './scenario-schema.js'

const advice = 'See docs/scenario.schema.json.'

/**
 * Reads a scenario file, YAML or JSON.
 * @throws BadInput with every field that is missing, unknown or of the wrong kind
 */
export function readScenario(file: string): Scenario {
  const document = readYamlFile(file, 'scenario')
  const parsed = scenarioSchema.safeParse(document.value)
  if (parsed.success) return parsed.data
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length--) {
      const line = document.lineOf(path.slice(0, length))
      if (line !== undefined) return line
    }
    return undefined
  }
  throw badInputOf(
    parsed.error.issues.flatMap(issue => {
      const isUnknown = issue.code === 'unrecognized_keys'
      const paths = isUnknown ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
      return paths.map((path): Finding => {
        const row = lineOf(path)
        const value = document.at(path)
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
