import type {BadInput, Finding} from '../../model/errors.js'

/** One line for a finding: `reads.csv, row 3, column bytes, value '-1': bytes are negative. Give a whole number …` */
export function findingText(finding: Finding): string {
  const where = [
    finding.file,
    ...(finding.row === undefined ? [] : [`${finding.file.startsWith('topology.') ? 'line' : 'row'} ${finding.row}`]),
    ...(finding.column === undefined ? [] : [`column ${finding.column}`]),
    ...(finding.value === undefined ? [] : [`value '${finding.value}'`]),
  ].join(', ')
  return `[${finding.kind}] ${where}: ${finding.message}. ${finding.advice}`
}

/** All findings of a load, a line each, and how many of a kind are not listed. */
export function badInputText(error: BadInput): string {
  const listed = new Map<string, number>()
  for (const finding of error.findings) listed.set(finding.kind, (listed.get(finding.kind) ?? 0) + 1)
  const beyond = Object.entries(error.totals)
    .filter(([kind, total]) => total > (listed.get(kind) ?? 0))
    .map(([kind, total]) => `[${kind}] and ${total - (listed.get(kind) ?? 0)} more, ${total} in all`)
  return [...error.findings.map(findingText), ...beyond, error.message].join('\n')
}
