/** A job of Spark: one action, or a part of one. */
export interface SparkJob {
  readonly id: number
  /** SQL execution that it belongs to. */
  readonly root?: number
  readonly startMs?: number
  /** Bytes that its tasks read and wrote, of jobs without an SQL execution. */
  bytes: number
}

/** Whom a task works for. */
export interface TaskOwner {
  readonly root?: number
  readonly job?: SparkJob
}

/** Stages remembered: those of jobs that have ended are needed for tasks that straggle. */
const mostStages = 100_000
/** Jobs remembered until they end. */
const mostJobs = 100_000

/** Tells from the stage of a task whom it works for. */
export class TaskOwners {
  readonly #jobs = new Map<number, SparkJob>()
  readonly #stages = new Map<number, TaskOwner>()

  /** A job begins. Its stages are its own where no earlier job has them: it only looks at what that one left. Returns a job that is forgotten for it. */
  job(
    id: number,
    root: number | undefined,
    startMs: number | undefined,
    stages: readonly number[],
  ): SparkJob | undefined {
    const known = {...(root === undefined ? {} : {root}), ...(startMs === undefined ? {} : {startMs})}
    const job: SparkJob = {id, bytes: 0, ...known}
    const forgotten = this.#jobs.size >= mostJobs ? this.endJob(this.#jobs.keys().next().value!) : undefined
    this.#jobs.set(id, job)
    for (const stage of stages) if (!this.#stages.has(stage)) this.#own(stage, root === undefined ? {job} : {root, job})
    return forgotten
  }

  /** An execution submits a stage. */
  stage(stage: number, root: number): void {
    this.#stages.delete(stage)
    this.#own(stage, {root})
  }

  ofStage(stage: number): TaskOwner | undefined {
    return this.#stages.get(stage)
  }

  endJob(id: number): SparkJob | undefined {
    const job = this.#jobs.get(id)
    this.#jobs.delete(id)
    return job
  }

  /** Jobs that have not ended. */
  jobs(): Iterable<SparkJob> {
    return this.#jobs.values()
  }

  clear(): void {
    this.#jobs.clear()
    this.#stages.clear()
  }

  #own(stage: number, owner: TaskOwner): void {
    if (this.#stages.size >= mostStages) this.#stages.delete(this.#stages.keys().next().value!)
    this.#stages.set(stage, owner)
  }
}
