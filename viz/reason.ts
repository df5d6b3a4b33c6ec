import {formatBytes, formatCost, formatCount, formatDays, formatNumber, perDay} from './format.js'
import type {CostUnit, MoveRow, ReplicaRow, UnmetReason} from './report-data.js'
import type {JobRow} from './report-sections.js'

/**
 * Why a replica is in the plan, in one sentence of plain text (not escaped: it holds numbers only), e.g. "saves 12.3 GB a day
 * for 8.1 GB stored: read by 5 jobs 9× a day; pays for itself after 1.2 days".
 */
export function replicaReason(replica: ReplicaRow, unit: CostUnit): string {
  const money = unit.kind === 'money' ? ` (${formatCost(replica.savedCostPerDay, unit)})` : ''
  const head = `saves ${perDay(formatBytes(replica.savedBytesPerDay))}${money} for ${formatBytes(replica.storedBytes)} stored`
  const readers = readersOf(replica)
  const payback =
    replica.breakEvenDays === undefined ? '' : `pays for itself after ${formatDays(replica.breakEvenDays)}`
  const tail = [readers, payback].filter(part => part !== '').join('; ')
  return tail === '' ? head : `${head}: ${tail}`
}

function readersOf({readerCount, readsPerDay}: ReplicaRow): string {
  const often = readsPerDay === undefined ? '' : `${formatNumber(readsPerDay)}× a day`
  if (readerCount === undefined) return often === '' ? '' : `read ${often}`
  const jobs = `read by ${formatCount(readerCount)} ${readerCount === 1 ? 'job' : 'jobs'}`
  return often === '' ? jobs : `${jobs} ${often}`
}

const unmetReasons: Readonly<Record<UnmetReason, string>> = {
  'over-budget': 'other replicas save more per stored byte, and the budget is full',
  'costs-more-than-it-saves': 'a daily copy would cost more than these reads',
  'not-replicable': 'the table may not be replicated there',
}

/** Why reads were left remote, in plain text. */
export function unmetReason(reason: UnmetReason | undefined): string {
  return reason === undefined ? 'not stated' : unmetReasons[reason]
}

/** Why a home moves, in plain text, e.g. `38 TB a day are read between it and what lives or runs there, 3 TB a day at the old home`. */
export function moveReason({readWithNewHomeBytesPerDay: there, readWithOldHomeBytesPerDay: here}: MoveRow): string {
  if (there === undefined || here === undefined) return 'not stated'
  return `${perDay(formatBytes(there))} are read between it and what lives or runs there, ${perDay(formatBytes(here))} at the old home`
}

/** Why a job runs elsewhere, in plain text. */
export function jobReason(job: JobRow): string {
  const {savedBytesPerDay, readBytesPerDay, localBytesPerDay, localBytesPerDayOtherwise} = job
  const reads = `of ${perDay(formatBytes(readBytesPerDay))} read, ${formatBytes(localBytesPerDay)} are local there and ${formatBytes(localBytesPerDayOtherwise)} would be otherwise`
  return savedBytesPerDay > 0 ? reads : `${reads}; it saves no bytes: a cheaper link or room elsewhere speaks for it`
}
