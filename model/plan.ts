/** The plan file (spec: formats.md section 2). */
export interface Plan {
  readonly formatVersion: '1.0'
  readonly planId: string
  /** First day that the plan is meant for, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly history: {readonly from: string; readonly to: string; readonly fingerprint: string}
  readonly algorithm: {
    readonly caching: string
    readonly migration: string
    readonly placement: string
    readonly options: Readonly<Record<string, unknown>>
    readonly seed: number
  }
  readonly moves: readonly Move[]
  readonly replicas: readonly Replica[]
  readonly jobs: readonly JobPlacement[]
  readonly claims: Claims
  readonly noop: boolean
}

/** A project (or, where the topology says `unit: table`, one table) gets a new home. */
export interface Move {
  readonly project?: string
  readonly table?: string
  readonly from: string
  readonly to: string
  readonly bytes: number
}

/** Region keeps the partitions of the table whose age lies in [fromAge, toAge) days. */
export interface Replica {
  readonly table: string
  readonly region: string
  readonly fromAge: number
  readonly toAge: number
  readonly storedBytes: number
  readonly refreshBytesPerDay: number
  readonly savedBytesPerDay: number
}

export interface JobPlacement {
  readonly job: string
  readonly region: string
  readonly savedBytesPerDay: number
}

export interface ClaimedTraffic {
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
  readonly remoteReads: number
  readonly reads: number
}

export interface Claims {
  readonly before: ClaimedTraffic
  readonly after: ClaimedTraffic & {
    readonly byCause: {readonly remoteRead: number; readonly refresh: number; readonly writeBack: number}
    readonly replicaBytesByRegion: Readonly<Record<string, number>>
  }
  readonly oneOff: {
    readonly moveBytes: number
    readonly fillBytes: number
    /** The one version of every replicated snapshot table, copied once: fill that formats.md 3.7 leaves out of `fillBytes`. */
    readonly snapshotFillBytes?: number
  }
  /** Absent where no bound is known. */
  readonly bound?: {readonly wanCostPerDay: number; readonly scope: string; readonly gap: number}
}
