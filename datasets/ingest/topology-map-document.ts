import {readFile} from 'node:fs/promises'
import {LineCounter, parseDocument} from 'yaml'
import type {z} from 'zod'
import {badInputOf, type Finding} from '../../model/errors.js'
import {present, shownValue} from '../history/findings.js'

/** A YAML or JSON file with the lines of its values. */
export interface MapDocument {
  readonly file: string
  readonly text: string
  readonly value: unknown
  /** Line of the value at a path, or of the closest part of the path that exists. */
  lineOf(path: readonly PropertyKey[]): number | undefined
  at(path: readonly PropertyKey[]): unknown
}

/** @throws BadInput where the file cannot be read or is not well-formed */
export async function readMapDocument(file: string, advice: string): Promise<MapDocument> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw badInputOf([{kind: 'missing-file', file, message: `cannot be read: ${error.code}`, advice}])
  })
  const lines = new LineCounter()
  const content = text.replace(/^\uFEFF/, '')
  const document = parseDocument(content, {version: '1.2', schema: 'core', lineCounter: lines, prettyErrors: false})
  if (document.errors.length > 0) {
    throw badInputOf(
      document.errors.map(error => ({
        ...{kind: 'broken-yaml', file, row: lines.linePos(error.pos[0]).line},
        message: `not well-formed YAML or JSON: ${error.message.replace(/\.?\s*$/, '')}`,
        advice: 'Mend the line.',
      })),
    )
  }
  return {
    file,
    text: content,
    value: document.toJS() as unknown,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true) as {range?: readonly number[]} | undefined
        if (node?.range) return lines.linePos(node.range[0]!).line
      }
      return undefined
    },
    at: path => document.getIn(path),
  }
}

/** One finding for each field that a schema refuses. `above`: where in the file the value that was checked stands. */
export function schemaFindings(
  document: MapDocument,
  issues: readonly z.core.$ZodIssue[],
  advice: string,
  above: readonly PropertyKey[] = [],
): Finding[] {
  return issues.flatMap(issue => {
    const isUnknown = issue.code === 'unrecognized_keys'
    const paths = isUnknown ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
    return paths.map((inner): Finding => {
      const path = [...above, ...inner]
      const value = path.length === 0 ? document.value : document.at(path)
      const isMissing = !isUnknown && value === undefined
      return {
        ...fieldOf(document, path),
        kind: isUnknown ? 'unknown-field' : isMissing ? 'missing-field' : 'field-value',
        message: isUnknown
          ? 'there is no such field'
          : isMissing
            ? 'the field is missing'
            : /^(is|names) /.test(issue.message)
              ? `the field ${issue.message}`
              : 'is not a mapping of fields',
        advice,
      }
    })
  })
}

/** Where a finding about a field stands, and its value. */
export function fieldOf(
  document: MapDocument,
  path: readonly PropertyKey[],
): Pick<Finding, 'file' | 'row' | 'column' | 'value'> {
  const value = path.length === 0 ? undefined : document.at(path)
  const isShown = value !== undefined && value !== null && typeof value !== 'object'
  return {
    file: document.file,
    ...present('row', document.lineOf(path)),
    ...(path.length === 0 ? {} : {column: pathText(path)}),
    ...(isShown ? {value: shownValue(String(value))} : {}),
  }
}

/** `rules[0].region` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('')
}
