/** Columns of the tables that are read, by the names that the rows have in code; `inForceSince` is derived. */
const readColumns = {
  runs: ['run', 'asOf', 'startedAt', 'endedAt', 'pid', 'host', 'outcome', 'message'],
  nights: [
    ...['asOf', 'step', 'historyFingerprint', 'settingsFingerprint', 'decision', 'reason', 'proposedPlan'],
    ...['planInForce', 'gainPerDay', 'fillBytes', 'moveBytes', 'changes'],
  ],
  plans: [
    ...['planId', 'asOf', 'previousPlan', 'historyFrom', 'historyTo', 'historyFingerprint', 'settingsFingerprint'],
  ],
  decisions: ['decision', 'name', 'region', 'ages', 'bytes', 'since', 'until', 'planId'],
  traffic: [
    ...['day', 'kind', 'planId', 'beforeBytes', 'beforeCost', 'afterBytes', 'afterCost'],
    ...['remoteReadBytes', 'refreshBytes', 'writeBackBytes'],
  ],
  link_traffic: ['day', 'kind', 'fromRegion', 'toRegion', 'bytes', 'capacityBytes'],
  refusals: ['rail', 'decision', 'name', 'region', 'bytes', 'reason'],
  alarms: ['day', 'kind', 'subject', 'expected', 'actual', 'message'],
  rollout: ['decision', 'name', 'route', 'night', 'hour', 'bytes'],
} as const

const derived: Readonly<Record<string, string>> = {
  plans: ', (SELECT min(nights.as_of) FROM nights WHERE plan_in_force = plan_id) AS inForceSince',
}

/** `afterBytes` → `after_bytes`. */
const columnName = (field: string): string => field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** `SELECT` with the columns of a table under their names in code. */
export function selectAs(table: keyof typeof readColumns): string {
  const columns = readColumns[table].map(field => `${columnName(field)} AS "${field}"`)
  return `SELECT ${columns.join(', ')}${derived[table] ?? ''} FROM ${table}`
}

/** Column names and placeholders of an insert. */
export function columnsOf(row: object): {readonly names: string; readonly marks: string} {
  const fields = Object.keys(row)
  return {names: fields.map(columnName).join(', '), marks: fields.map(() => '?').join(', ')}
}
