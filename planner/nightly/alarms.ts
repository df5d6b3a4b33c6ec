import {formatDay} from '../../model/days.js'
import type {History} from '../../model/history.js'
import type {Plan} from '../../model/plan.js'
import type {VerifiedAccount} from '../../model/verifier/index.js'
import {formatBytes, formatPercent} from '../../viz/format.js'
import type {Config} from '../config/schema.js'
import type {Alarm, LinkTrafficRow, TrafficRow} from '../ledger/rows.js'
import type {Overtaken} from './rebase.js'
import type {Usage} from './usage-by-day.js'

/** Saving of a day, as a share of what it would have cost without the plan. */
export const savingOf = ({beforeCost, afterCost}: TrafficRow): number =>
  beforeCost === 0 ? 0 : 1 - afterCost / beforeCost

/** The plan saved less on a day than was predicted, by more than the margin. */
export function shortfallAlarms(
  actual: TrafficRow,
  predicted: TrafficRow,
  {shortfallMargin}: Config['drift'],
): Alarm[] {
  const [expected, came] = [savingOf(predicted), savingOf(actual)]
  if (expected - came <= shortfallMargin) return []
  const message = `the plan saved ${formatPercent(came)} of the WAN cost where ${formatPercent(expected)} was predicted`
  return [{day: actual.day, kind: 'shortfall', subject: actual.planId ?? 'no plan', expected, actual: came, message}]
}

/** Limits that the plan in force broke on a day: those that bind every day. */
export function limitAlarms(day: string, {violations}: VerifiedAccount): Alarm[] {
  return alarmsOf(
    day,
    violations.filter(({limit}) => limit !== 'compute-capacity'),
  )
}

/** CPU that the plan in force takes over the days of the history: a limit of the mean day (formats.md 3.9), which a single day may pass. */
export function computeAlarms(day: string, {violations}: VerifiedAccount): Alarm[] {
  return alarmsOf(
    day,
    violations.filter(({limit}) => limit === 'compute-capacity'),
  )
}

function alarmsOf(day: string, violations: VerifiedAccount['violations']): Alarm[] {
  return violations.map(({limit, subject, allowed, actual, message}) => ({
    ...{day, kind: limit, subject, expected: allowed, actual, message},
  }))
}

/** Links that the plan counts on and that are closed or narrower now than what was predicted to cross them. */
export function linkAlarms(day: string, predicted: readonly LinkTrafficRow[], {topology}: History): Alarm[] {
  const regions = topology.regions.map(({name}) => name)
  return predicted.flatMap(({fromRegion, toRegion, bytes, capacityBytes}) => {
    const [from, to] = [regions.indexOf(fromRegion), regions.indexOf(toRegion)]
    const isGone = from < 0 || to < 0
    const capacity = isGone ? 0 : topology.linkCapacityBytesPerDay[from * regions.length + to]
    if (capacity >= bytes || (capacityBytes !== null && capacity >= capacityBytes)) return []
    const subject = `${fromRegion} → ${toRegion}`
    const what = isGone
      ? 'a region of the link is no more'
      : capacity === 0
        ? 'the link is closed'
        : `the link now carries ${formatBytes(capacity)} a day`
    const kind = capacity === 0 ? 'link-closed' : 'link-narrower'
    const message = `${what}; the plan in force counts on ${formatBytes(bytes)} a day over it`
    return [{day, kind, subject, expected: bytes, actual: capacity, message}]
  })
}

/** Decisions that stand on nothing any more: tables, projects or regions that are gone, projects that went elsewhere. */
export function overtakenAlarms(day: string, overtaken: readonly Overtaken[]): Alarm[] {
  return overtaken
    .filter(({kind}) => kind !== 'carried-out')
    .map(({decision, name, region, kind}) => ({
      ...{day, kind, subject: `${decision} ${name} at ${region}`, expected: 1, actual: 0},
      message: `the plan in force decides a ${decision} of '${name}' at '${region}', and the history says: ${kind.replaceAll('-', ' ')}`,
    }))
}

/** Replicated tables that nobody reads or writes any more, for longer than they ever paused before. */
export function deadTableAlarms(
  {replicas}: Plan,
  {tables}: History,
  usage: Usage,
  {deadAfterDays}: Config['drift'],
): Alarm[] {
  const replicated = new Set(replicas.map(({table}) => table))
  return tables.names.flatMap((name, t) => {
    const {lastTouch, touchedDays, longestGap} = usage.tables
    const silence = usage.lastDay - lastTouch[t]
    if (!replicated.has(name) || touchedDays[t] < 2 || silence < deadAfterDays || silence < 2 * longestGap[t]) return []
    const stored = replicas.filter(({table}) => table === name).reduce((sum, {storedBytes}) => sum + storedBytes, 0)
    const message = `the table is replicated (${formatBytes(stored)}), and was neither read nor written for ${silence} days, since ${formatDay(lastTouch[t])}`
    return [
      {
        day: formatDay(usage.lastDay),
        kind: 'table-dead',
        subject: name,
        expected: deadAfterDays,
        actual: silence,
        message,
      },
    ]
  })
}

/** Jobs that read far more on the last day than the days before, if the growth is heavy beside the day's WAN bytes. */
export function jobAlarms(
  {runs}: History,
  usage: Usage,
  wanBytes: number,
  {jobGrowth, heavyShare}: Config['drift'],
): Alarm[] {
  const {lastBytes, earlierBytes, earlierDays} = usage.jobs
  return runs.jobNames.flatMap((job, j) => {
    if (earlierDays[j] < leastDays) return []
    const mean = earlierBytes[j] / earlierDays[j]
    if (lastBytes[j] < jobGrowth * mean || lastBytes[j] - mean < heavyShare * wanBytes) return []
    const times = Math.round((lastBytes[j] / mean) * 10) / 10
    const message = `the job read ${formatBytes(lastBytes[j])}, ${times} times its mean of ${earlierDays[j]} earlier days`
    return [
      {day: formatDay(usage.lastDay), kind: 'job-grown', subject: job, expected: mean, actual: lastBytes[j], message},
    ]
  })
}

/** Tables first read on the last day, and at once heavy across the WAN. */
export function newTableAlarms(
  {tables, fromDay}: History,
  usage: Usage,
  wanBytes: number,
  {heavyShare}: Config['drift'],
): Alarm[] {
  const {firstTouch, touchedDays, lastRemoteBytes} = usage.tables
  const isNew = (t: number) => touchedDays[t] > 0 && firstTouch[t] === usage.lastDay && fromDay < usage.lastDay
  return tables.names.flatMap((table, t) => {
    const bytes = lastRemoteBytes[t]
    if (!isNew(t) || bytes < heavyShare * wanBytes || bytes === 0) return []
    const message = `no run touched the table before, and other regions now read ${formatBytes(bytes)} of it a day`
    return [
      {day: formatDay(usage.lastDay), kind: 'table-new-heavy', subject: table, expected: 0, actual: bytes, message},
    ]
  })
}

/** Days of a job from which its mean says anything. */
const leastDays = 3
