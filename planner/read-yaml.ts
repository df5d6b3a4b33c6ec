import {readFileSync} from 'node:fs'
import {LineCounter, parseDocument} from 'yaml'
import {badInputOf} from '../model/errors.js'

/** How isthmus reads YAML, in files, on the command line and in the environment. */
export const yamlOptions = {version: '1.2', schema: 'core', prettyErrors: false} as const

export interface YamlFile {
  /** Undefined or null where the file is empty. */
  readonly value: unknown
  /** Line of what stands at exactly this path, from 1; undefined where nothing does. */
  lineOf(path: readonly PropertyKey[]): number | undefined
  /** What stands at this path, a list or mapping as an object; undefined where nothing does. */
  at(path: readonly PropertyKey[]): unknown
}

/**
 * Reads a YAML or JSON file.
 *
 * @param noun what the file is, for the advice: `config`
 * @throws BadInput where there is no such file or it is not well-formed, with every fault
 */
export function readYamlFile(file: string, noun: string): YamlFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const message = `cannot be read: ${(error as NodeJS.ErrnoException).code}`
    throw badInputOf([{kind: 'missing-file', file, message, advice: `Give a ${noun} file, YAML or JSON.`}])
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {...yamlOptions, lineCounter: lines})
  if (document.errors.length > 0) {
    throw badInputOf(
      document.errors.map(error => ({
        ...{kind: 'broken-yaml', file, row: lines.linePos(error.pos[0]).line},
        message: `not well-formed YAML or JSON: ${error.message}`,
        advice: 'Mend the line.',
      })),
    )
  }
  return {
    value: document.toJS() as unknown,
    lineOf(path) {
      const node = document.getIn(path, true) as {readonly range?: readonly number[]} | undefined
      return node?.range ? lines.linePos(node.range[0]!).line : undefined
    },
    at: path => document.getIn(path),
  }
}
