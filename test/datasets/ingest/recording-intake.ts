import type {AdapterOptions, Intake} from '../../../datasets/ingest/intake.js'
import {defaultLimits} from '../../../datasets/ingest/intake.js'
import type {Drop, ObservedProject, ObservedRun, ObservedTable} from '../../../datasets/ingest/observed.js'
import type {Finding} from '../../../model/errors.js'

/** An intake that keeps all it is told, in order. */
export class RecordingIntake implements Intake {
  readonly runs: ObservedRun[] = []
  readonly tables: ObservedTable[] = []
  readonly partitions: {table: string; day: number; bytes: number}[] = []
  readonly projects: ObservedProject[] = []
  readonly dependencies: {table: string; upstream: string; job?: string}[] = []
  readonly drops: Drop[] = []
  readonly faults: Finding[] = []
  flushes = 0

  run(run: ObservedRun): void {
    this.runs.push(run)
  }
  table(table: ObservedTable): void {
    this.tables.push(table)
  }
  partition(table: string, day: number, bytes: number): void {
    this.partitions.push({table, day, bytes})
  }
  project(project: ObservedProject): void {
    this.projects.push(project)
  }
  dependency(table: string, upstream: string, job?: string): void {
    this.dependencies.push({table, upstream, ...(job === undefined ? {} : {job})})
  }
  drop(drop: Drop): void {
    this.drops.push(drop)
  }
  fault(finding: Finding): void {
    this.faults.push(finding)
  }
  async flush(): Promise<void> {
    this.flushes++
  }

  /** Drops counted by reason. */
  get dropped(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const {reason} of this.drops) counts[reason] = (counts[reason] ?? 0) + 1
    return counts
  }
}

/** Options of an adapter as the command line gives them when no flag is set. */
export function adapterOptions(changes: Partial<AdapterOptions> = {}): AdapterOptions {
  return {
    timeZone: 'UTC',
    map: new Map(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    limits: defaultLimits,
    ...changes,
  }
}
