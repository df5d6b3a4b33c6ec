/** Exit codes of a command that was stopped by a signal: 128 and its number, as shells have it. */
const exitCodes = {SIGINT: 130, SIGTERM: 143} as const
type StopSignal = keyof typeof exitCodes

/** Why work was stopped. */
export class Interrupted extends Error {
  readonly exitCode: number
  readonly stopSignal: StopSignal
  constructor(stopSignal: StopSignal) {
    super(stopSignal)
    this.name = 'Interrupted'
    this.stopSignal = stopSignal
    this.exitCode = exitCodes[stopSignal]
  }
}

/**
 * Runs work that stops where the process is asked to end (SIGINT, SIGTERM). A second signal ends the process at once.
 *
 * @throws Interrupted where the work was stopped
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stop = (name: StopSignal): void => {
    controller.abort(new Interrupted(name))
    release()
  }
  const onInterrupt = (): void => stop('SIGINT')
  const onTerminate = (): void => stop('SIGTERM')
  const release = (): void => {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onTerminate)
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerminate)
  try {
    return await work(controller.signal)
  } finally {
    release()
  }
}
