import type {OpenRun} from './open-run.js'
import {addEvent, openRun} from './open-run.js'
import type {RunEvent} from './run-event.js'

/** How many runs are held, and datasets of all of them. */
export interface WindowLimits {
  /** Runs of which an end or anything before it is missing. */
  readonly openRuns: number
  /** Runs that are whole: held for events that come late. */
  readonly wholeRuns: number
  readonly datasets: number
}

export const windowLimits: WindowLimits = {openRuns: 200_000, wholeRuns: 50_000, datasets: 1_000_000}

/** Gathers the events of runs in bounded memory. Runs leave it oldest first, in the order of their first event. */
export class RunWindow {
  readonly #limits: WindowLimits
  readonly #leave: (run: OpenRun) => void
  readonly #open = new Map<string, OpenRun>()
  readonly #whole = new Map<string, OpenRun>()
  #datasets = 0

  /** @param leave takes a run that has no more room, or has all its events */
  constructor(limits: WindowLimits, leave: (run: OpenRun) => void) {
    this.#limits = limits
    this.#leave = leave
  }

  /** @returns the number of datasets of the event for which its run has no room */
  add(event: RunEvent, file: string, row: number): number {
    let run = this.#open.get(event.run) ?? this.#whole.get(event.run)
    if (run === undefined) {
      run = openRun(event, file, row)
      this.#open.set(event.run, run)
    }
    const {added, refused} = addEvent(run, event)
    this.#datasets += added
    if (run.end !== undefined && run.startedMs !== undefined && this.#open.delete(run.run))
      this.#whole.set(run.run, run)
    this.#makeRoom()
    return refused
  }

  /** All runs leave. */
  end(): void {
    for (const runs of [this.#whole, this.#open]) while (runs.size > 0) this.#letOldestGo(runs)
  }

  #makeRoom(): void {
    while (this.#whole.size > this.#limits.wholeRuns) this.#letOldestGo(this.#whole)
    while (this.#open.size > this.#limits.openRuns) this.#letOldestGo(this.#open)
    while (this.#datasets > this.#limits.datasets && this.#whole.size + this.#open.size > 1) {
      this.#letOldestGo(this.#whole.size > 0 ? this.#whole : this.#open)
    }
  }

  #letOldestGo(runs: Map<string, OpenRun>): void {
    for (const [key, run] of runs) {
      runs.delete(key)
      this.#datasets -= run.inputs.size + run.outputs.size
      this.#leave(run)
      return
    }
  }
}
