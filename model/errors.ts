/** One fault of an input: what is wrong, where, which value, and what to do about it. */
export interface Finding {
  /** Short stable name of the kind of fault, e.g. `unknown-table`. At most 20 findings a kind are listed. */
  readonly kind: string
  /** File as the user named it, relative to the history folder where it lies there. */
  readonly file: string
  /** Data row (1 = first row after the header) or line; absent where the fault is the whole file's. */
  readonly row?: number
  readonly column?: string
  readonly value?: string
  readonly message: string
  /** What the user can do. */
  readonly advice: string
}

export type ErrorCode = 'usage' | 'bad-input' | 'infeasible' | 'refused' | 'time-limit'

/** Exit codes of the command line, by kind of error (spec: design.md section 5). Anything else is a bug and exits with 1. */
export const exitCodes: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  'bad-input': 3,
  infeasible: 4,
  refused: 5,
  'time-limit': 6,
}

/** An error that a user caused or must act on. `message` holds the values, `advice` what to do. */
export class IsthmusError extends Error {
  readonly code: ErrorCode
  readonly advice: string
  constructor(code: ErrorCode, message: string, advice: string) {
    super(message)
    this.name = 'IsthmusError'
    this.code = code
    this.advice = advice
  }
}

/** All findings of one load. Nothing was loaded. */
export class BadInput extends IsthmusError {
  readonly findings: readonly Finding[]
  /** Number of findings of each kind, those beyond the listed 20 included. */
  readonly totals: Readonly<Record<string, number>>
  constructor(findings: readonly Finding[], totals: Readonly<Record<string, number>>) {
    const count = Object.values(totals).reduce((sum, n) => sum + n, 0)
    super(
      'bad-input',
      `${count} finding${count === 1 ? '' : 's'} in the input; nothing was loaded`,
      'Mend the input and run again.',
    )
    this.name = 'BadInput'
    this.findings = findings
    this.totals = totals
  }
}

/** Most findings of one kind that an error lists; the totals count the rest. */
export const findingsListedPerKind = 20

/** The error for these findings: the first 20 of a kind are listed, all are counted. */
export function badInputOf(findings: Iterable<Finding>): BadInput {
  const totals: Record<string, number> = {}
  const listed: Finding[] = []
  for (const finding of findings) {
    const count = (totals[finding.kind] ?? 0) + 1
    totals[finding.kind] = count
    if (count <= findingsListedPerKind) listed.push(finding)
  }
  return new BadInput(listed, totals)
}
