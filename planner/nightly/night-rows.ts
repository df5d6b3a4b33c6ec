import {formatBytes, formatPercent} from '../../viz/format.js'
import {terminalText} from '../diff/rows.js'
import type {Alarm, Refusal} from '../ledger/rows.js'
import type {NightSummary} from './night-summary.js'

/** Most rows of one kind that a terminal shows; JSON has all of them. */
const shownRows = 40

export const refusalHead = ['Refused by', 'What', 'Where', 'Bytes', 'Why'] as const
export const alarmHead = ['Alarm', 'Day', 'About', 'What'] as const

/** A night as label and text, for people. */
export function nightRows(night: NightSummary): string[][] {
  const {predicted, actual} = night
  return [
    ['As of', night.asOf],
    ['Decision', `${night.decision}: ${night.reason}`],
    ['Plan in force', night.planInForce ?? 'none'],
    ['In force', `${night.replicas} replicas, ${night.moves} moves, ${night.jobs} placed jobs`],
    ...(night.changes === 0
      ? []
      : [
          [
            'Changed tonight',
            `${night.changes} decisions, ${formatBytes(night.fillBytes)} fill, ${formatBytes(night.moveBytes)} moves`,
          ],
        ]),
    ...(predicted === null ? [] : [['Predicted saving of WAN cost', formatPercent(predicted.saving)]]),
    ...(actual === null ? [] : [[`Saving of WAN cost on ${actual.day}`, formatPercent(actual.saving)]]),
    ...(night.rollout.length === 0
      ? []
      : [['Copies end in night', String(Math.max(...night.rollout.map(row => row.night)) + 1)]]),
    ['Refused by rails', String(night.refusals.length)],
    ['Alarms', String(night.alarms.length)],
  ]
}

export function refusalRows(refusals: readonly Refusal[]): string[][] {
  const rows = refusals
    .slice(0, shownRows)
    .map(({rail, decision, name, region, bytes, reason}) => [
      ...[rail, `${decision} ${name}`, region, formatBytes(bytes), reason],
    ])
  return clean([...rows, ...rest(refusals, refusalHead.length)])
}

export function alarmRows(alarms: readonly Alarm[]): string[][] {
  const rows = alarms.slice(0, shownRows).map(({kind, day, subject, message}) => [kind, day, subject, message])
  return clean([...rows, ...rest(alarms, alarmHead.length)])
}

function rest(rows: readonly unknown[], columns: number): string[][] {
  if (rows.length <= shownRows) return []
  return [[`… and ${rows.length - shownRows} more`, ...Array.from({length: columns - 1}, () => '')]]
}

function clean(rows: readonly (readonly string[])[]): string[][] {
  return rows.map(row => row.map(terminalText))
}
