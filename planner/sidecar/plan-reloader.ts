import {describeError} from '../print-error.js'
import {readPlanFile} from '../router/index.js'
import {fileVersion, type RouterFiles, readRouterIndex} from './router-files.js'
import type {ServedRouter} from './served-router.js'

export type ReloadOutcome = 'ok' | 'failed'

/**
 * Brings another plan into force while requests go on. Fails open: a plan or an index that cannot be used leaves the one
 * before in force, and says so until one can. Reloads run one after the other.
 */
export class PlanReloader {
  readonly #served: ServedRouter
  readonly #files: RouterFiles
  readonly #tell: (outcome: ReloadOutcome, text: string) => void
  #last: Promise<unknown> = Promise.resolve()
  #planVersion = ''
  #indexVersion = ''
  #timer: NodeJS.Timeout | undefined
  lastReload: 'none' | ReloadOutcome = 'none'
  /** Why the last reload failed. */
  problem: string | undefined

  /** @param tell told after every reload, with a text for the log */
  constructor(served: ServedRouter, files: RouterFiles, tell: (outcome: ReloadOutcome, text: string) => void) {
    this.#served = served
    this.#files = files
    this.#tell = tell
  }

  /** Reads everything again, the history too. */
  reloadAll(): Promise<void> {
    return this.#queue(async () => this.#served.reload(await readRouterIndex(this.#files)))
  }

  /** Looks at the files every so often and reloads what changed; a rename over the file and a link that turns are seen too. */
  async watch(everyMilliseconds: number): Promise<void> {
    await this.#noteVersions()
    const look = async (): Promise<void> => {
      const plan = await fileVersion(this.#files.plan)
      const index = await fileVersion(this.#files.index)
      const isIndexNew = index !== this.#indexVersion
      const isPlanNew = plan !== this.#planVersion
      this.#planVersion = plan
      this.#indexVersion = index
      if (isIndexNew) await this.reloadAll()
      else if (isPlanNew) await this.#queue(async () => this.#served.reload(readPlanFile(this.#files.plan!)))
      if (this.#timer !== undefined) this.#timer = setTimeout(look, everyMilliseconds).unref()
    }
    this.#timer = setTimeout(look, everyMilliseconds).unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #noteVersions(): Promise<void> {
    this.#planVersion = await fileVersion(this.#files.plan)
    this.#indexVersion = await fileVersion(this.#files.index)
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const next = this.#last.then(async () => {
      try {
        await work()
        this.lastReload = 'ok'
        this.problem = undefined
        this.#tell('ok', `plan ${this.#served.router.planId} is in force`)
      } catch (error) {
        this.lastReload = 'failed'
        this.problem = describeError(error).trim()
        this.#tell('failed', `the plan was not reloaded, ${this.#served.router.planId} stays in force: ${this.problem}`)
      }
    })
    this.#last = next
    return next
  }
}
