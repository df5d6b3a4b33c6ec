import {BadInput, exitCodes, type Finding, IsthmusError} from '../model/errors.js'

/** What a user reads when a command fails: every finding, or what happened and what to do. */
export function describeError(error: unknown): string {
  if (error instanceof BadInput) return describeFindings(error)
  if (error instanceof IsthmusError) return `isthmus: ${error.message}\n  ${error.advice}\n`
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `isthmus: a bug, not your input. Please report it with the command that you ran.\n${detail}\n`
}

export function exitCodeOf(error: unknown): number {
  return error instanceof IsthmusError ? exitCodes[error.code] : 1
}

function describeFindings(error: BadInput): string {
  const lines = [`isthmus: ${error.message}`]
  for (const finding of error.findings) lines.push(`  ${describeFinding(finding)}`)
  const listed: Record<string, number> = {}
  for (const {kind} of error.findings) listed[kind] = (listed[kind] ?? 0) + 1
  for (const [kind, total] of Object.entries(error.totals)) {
    const more = total - (listed[kind] ?? 0)
    if (more > 0) lines.push(`  … and ${more} more of the kind ${kind} (${total} in all)`)
  }
  lines.push(`  ${error.advice}`)
  return `${lines.join('\n')}\n`
}

/** `reads.csv, row 7, column bytes: "-3" is negative. Give a whole number of bytes from 0.` */
export function describeFinding(finding: Finding): string {
  const where = [
    finding.file,
    ...(finding.row === undefined ? [] : [`row ${finding.row}`]),
    ...(finding.column === undefined ? [] : [`column ${finding.column}`]),
  ].join(', ')
  const value = finding.value === undefined ? '' : ` (value: ${JSON.stringify(finding.value)})`
  return `${where}: ${finding.message}${value}. ${finding.advice} [${finding.kind}]`
}
