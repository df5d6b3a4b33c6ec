import cliProgress from 'cli-progress'

/** Reports how far long work has come. `share` runs from 0 to 1 within a stage. */
export interface Progress {
  stage(name: string, share: number): void
  done(): void
}

/** A bar on stderr, and only where stderr is a terminal; silent otherwise. */
export function terminalProgress(): Progress {
  if (!process.stderr.isTTY) return {stage: () => {}, done: () => {}}
  const bar = new cliProgress.SingleBar(
    {
      format: '{stage} {bar} {percentage}%',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 30,
    },
    cliProgress.Presets.shades_classic,
  )
  let started = false
  return {
    stage(name, share) {
      const value = Math.round(share * 100)
      if (!started) bar.start(100, value, {stage: name.padEnd(24)})
      else bar.update(value, {stage: name.padEnd(24)})
      started = true
    },
    done() {
      if (started) bar.stop()
      started = false
    },
  }
}
