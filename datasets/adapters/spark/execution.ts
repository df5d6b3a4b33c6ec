import type {DescribedScan} from './plan-locations.js'
import {type PlanNode, planNodes} from './plan-node.js'
import {type PlanOutput, planOutputs} from './plan-outputs.js'
import {planScans, readsCache, type Scan} from './plan-scans.js'
import {planSignature} from './plan-signature.js'

/** Bounds of what is kept of one execution: beyond them plans are not those of queries. */
const mostScans = 20_000
const mostUpdates = 100_000

/**
 * What a log tells of one SQL execution, together with the executions that it started (`rootExecutionId`, Spark 3.4 and Databricks): they
 * are one query of the user, and their plans and tasks overlap.
 */
export class Execution {
  readonly id: number
  startMs: number | undefined
  endMs: number | undefined
  /** Undefined where the log does not say (before Spark 3.4). */
  errorMessage: string | undefined
  hasFailedJob = false
  openJobs = 0
  /** Task metrics of its stages: bytes read and written, CPU time of executors in nanoseconds. */
  readBytes = 0
  writtenBytes = 0
  cpuNanoseconds = 0
  readsCache = false
  unnamedWriters = 0
  /** What was not kept because of the bounds. */
  overflow = 0
  readonly scans = new Map<string, Scan>()
  readonly outputs = new Map<string, PlanOutput>()
  readonly nestedOutputs = new Map<string, PlanOutput>()
  /** Accumulator → bytes, as the driver tells them of scans and writes. */
  readonly driverMetrics = new Map<number, number>()
  /** Operators of the first plan, before it adapts to the data. */
  #firstPlan: readonly PlanNode[] | undefined

  constructor(id: number) {
    this.id = id
  }

  /** Takes a plan: the first one, one that was adapted, or that of an execution started by this one. */
  plan(info: unknown, isNested: boolean, described: readonly DescribedScan[]): void {
    const nodes = planNodes(info)
    if (!isNested) this.#firstPlan ??= nodes
    this.readsCache ||= readsCache(nodes)
    for (const scan of planScans(nodes, described)) {
      const known = this.scans.get(scan.key)
      if (known === undefined && this.scans.size >= mostScans) this.overflow++
      else if (known === undefined || known.tables.length === 0) this.scans.set(scan.key, scan)
    }
    const {outputs, unnamed} = planOutputs(nodes)
    const kept = isNested ? this.nestedOutputs : this.outputs
    for (const output of outputs) if (!kept.has(output.table)) kept.set(output.table, output)
    this.unnamedWriters += unnamed
  }

  /** Bytes that the driver counted; the last word on an accumulator counts, as it is the value and no increase. */
  driverMetric(id: number, value: number): void {
    if (this.driverMetrics.size >= mostUpdates && !this.driverMetrics.has(id)) this.overflow++
    else this.driverMetrics.set(id, value)
  }

  /** Tables that it writes: those of its own plan, or else those of the executions that it started. */
  get written(): readonly PlanOutput[] {
    return [...(this.outputs.size > 0 ? this.outputs : this.nestedOutputs).values()]
  }

  /** Hash of what it computes. */
  get signature(): string {
    const inputs = [...this.scans.values()].flatMap(({tables}) => tables.map(({table}) => table))
    return planSignature(
      this.#firstPlan ?? [],
      inputs,
      this.written.map(({table}) => table),
    )
  }

  get hasPlan(): boolean {
    return this.#firstPlan !== undefined
  }

  get failed(): boolean {
    return this.errorMessage === undefined ? this.hasFailedJob : this.errorMessage !== ''
  }
}
