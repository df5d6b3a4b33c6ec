import {shownValue} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import {tableOfLocation} from '../../ingest/table-identity.js'
import type {TextLine} from '../../ingest/text-lines.js'
import {instantOf} from '../../ingest/time-stamps.js'
import type {AuditTables} from './audit-database.js'
import {auditLine} from './audit-line.js'
import {dataOperation} from './data-operations.js'
import {runOfLine} from './run-of-line.js'

/** Records the operations of one audit log, or the files of one fsimage, in the database. */
export class AuditRecorder {
  readonly #file: string
  readonly #tables: AuditTables
  readonly #intake: Intake
  readonly #nameNode: string
  readonly #timeZone: string
  /** Commands that move no data, and how often: HDFS knows some sixty. */
  readonly #idle = new Map<string, number>()
  #temporary = 0
  #other = 0
  #audit = 0
  #minute = ''
  #minuteMs: number | undefined

  constructor(
    file: string,
    tables: AuditTables,
    intake: Intake,
    context: {readonly nameNode: string; readonly timeZone: string},
  ) {
    this.#file = file
    this.#tables = tables
    this.#intake = intake
    this.#nameNode = context.nameNode
    this.#timeZone = context.timeZone
  }

  line({text, row}: TextLine): void {
    const line = auditLine(text)
    if (line === undefined) {
      if (text.trim() !== '') this.#other++
      return
    }
    this.#audit++
    const atMs = this.#instantOf(line.time)
    if (atMs === undefined) {
      const advice = 'Give --time-zone the zone of the name node.'
      const message = 'this is no time'
      this.#intake.fault({
        kind: 'no-time',
        file: this.#file,
        row,
        column: 'time',
        value: shownValue(line.time),
        message,
        advice,
      })
      return
    }
    const operation = dataOperation(line)
    if (operation === undefined) this.#idle.set(line.command, (this.#idle.get(line.command) ?? 0) + 1)
    else if (operation === 'temporary') this.#temporary++
    else if (!line.isAllowed) {
      this.#intake.drop({
        reason: 'operation that was not allowed',
        startMs: atMs,
        file: this.#file,
        row,
        value: operation.path,
      })
    } else {
      const path = `${this.#nameNode}${operation.path}`
      const {table, day} = tableOfLocation(path)
      this.#tables.operation.add(runOfLine(line, atMs), line.user, line.address, atMs, operation.kind, path, table, day)
    }
  }

  file(ownPath: string, bytes: number): void {
    const path = `${this.#nameNode}${ownPath}`
    const {table, day} = tableOfLocation(path)
    this.#tables.file.add(path, table, day, bytes)
  }

  /** Tells what of the log was left out. */
  end(): void {
    const drop = (reason: string, value: string) => this.#intake.drop({reason, file: this.#file, value})
    if (this.#audit === 0) {
      const message = 'no line is a record of an HDFS audit log'
      const advice = 'Give hdfs-audit.log, or a delimited export of an fsimage with its header.'
      this.#intake.fault({kind: 'no-audit-log', file: this.#file, message, advice})
    } else if (this.#other > 0) drop('lines of other loggers', `${this.#other} lines of ${this.#file}`)
    for (const [command, count] of [...this.#idle].sort(([a], [b]) => (a < b ? -1 : 1))) {
      drop('operations that move no data', `${command}: ${count} in ${this.#file}`)
    }
    if (this.#temporary > 0) drop('files in temporary places', `${this.#temporary} operations in ${this.#file}`)
  }

  /** Zones change their offset at whole minutes: each minute is looked up once. */
  #instantOf(time: string): number | undefined {
    const minute = time.slice(0, 16)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#minuteMs = instantOf(minute, this.#timeZone)
    }
    if (this.#minuteMs === undefined) return undefined
    return this.#minuteMs + Math.floor(Number(time.slice(17).replace(',', '.')) * 1000 + 1e-6)
  }
}
