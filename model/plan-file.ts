import {parseDay} from './days.js'
import {badInputOf, type Finding} from './errors.js'
import type {Plan} from './plan.js'

/** The bytes of a plan file: keys and rows in a stable order, so that equal plans are equal files. */
export function formatPlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`
}

type Check = (value: unknown) => string | undefined
const text: Check = v => (typeof v === 'string' && v !== '' ? undefined : 'a non-empty text')
const number: Check = v => (typeof v === 'number' && Number.isFinite(v) ? undefined : 'a number')
const age: Check = v => (Number.isInteger(v) && (v as number) >= 0 ? undefined : 'a whole number of days from 0')
const date: Check = v => (typeof v === 'string' && !Number.isNaN(parseDay(v)) ? undefined : 'a date YYYY-MM-DD')
const flag: Check = v => (typeof v === 'boolean' ? undefined : 'true or false')
const object: Check = v => (typeof v === 'object' && v !== null && !Array.isArray(v) ? undefined : 'an object')
const version: Check = v => (v === '1.0' ? undefined : '"1.0", the version that this program reads')

const traffic = {wanBytesPerDay: number, wanCostPerDay: number, remoteReads: number, reads: number}
const fields: Readonly<Record<string, Check>> = {
  formatVersion: version,
  planId: text,
  asOf: date,
  'history.from': date,
  'history.to': date,
  'history.fingerprint': text,
  'algorithm.caching': text,
  'algorithm.migration': text,
  'algorithm.placement': text,
  'algorithm.options': object,
  'algorithm.seed': number,
  ...prefixed('claims.before', traffic),
  ...prefixed('claims.after', traffic),
  'claims.after.byCause.remoteRead': number,
  'claims.after.byCause.refresh': number,
  'claims.after.byCause.writeBack': number,
  'claims.after.replicaBytesByRegion': object,
  'claims.oneOff.moveBytes': number,
  'claims.oneOff.fillBytes': number,
  noop: flag,
}
const rows: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  moves: {from: text, to: text, bytes: number},
  replicas: {
    table: text,
    region: text,
    fromAge: age,
    toAge: age,
    storedBytes: number,
    refreshBytesPerDay: number,
    savedBytesPerDay: number,
  },
  jobs: {job: text, region: text, savedBytesPerDay: number},
}

/**
 * Reads a plan file (formats.md section 2). Extra fields are kept and ignored; a missing or mistyped one is a finding. A
 * bound may be absent: none is claimed where none is known.
 */
export function parsePlan(content: string, file: string): Plan {
  let raw: unknown
  try {
    raw = JSON.parse(content)
  } catch (error) {
    const finding = {
      kind: 'json',
      file,
      message: `is not JSON: ${(error as Error).message}`,
      advice: 'Give a plan.json that isthmus wrote.',
    }
    throw badInputOf([finding])
  }
  const findings: Finding[] = []
  const complain = (column: string, wanted: string, value: unknown, row?: number) =>
    findings.push({
      kind: value === undefined ? 'missing-field' : 'field-value',
      file,
      column,
      ...(row === undefined ? {} : {row}),
      ...(value === undefined ? {} : {value: JSON.stringify(value) ?? ''}),
      message: value === undefined ? 'is missing' : `must be ${wanted}`,
      advice: 'See formats.md section 2 for the fields of a plan.',
    })
  for (const [path, check] of Object.entries(fields)) {
    const value = at(raw, path.split('.'))
    const wanted = check(value)
    if (wanted !== undefined) complain(path, wanted, value)
  }
  for (const [list, columns] of Object.entries(rows)) {
    const values = at(raw, [list])
    if (!Array.isArray(values)) {
      complain(list, 'a list', values)
      continue
    }
    values.forEach((value, row) => {
      for (const [column, check] of Object.entries(columns)) {
        const wanted = check(at(value, [column]))
        if (wanted !== undefined) complain(`${list}[].${column}`, wanted, at(value, [column]), row + 1)
      }
      if (list === 'moves' && (at(value, ['project']) === undefined) === (at(value, ['table']) === undefined)) {
        complain('moves[].project', 'a project or a table, one of the two', undefined, row + 1)
      }
    })
  }
  if (findings.length === 0) return raw as Plan
  throw badInputOf(findings)
}

function prefixed(prefix: string, checks: Readonly<Record<string, Check>>): Record<string, Check> {
  return Object.fromEntries(Object.entries(checks).map(([name, check]) => [`${prefix}.${name}`, check]))
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  )
}
