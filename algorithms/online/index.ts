import {belady} from './belady.js'
import {gdsf} from './gdsf.js'
import {landlord} from './landlord.js'
import {lfuDa} from './lfu-da.js'
import {lru} from './lru.js'
import {none} from './none.js'
import type {OnlinePolicy} from './policy.js'
import {s3Fifo} from './s3-fifo.js'
import {secondHit} from './second-hit.js'
import {sieve} from './sieve.js'
import {ttl} from './ttl.js'

/** The online caching family: one line a member. Command line, config check, docs, tests and benches read it. */
export const onlinePolicies = {
  none,
  lru,
  'lfu-da': lfuDa,
  gdsf,
  landlord,
  ttl,
  's3-fifo': s3Fifo,
  sieve,
  'second-hit': secondHit,
  belady,
} as const satisfies Record<string, OnlinePolicy>

export type OnlinePolicyName = keyof typeof onlinePolicies

export {buildTrace} from './build-trace.js'
export {type PfooBound, pfooBound} from './pfoo-bound.js'
export type {OnlineCache, OnlinePolicy} from './policy.js'
export {type ReplayOptions, replay} from './replay.js'
export type {ReplayOutcome} from './replay-account.js'
export type {ReadTrace} from './trace.js'
