import {listAt, numberAt, objectAt, textAt} from '../../ingest/json-fields.js'
import type {Drop, ObservedRun, Place} from '../../ingest/observed.js'
import {withoutVolatileParts} from '../../ingest/volatile-parts.js'
import {clusterPlace} from './cluster-place.js'
import {Execution} from './execution.js'
import {runOf} from './execution-run.js'
import type {LogEvent} from './log-line.js'
import {describedScans} from './plan-locations.js'
import {TaskOwners} from './task-owners.js'

/** Executions kept while they are open: a server that answers queries for months has many, and few at a time. */
const mostOpenExecutions = 5000
/** Executions started by others that are remembered until they end. */
const mostNestedExecutions = 100_000

/** Where an application tells what it finds. */
export interface ApplicationSink {
  run(run: ObservedRun): void
  drop(drop: Omit<Drop, 'file'>): void
}

/** Takes the events of one attempt of an application, in the order of its log, and tells its runs as they end. */
export class Application {
  readonly #sink: ApplicationSink
  #id: string
  #name: string | undefined
  #attempt: string | undefined
  #hasStarted = false
  #place: Place = {}
  readonly #executions = new Map<number, Execution>()
  /** Execution → the one that started it. */
  readonly #roots = new Map<number, number>()
  readonly #owners = new TaskOwners()

  /** @param logName name of the log, for one that does not tell the id of its application */
  constructor(sink: ApplicationSink, logName: string) {
    this.#sink = sink
    this.#id = logName
  }

  take({name, value}: LogEvent): void {
    switch (name) {
      case 'SparkListenerApplicationStart':
        this.#start(value)
        return
      case 'SparkListenerEnvironmentUpdate':
        this.#environment(objectAt(value, 'Spark Properties'))
        return
      case 'SparkListenerSQLExecutionStart':
      case 'SparkListenerSQLAdaptiveExecutionUpdate':
        this.#plan(name, value)
        return
      case 'SparkListenerDriverAccumUpdates':
        this.#driverMetrics(value)
        return
      case 'SparkListenerSQLExecutionEnd':
        this.#executionEnd(value)
        return
      case 'SparkListenerJobStart':
        this.#jobStart(value)
        return
      case 'SparkListenerStageSubmitted':
        this.#stage(value)
        return
      case 'SparkListenerTaskEnd':
        this.#task(value)
        return
      case 'SparkListenerJobEnd':
        this.#jobEnd(value)
    }
  }

  /** The log is at its end: what is still open is told. */
  end(): void {
    for (const execution of this.#executions.values()) this.#finish(execution)
    this.#executions.clear()
    for (const job of this.#owners.jobs()) this.#jobWithoutSql(job)
    this.#owners.clear()
    this.#roots.clear()
  }

  /** Logs may be put one behind the other: another application begins where the one before is over. */
  #start(value: unknown): void {
    const [id, attempt] = [textAt(value, 'App ID') ?? this.#id, textAt(value, 'App Attempt ID')]
    if (this.#hasStarted && (id !== this.#id || attempt !== this.#attempt)) this.end()
    this.#hasStarted = true
    this.#id = id
    this.#attempt = attempt
    this.#name = textAt(value, 'App Name') ?? this.#name
  }

  #environment(properties: unknown): void {
    this.#place = clusterPlace(properties)
    this.#name ??= textAt(properties, 'spark.app.name')
  }

  #plan(name: string, value: unknown): void {
    const id = numberAt(value, 'executionId')
    if (id === undefined) return
    const root = numberAt(value, 'rootExecutionId') ?? this.#roots.get(id) ?? id
    if (root !== id) {
      if (this.#roots.size >= mostNestedExecutions) this.#roots.clear()
      this.#roots.set(id, root)
    }
    const execution = this.#execution(root)
    if (name === 'SparkListenerSQLExecutionStart' && root === id) execution.startMs = numberAt(value, 'time')
    const described = describedScans(textAt(value, 'physicalPlanDescription') ?? '')
    execution.plan(objectAt(value, 'sparkPlanInfo'), root !== id, described)
  }

  #driverMetrics(value: unknown): void {
    const id = numberAt(value, 'executionId')
    if (id === undefined) return
    const execution = this.#execution(this.#roots.get(id) ?? id)
    for (const update of listAt(value, 'accumUpdates') ?? []) {
      const [accumulator, amount] = Array.isArray(update) ? (update as unknown[]) : []
      if (typeof accumulator === 'number' && typeof amount === 'number') execution.driverMetric(accumulator, amount)
    }
  }

  #executionEnd(value: unknown): void {
    const id = numberAt(value, 'executionId')
    if (id === undefined) return
    if (this.#roots.has(id)) {
      this.#roots.delete(id)
      return
    }
    const execution = this.#execution(id)
    execution.endMs = numberAt(value, 'time')
    execution.errorMessage = textAt(value, 'errorMessage')
    this.#finishIfDone(execution)
  }

