import type {AuditLine} from './audit-line.js'

const msPerHour = 3_600_000
const hiveQuery = /\bhive_\d{14}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const yarnJob = /(?:application|job|attempt|task|appattempt|container(?:_e\d+)?)_(\d{9,})_(\d{4,})/

/**
 * The run that an operation belongs to: the Hive query, else the YARN application, that its caller context names (MapReduce, Tez and
 * Spark put ids of jobs, attempts or applications into it, which share two numbers with the application's); without one, all that one
 * user does from one address in one hour.
 */
export function runOfLine({user, address, context}: AuditLine, startMs: number): string {
  const query = hiveQuery.exec(context ?? '')
  if (query !== null) return query[0]
  const job = yarnJob.exec(context ?? '')
  if (job !== null) return `application_${job[1]}_${job[2]}`
  const hour = new Date(Math.floor(startMs / msPerHour) * msPerHour).toISOString().slice(0, 13)
  return `${user}@${address ?? '?'}/${hour}`
}
