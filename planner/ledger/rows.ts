/** What the ledger holds, row by row; days are `YYYY-MM-DD`, bytes and costs a day unless named otherwise. */

/** How far a night has come; each step is one transaction. */
export const nightSteps = ['begun', 'observed', 'decided', 'written', 'done'] as const
export type NightStep = (typeof nightSteps)[number]

export interface RunRow {
  readonly run: number
  readonly asOf: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly pid: number
  readonly host: string
  /** `running`, `done`, `failed`, or `broken-off` where it ended without a word. */
  readonly outcome: string
  readonly message: string
}

export interface NightRow {
  readonly asOf: string
  readonly step: NightStep
  readonly historyFingerprint: string
  readonly settingsFingerprint: string
  /** `changed`, `kept`; empty before the decision. */
  readonly decision: string
  readonly reason: string
  readonly proposedPlan: string | null
  readonly planInForce: string | null
  /** Cost a day, in-sample, that the change saves over what was in force. */
  readonly gainPerDay: number
  readonly fillBytes: number
  readonly moveBytes: number
  /** Decisions that differ from those in force before. */
  readonly changes: number
}

export interface PlanRow {
  readonly planId: string
  readonly asOf: string
  readonly previousPlan: string | null
  readonly historyFrom: string
  readonly historyTo: string
  readonly historyFingerprint: string
  readonly settingsFingerprint: string
  /** First day that it was in force; null where it never was. */
  readonly inForceSince: string | null
}

/** One decision in force. `until` is the first day on which it was not any more. */
export interface DecisionRow {
  readonly decision: 'replica' | 'move' | 'job'
  readonly name: string
  readonly region: string
  /** `0-7`: ages from 0, below 7; empty for moves and jobs. */
  readonly ages: string
  readonly bytes: number
  readonly since: string
  readonly until: string | null
  readonly planId: string
}

export interface TrafficRow {
  readonly day: string
  readonly kind: 'predicted' | 'actual'
  readonly planId: string | null
  readonly beforeBytes: number
  readonly beforeCost: number
  readonly afterBytes: number
  readonly afterCost: number
  readonly remoteReadBytes: number
  readonly refreshBytes: number
  readonly writeBackBytes: number
}

export interface LinkTrafficRow {
  readonly day: string
  readonly kind: 'predicted' | 'actual'
  readonly fromRegion: string
  readonly toRegion: string
  readonly bytes: number
  /** Null where the link has no limit. */
  readonly capacityBytes: number | null
}

/** A change that was proposed and not made, with the rail that refused it. */
export interface Refusal {
  readonly rail: string
  readonly decision: 'replica' | 'move' | 'job' | 'plan'
  readonly name: string
  readonly region: string
  readonly bytes: number
  readonly reason: string
}

export interface Alarm {
  /** Day that shows it. */
  readonly day: string
  readonly kind: string
  readonly subject: string
  readonly expected: number
  readonly actual: number
  readonly message: string
}

/** Bytes to copy in one hour of one night. */
export interface RolloutRow {
  readonly decision: 'replica' | 'move'
  readonly name: string
  /** Regions on the way, e.g. `hangzhou > beijing`. */
  readonly route: string
  /** 0 = the night of the plan. */
  readonly night: number
  /** Hour of day, UTC. */
  readonly hour: number
  readonly bytes: number
}
