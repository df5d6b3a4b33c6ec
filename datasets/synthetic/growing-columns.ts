import {type AccessBatch, NO_DATE} from '../../model/history.js'

/** Rows of reads or writes under construction, in columns that double when full. */
export class GrowingAccess implements AccessBatch {
  length = 0
  run = new Int32Array(1024)
  table = new Int32Array(1024)
  partitionDay = new Int32Array(1024)
  bytes = new Float64Array(1024)

  push(run: number, table: number, partitionDay: number, bytes: number): void {
    if (this.length === this.run.length) this.grow()
    const i = this.length++
    this.run[i] = run
    this.table[i] = table
    this.partitionDay[i] = partitionDay
    this.bytes[i] = bytes
  }

  private grow(): void {
    this.run = doubled(this.run, Int32Array)
    this.table = doubled(this.table, Int32Array)
    this.partitionDay = doubled(this.partitionDay, Int32Array)
    this.bytes = doubled(this.bytes, Float64Array)
  }
}

/** Runs of a day under construction. */
export class GrowingRuns {
  count = 0
  job = new Int32Array(256)
  attempt = new Uint8Array(256)
  project = new Int32Array(256)
  region = new Int32Array(256)
  startSecond = new Int32Array(256)
  durationSeconds = new Int32Array(256)
  cpuHours = new Float64Array(256)
  priority = new Uint8Array(256)
  movable = new Uint8Array(256)
  failed = new Uint8Array(256)

  /** Adds a row with the given job; the caller fills in the other columns. */
  push(job: number): number {
    if (this.count === this.job.length) {
      this.job = doubled(this.job, Int32Array)
      this.attempt = doubled(this.attempt, Uint8Array)
      this.project = doubled(this.project, Int32Array)
      this.region = doubled(this.region, Int32Array)
      this.startSecond = doubled(this.startSecond, Int32Array)
      this.durationSeconds = doubled(this.durationSeconds, Int32Array)
      this.cpuHours = doubled(this.cpuHours, Float64Array)
      this.priority = doubled(this.priority, Uint8Array)
      this.movable = doubled(this.movable, Uint8Array)
      this.failed = doubled(this.failed, Uint8Array)
    }
    this.job[this.count] = job
    return this.count++
  }
}

function doubled<C extends {readonly length: number; set(from: C): void}>(
  column: C,
  Type: new (length: number) => C,
): C {
  const larger = new Type(column.length * 2)
  larger.set(column)
  return larger
}

/** Partition day of a row: snapshot tables have none. */
export function partitionDayOf(snapshot: number, day: number): number {
  return snapshot ? NO_DATE : day
}
