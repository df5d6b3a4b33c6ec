import {formatBytes} from '../../viz/format.js'
import type {PlanDiff} from './index.js'

/** Most rows of one kind of thing that a terminal shows; JSON has all of them. */
const shownRows = 40

export interface DiffTables {
  readonly drift: readonly (readonly string[])[]
  readonly changes: readonly (readonly string[])[]
  /** One line of counts and bytes. */
  readonly summary: string
}

export const driftHead = ['Drift (the world)', 'Where', 'Before', 'After'] as const
export const changeHead = ['Change (the plan)', 'What', 'Where', 'Before', 'After', 'Stored', 'Why'] as const

/** The diff as rows for a terminal. Names may hold anything: control characters are shown, not sent. */
export function diffTables(diff: PlanDiff): DiffTables {
  const {history, traffic, replicas} = diff.drift
  const drift = [
    ...(diff.drift.historyChanged
      ? [
          [
            'history',
            '',
            `${history.before.from} … ${history.before.to} ${history.before.fingerprint.slice(0, 12)}`,
            `${history.after.from} … ${history.after.to} ${history.after.fingerprint.slice(0, 12)}`,
          ],
        ]
      : []),
    ...traffic.map(({field, before, after}) => [
      `without a plan: ${field}`,
      '',
      figure(field, before),
      figure(field, after),
    ]),
    ...diff.basis.map(({field, before, after}) => [
      `decided by ${field}`,
      '',
      JSON.stringify(before),
      JSON.stringify(after),
    ]),
    ...cut(replicas).map(row => [
      `same replica: ${row.table}`,
      `${row.region}, ages ${row.ages}`,
      `${formatBytes(row.storedBytesBefore)}, saves ${formatBytes(row.savedBytesPerDayBefore)} a day`,
      `${formatBytes(row.storedBytesAfter)}, saves ${formatBytes(row.savedBytesPerDayAfter)} a day`,
    ]),
    ...rest(replicas, 4),
  ]
  const changes = [
    ...cut(diff.changes).map(change => [
      change.kind,
      `${change.decision} ${change.name}`,
      change.region,
      change.before ?? '',
      change.after ?? '',
      change.decision === 'job' ? '' : signed(change.bytesAfter - change.bytesBefore),
      change.reason,
    ]),
    ...rest(diff.changes, 7),
  ]
  const clean = (rows: readonly (readonly string[])[]) => rows.map(row => row.map(terminalText))
  return {drift: clean(drift), changes: clean(changes), summary: summaryOf(diff)}
}

function summaryOf({hasChanges, summary}: PlanDiff): string {
  if (!hasChanges) return 'No change: the second plan proposes what the first one does.'
  const parts = summary.map(({kind, count, bytes}) => `${count} ${kind}${bytes === 0 ? '' : ` (${signed(bytes)})`}`)
  return `Changes: ${parts.join(', ')}.`
}

const cut = <T>(rows: readonly T[]): readonly T[] => rows.slice(0, shownRows)

function rest(rows: readonly unknown[], columns: number): string[][] {
  if (rows.length <= shownRows) return []
  const more = `… and ${rows.length - shownRows} more: --output json has all`
  return [[more, ...Array.from({length: columns - 1}, () => '')]]
}

function figure(field: string, value: number): string {
  return field === 'wanBytesPerDay' ? formatBytes(value) : String(value)
}

function signed(bytes: number): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : `+${formatBytes(bytes)}`
}

/** Names come from outside: control characters are shown, not sent to the terminal. */
export function terminalText(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
    sign => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )
}
