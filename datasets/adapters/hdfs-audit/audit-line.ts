/** One operation of the audit log of an HDFS name node. */
export interface AuditLine {
  /** Time as it is written, local to the name node: `2026-11-19 03:00:00,123`. */
  readonly time: string
  readonly isAllowed: boolean
  /** Short name of the user: without realm, host and authentication. */
  readonly user: string
  /** IP address of the caller; undefined where it is not known. */
  readonly address: string | undefined
  readonly command: string
  /** Path that it is about; undefined where there is none, or it is no path. */
  readonly source: string | undefined
  /** Path of the target of a rename. */
  readonly target: string | undefined
  /** What the caller says of itself (`hadoop.caller.context.enabled`). */
  readonly context: string | undefined
}

const head = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[,.]\d+)?).*?\ballowed=(true|false)[\t ]/
/** Where tabs became blanks: the fields that HDFS writes, in its order. */
const fieldStart = /\s+(?=(?:ugi|ip|cmd|src|dst|perm|trackingId|proto|callerContext)=)/

/**
 * Reads a line such as `2026-11-19 03:00:00,123 INFO FSNamesystem.audit: allowed=true⇥ugi=ann (auth:KERBEROS)⇥ip=/10.1.2.3⇥cmd=open⇥
 * src=/data/x⇥dst=null⇥perm=null⇥proto=rpc⇥callerContext=…` (Hadoop's DefaultAuditLogger). Undefined where it is something else.
 */
export function auditLine(text: string): AuditLine | undefined {
  const match = head.exec(text)
  if (match === null) return undefined
  const rest = text.slice(match[0].length - 1)
  const fields = new Map<string, string>()
  for (const field of rest.includes('\t') ? rest.split('\t') : rest.split(fieldStart)) {
    const equals = field.indexOf('=')
    if (equals > 0 && !fields.has(field.slice(0, equals).trim())) {
      fields.set(field.slice(0, equals).trim(), field.slice(equals + 1))
    }
  }
  const command = fields.get('cmd')?.trim()
  if (command === undefined || command === '') return undefined
  return {
    time: match[1]!,
    isAllowed: match[2] === 'true',
    user: shortName(fields.get('ugi') ?? ''),
    address: addressOf(fields.get('ip')),
    // `rename (options=[OVERWRITE])`, `concat`, `create`: the options do not matter
    command: command.replace(/\s*\(.*$/, ''),
    source: pathOf(fields.get('src')),
    target: pathOf(fields.get('dst')),
    context: fields.get('callerContext'),
  }
}

/** `ann/host@REALM (auth:PROXY) via hive (auth:KERBEROS)` → `ann`. */
function shortName(ugi: string): string {
  return ugi.trim().split(/[\s@/]/, 1)[0]!
}

/** `/10.1.2.3` and `host/10.1.2.3` → `10.1.2.3`. */
function addressOf(ip: string | undefined): string | undefined {
  const address = ip?.slice(ip.lastIndexOf('/') + 1).trim()
  return address === undefined || address === '' || address === 'null' ? undefined : address
}

/** Some operations have `{}`, a list or a pseudo object in the place of a path, or null. */
function pathOf(text: string | undefined): string | undefined {
  return text?.startsWith('/') ? text : undefined
}
