import {type Day, formatDay} from '../../model/days.js'
import type {Plan} from '../../model/plan.js'

const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}

/** A plan that decides nothing: what holds before the first one. It is replayed, never written. */
export function noPlan(asOfDay: Day): Plan {
  const day = formatDay(asOfDay)
  return {
    formatVersion: '1.0',
    planId: 'none',
    asOf: day,
    history: {from: day, to: day, fingerprint: ''},
    algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed: 0},
    moves: [],
    replicas: [],
    jobs: [],
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: true,
  }
}
