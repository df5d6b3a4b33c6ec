import type {z} from 'zod'
import {badInputOf, type Finding} from '../../model/errors.js'
import type {Exporter, ExportInput} from './exporter.js'

/**
 * The settings of one target, checked: shape, regions that the topology does not have, regions without a value, and what
 * the target itself refuses.
 * @throws BadInput with all findings
 */
export function readSettings<S>(exporter: Exporter<S>, raw: unknown, file: string, input: ExportInput): S {
  const parsed = exporter.settings.safeParse(raw ?? {})
  if (!parsed.success) throw badInputOf(parsed.error.issues.flatMap(issue => shapeFindings(issue, raw, file)))
  const settings = parsed.data
  const findings: Finding[] = []
  for (const {field, values, needed} of exporter.regionMaps(settings, input)) {
    for (const region of Object.keys(values)) {
      if (input.catalogue.regions.includes(region)) continue
      findings.push({
        kind: 'unknown-region',
        file,
        column: field,
        value: region,
        message: 'the topology has no such region',
        advice: 'Take the line out or mend the name.',
      })
    }
    for (const region of needed) {
      if (Object.hasOwn(values, region)) continue
      findings.push({
        kind: 'missing-region',
        file,
        column: field,
        value: region,
        message: `the plan needs ${field} for the region '${region}'`,
        advice: `Add the region to ${field}.`,
      })
    }
  }
  for (const fault of exporter.faults?.(settings, input) ?? []) {
    findings.push({kind: 'setting', file, column: fault.field, ...fault})
  }
  if (findings.length > 0) throw badInputOf(findings)
  return settings
}

function shapeFindings(issue: z.core.$ZodIssue, raw: unknown, file: string): Finding[] {
  const unknown = issue.code === 'unrecognized_keys'
  const paths = unknown ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
  return paths.map(path => {
    const value = valueAt(raw, path)
    const missing = !unknown && value === undefined
    return {
      kind: unknown ? 'unknown-field' : missing ? 'missing-field' : 'field-value',
      file,
      column: path.join('.'),
      ...(value === undefined || typeof value === 'object' ? {} : {value: String(value)}),
      message: unknown ? 'the field is unknown' : missing ? 'the field is missing' : issue.message,
      advice: 'See docs/exports.md for the settings of each target.',
    }
  })
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    raw,
  )
}
