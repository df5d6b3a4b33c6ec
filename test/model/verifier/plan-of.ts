import type {JobPlacement, Move, Plan, Replica} from '../../../model/plan.js'

type Window = readonly [table: string, region: string, fromAge: number, toAge: number]

/** A plan with the decisions given and claims of nothing. `moves` are `project: 'from>to'`, or `table:NAME` for one table. */
export function planOf(decisions: {
  readonly asOf?: string
  readonly moves?: Readonly<Record<string, string>>
  readonly replicas?: readonly Window[]
  readonly jobs?: Readonly<Record<string, string>>
}): Plan {
  const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
  return {
    formatVersion: '1.0',
    planId: 'test',
    asOf: decisions.asOf ?? '1970-04-11',
    history: {from: '1970-01-01', to: '1970-01-01', fingerprint: ''},
    algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed: 1},
    moves: Object.entries(decisions.moves ?? {}).map(([name, route]): Move => {
      const [from, to] = route.split('>') as [string, string]
      const subject = name.startsWith('table:') ? {table: name.slice('table:'.length)} : {project: name}
      return {...subject, from, to, bytes: 0}
    }),
    replicas: (decisions.replicas ?? []).map(
      ([table, region, fromAge, toAge]): Replica => ({
        ...{table, region, fromAge, toAge},
        ...{storedBytes: 0, refreshBytesPerDay: 0, savedBytesPerDay: 0},
      }),
    ),
    jobs: Object.entries(decisions.jobs ?? {}).map(
      ([job, region]): JobPlacement => ({job, region, savedBytesPerDay: 0}),
    ),
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: false,
  }
}
