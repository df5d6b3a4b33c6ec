import {closestName} from './closest-name.js'
import type {ColumnSpec} from './columns.js'

/** What is wrong with a cell, and what to do about it. */
export function cellMessage(
  spec: ColumnSpec,
  kind: string,
  value: string | undefined,
  regionNames: readonly string[],
): {readonly message: string; readonly advice: string} {
  switch (kind) {
    case 'missing-value':
      return {message: 'the required value is empty', advice: `Give it: ${lowerFirst(spec.meaning)}.`}
    case 'negative':
      return {message: 'the number is below zero', advice: `Give zero or more${unitOf(spec)}.`}
    case 'too-large':
      return {
        message: 'the number is too large',
        advice: `Give at most ${spec.type === 'integer' ? '9007199254740992 (2^53)' : '1e15'}${unitOf(spec)}.`,
      }
    case 'not-an-integer':
      return {
        message: 'not a whole number',
        advice: `Give a whole number in plain digits${unitOf(spec)}, such as 1000000000.`,
      }
    case 'not-a-number':
      return {message: 'not a number', advice: `Give a number${unitOf(spec)}, such as 1.5.`}
    case 'not-a-date':
      return {message: 'not a calendar date', advice: 'Give a day as YYYY-MM-DD.'}
    case 'not-a-timestamp':
      return {message: 'not a timestamp', advice: 'Give date and time in ISO 8601, UTC, such as 2026-11-20T06:30:00Z.'}
    case 'not-a-boolean':
      return {message: 'not a truth value', advice: 'Give true, false, 1 or 0.'}
    default:
      return referenceMessage(spec, kind, value, regionNames)
  }
}

function referenceMessage(spec: ColumnSpec, kind: string, value: string | undefined, regionNames: readonly string[]) {
  if (spec.type === 'choice')
    return {message: `no such ${spec.name}`, advice: `Give one of: ${spec.choices!.join(', ')}.`}
  if (kind === 'unknown-region') {
    const closest = closestName(value ?? '', regionNames)
    return {
      message: 'the topology has no such region',
      advice:
        closest === undefined
          ? `Add it there, or give one of: ${regionNames.join(', ')}.`
          : `Did you mean '${closest}'?`,
    }
  }
  const referent = spec.refersTo ?? spec.name
  return {message: `${referent}s has no such ${referent}`, advice: `Add a row to ${referent}s, or mend the name.`}
}

const unitOf = (spec: ColumnSpec) => (spec.unit === undefined ? '' : ` (${spec.unit})`)
const lowerFirst = (text: string) => text[0]!.toLowerCase() + text.slice(1)
