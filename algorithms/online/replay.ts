import type {ReplicaBudgets} from '../../model/budgets.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {completeOptions, type OptionValues} from '../options.js'
import {indexEntries} from './entries.js'
import {type LookAhead, lookAhead} from './look-ahead.js'
import type {Access, OnlinePolicy} from './policy.js'
import {ReplayAccount, type ReplayOutcome} from './replay-account.js'
import {Storage} from './storage.js'
import type {ReadTrace} from './trace.js'

export interface ReplayOptions {
  /** The policy's own options. */
  readonly policyOptions?: OptionValues
  /** First day that counts; earlier ones only warm the caches up. Default: the first day of the trace. */
  readonly scoreFromDay?: Day
}

/**
 * Replays a trace under a policy: the one simulator of the online family. A read away from home is a hit where its region keeps
 * the current version, and local. A miss that the policy admits brings the whole item from its home (its bytes, or the bytes
 * read where they are more) and keeps that many; one that it does not admit takes only the bytes read across. Budgets hold at all
 * times; what is larger than a budget is never kept. Failed runs are traffic, may hit, and change nothing. O(accesses) steps of
 * the policy. Throws a usage error for a budget that is none and for options that the policy does not know.
 */
export function replay(
  trace: ReadTrace,
  budgets: ReplicaBudgets,
  policy: OnlinePolicy,
  {policyOptions = {}, scoreFromDay = trace.fromDay}: ReplayOptions = {},
): ReplayOutcome {
  checkBudgets(trace, budgets)
  checkDay(scoreFromDay)
  const options = completeOptions(policy.name, policy.options, policyOptions)
  const {accessCount, regionCount, day, region, item, readBytes, itemBytes, failed, itemHome, rewrites} = trace
  const {linkPricePerByte, storagePricePerByteDay} = trace
  const entries = indexEntries(trace)
  let future: LookAhead | undefined
  const seeAhead = () => {
    future ??= lookAhead(trace, entries)
    return future
  }
  const account = new ReplayAccount(trace, Math.max(scoreFromDay, trace.fromDay))
  let today = trace.fromDay
  const storage = new Storage(trace, entries, budgets, policy, options, seeAhead, why => {
    if (today < scoreFromDay) return
    if (why === 'evicted') account.evictions += 1
    if (why === 'expired') account.expiries += 1
  })
  const access: {-readonly [Name in keyof Access]: Access[Name]} = {
    position: 0,
    day: 0,
    readBytes: 0,
    fillBytes: 0,
    pricePerByte: 0,
    storagePricePerByteDay: 0,
  }
  const noteAll = () => {
    for (let e = 0; e < regionCount; e++) account.noteStored(e, storage.storedByRegion[e], storage.storedBytes)
  }
  const goTo = (next: Day) => {
    while (today < next) {
      if (today >= scoreFromDay) account.endDay(storage.storedByRegion, storage.storedBytes)
      today += 1
      storage.expire(today)
      if (today === scoreFromDay) noteAll()
    }
  }

  let nextRewrite = 0
  for (let position = 0; position < accessCount; position++) {
    if (day[position] !== today) goTo(day[position])
    while (nextRewrite < rewrites.count && rewrites.position[nextRewrite] <= position) {
      storage.dropItem(rewrites.item[nextRewrite++])
    }
    const isScored = today >= scoreFromDay
    if (isScored) account.reads += 1
    const reader = region[position]
    const home = itemHome[item[position]]
    if (reader === home) continue
    const bytes = readBytes[position]
    const entry = entries.ofAccess[position]
    const isFailed = failed[position] === 1
    let isFill = false
    if (entry >= 0) {
      access.position = position
      access.day = today
      access.readBytes = bytes
      access.fillBytes = Math.max(bytes, itemBytes[position])
      access.pricePerByte = linkPricePerByte[home * regionCount + reader]
      access.storagePricePerByteDay = storagePricePerByteDay[reader]
      if (storage.has(entry)) {
        if (!isFailed) storage.hit(entry, access)
        if (isScored) account.hits += 1
        continue
      }
      isFill = !isFailed && storage.bringIn(entry, access)
    }
    if (!isScored) continue
    account.cross(isFill, today, home, reader, isFill ? access.fillBytes : bytes)
    if (isFill) account.noteStored(reader, storage.storedByRegion[reader], storage.storedBytes)
  }
  goTo(trace.toDay + 1)
  return account.outcome(policy.name)
}

/** Throws a usage error where a budget is missing, negative or no number. */
export function checkBudgets(trace: ReadTrace, {regionBytes, totalBytes}: ReplicaBudgets): void {
  if (regionBytes.length !== trace.regionCount) {
    throw new IsthmusError(
      'usage',
      `there are budgets for ${regionBytes.length} regions and the trace has ${trace.regionCount}`,
      'Give each region a budget in bytes, Infinity where there is none.',
    )
  }
  for (const [region, bytes] of [...regionBytes.entries(), [-1, totalBytes] as const]) {
    if (bytes >= 0) continue
    const owner = region < 0 ? 'all regions together' : `region ${region}`
    throw new IsthmusError('usage', `the budget of ${owner} is ${bytes} bytes`, 'Give 0 or more, or Infinity.')
  }
}

/** Throws a usage error where the first scored day is no day. */
export function checkDay(scoreFromDay: Day): void {
  if (Number.isInteger(scoreFromDay)) return
  throw new IsthmusError('usage', `the first scored day is day ${scoreFromDay}`, 'Give a whole number of days.')
}