  #jobStart(value: unknown): void {
    const id = numberAt(value, 'Job ID')
    if (id === undefined) return
    const root = this.#rootOf(value)
    if (root !== undefined) this.#execution(root).openJobs++
    const stages = (listAt(value, 'Stage IDs') ?? []).filter(stage => typeof stage === 'number')
    const forgotten = this.#owners.job(id, root, numberAt(value, 'Submission Time'), stages)
    if (forgotten !== undefined) this.#jobWithoutSql(forgotten)
  }

  /** The stage belongs to the job that submits it, which need not be the first that needs it. */
  #stage(value: unknown): void {
    const stage = numberAt(value, 'Stage Info', 'Stage ID')
    const root = this.#rootOf(value)
    if (stage !== undefined && root !== undefined) this.#owners.stage(stage, root)
  }

  #rootOf(value: unknown): number | undefined {
    const id = wholeNumber(textAt(value, 'Properties', 'spark.sql.execution.id'))
    if (id === undefined) return undefined
    return wholeNumber(textAt(value, 'Properties', 'spark.sql.execution.root.id')) ?? this.#roots.get(id) ?? id
  }

  #task(value: unknown): void {
    const metrics = objectAt(value, 'Task Metrics')
    const stage = numberAt(value, 'Stage ID')
    if (metrics === undefined || stage === undefined) return
    const readBytes = numberAt(metrics, 'Input Metrics', 'Bytes Read') ?? 0
    const writtenBytes = numberAt(metrics, 'Output Metrics', 'Bytes Written') ?? 0
    const owner = this.#owners.ofStage(stage)
    const execution = owner?.root === undefined ? undefined : this.#executions.get(owner.root)
    if (execution !== undefined) {
      execution.readBytes += readBytes
      execution.writtenBytes += writtenBytes
      execution.cpuNanoseconds += numberAt(metrics, 'Executor CPU Time') ?? 0
    } else if (owner?.job !== undefined && owner.root === undefined) owner.job.bytes += readBytes + writtenBytes
    else if (readBytes + writtenBytes > 0) {
      const reason = owner === undefined ? 'spark task without a job' : 'spark task that ended after its execution'
      this.#sink.drop({reason, bytes: readBytes + writtenBytes, value: `${this.#runPrefix}/stage ${stage}`})
    }
  }

  #jobEnd(value: unknown): void {
    const id = numberAt(value, 'Job ID')
    const job = id === undefined ? undefined : this.#owners.endJob(id)
    if (job === undefined) return
    const execution = job.root === undefined ? undefined : this.#executions.get(job.root)
    if (job.root === undefined) this.#jobWithoutSql(job)
    if (execution === undefined) return
    execution.openJobs--
    if (textAt(value, 'Job Result', 'Result') === 'JobFailed') execution.hasFailedJob = true
    this.#finishIfDone(execution)
  }

  #jobWithoutSql({id, root, bytes, startMs}: {id: number; root?: number; bytes: number; startMs?: number}): void {
    if (root !== undefined) return
    const drop = {reason: 'spark job without a table', value: `${this.#runPrefix}/job ${id}`}
    this.#sink.drop({...drop, ...(bytes > 0 ? {bytes} : {}), ...(startMs === undefined ? {} : {startMs})})
  }

  #execution(id: number): Execution {
    const known = this.#executions.get(id)
    if (known !== undefined) return known
    if (this.#executions.size >= mostOpenExecutions) {
      const [oldest] = this.#executions.values()
      this.#executions.delete(oldest!.id)
      this.#finish(oldest!)
    }
    const execution = new Execution(id)
    this.#executions.set(id, execution)
    return execution
  }

  #finishIfDone(execution: Execution): void {
    if (execution.endMs === undefined || execution.openJobs > 0) return
    this.#executions.delete(execution.id)
    this.#finish(execution)
  }

  #finish(execution: Execution): void {
    const application = withoutVolatileParts(this.#name ?? this.#id)
    const run = `${this.#runPrefix}/${execution.id}`
    const told = runOf(execution, {run, application, place: this.#place})
    for (const drop of told.drops) this.#sink.drop(drop)
    if (told.run !== undefined) this.#sink.run(told.run)
  }

  get #runPrefix(): string {
    return this.#attempt === undefined ? this.#id : `${this.#id}/attempt ${this.#attempt}`
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
