import type {z} from 'zod'

/** One field of a request that is wrong. */
export interface RequestFinding {
  /** Field, e.g. `inputs[0].bytes`; empty for the whole request. */
  readonly path: string
  readonly value?: string
  readonly message: string
}

/** A request that cannot be answered: what the body of the HTTP answer says, and the line of `isthmus place`. */
export class RequestProblem extends Error {
  readonly status: number
  readonly code: string
  readonly advice: string
  readonly findings: readonly RequestFinding[]

  constructor(status: number, code: string, message: string, advice: string, findings: readonly RequestFinding[] = []) {
    super(message)
    this.name = 'RequestProblem'
    this.status = status
    this.code = code
    this.advice = advice
    this.findings = findings
  }
}

export function formatProblem({code, message, advice, findings}: RequestProblem): string {
  return JSON.stringify({error: {code, message, advice, findings}})
}

const shownCharacters = 80

/** Parses JSON and checks it against a schema. Throws a RequestProblem with all findings at once. */
export function decodeText<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const finding = {path: '', value: shown(text), message: (error as Error).message}
    throw new RequestProblem(400, 'bad-input', 'the request is no JSON', 'Send one JSON value.', [finding])
  }
  return decodeValue(schema, value)
}

export function decodeValue<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const findings = parsed.error.issues.map(issue => {
    const path = issue.path.reduce<string>(
      (text, key) =>
        typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
      '',
    )
    const found = valueAt(value, issue.path)
    return {path, ...(found === undefined ? {} : {value: shown(JSON.stringify(found))}), message: issue.message}
  })
  const message = `${findings.length} finding${findings.length === 1 ? '' : 's'} in the request; nothing was placed`
  throw new RequestProblem(
    400,
    'bad-input',
    message,
    'Mend the fields named; GET /openapi.json has them all.',
    findings,
  )
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value
  for (const key of path) found = (found as Record<PropertyKey, unknown> | undefined | null)?.[key]
  return found
}

const shown = (text: string): string => (text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`)
