import {existsSync} from 'node:fs'
import {type LoadedHistory, openHistoryFolder} from '../../datasets/history/index.js'
import {type Day, formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Config} from '../config/schema.js'
import type {Progress} from '../progress.js'

/**
 * The last `trainDays` days before `asOfDay`; fewer where the history begins later. Nothing of `asOfDay` or after is seen.
 * @throws IsthmusError (bad-input) where the day before `asOfDay` has no run: a night is not planned from a stale history
 */
export async function loadHistory(config: Config, asOfDay: Day, progress: Progress): Promise<LoadedHistory> {
  if (!existsSync(config.history)) {
    throw new IsthmusError(
      'bad-input',
      `there is no history folder at '${config.history}'`,
      "Mend the setting 'history'.",
    )
  }
  const toDay = asOfDay - 1
  const open = (fromDay: Day) =>
    openHistoryFolder(config.history, {
      ...{fromDay, toDay, allowExtraColumns: config.allowExtraColumns},
      onProgress: (stage, share) => progress.stage(stage, share),
    })
  const fromDay = asOfDay - config.trainDays
  const loaded = await open(fromDay).catch((error: unknown) => {
    // The days are the night's own: that they hold no run is the history's fault and no bad usage.
    if (!(error instanceof IsthmusError) || error.code !== 'usage') throw error
    throw new IsthmusError(
      'bad-input',
      `the history is stale: ${error.message}`,
      `${error.advice} Nothing was planned; what is in force stays.`,
    )
  })
  const {first, last} = daysWithRuns(loaded)
  if (last < toDay) {
    loaded.close()
    throw new IsthmusError(
      'bad-input',
      `the history ends on ${formatDay(last)}, and a plan for ${formatDay(asOfDay)} needs ${formatDay(toDay)}`,
      'Nothing was planned; what is in force stays. Deliver the missing days, or plan for an earlier day with --as-of.',
    )
  }
  if (first <= fromDay) return loaded
  loaded.close()
  return open(first)
}

function daysWithRuns({history: {runs}}: LoadedHistory): {readonly first: Day; readonly last: Day} {
  let [first, last] = [Infinity, -Infinity]
  for (let run = 0; run < runs.count; run++) {
    first = Math.min(first, runs.day[run])
    last = Math.max(last, runs.day[run])
  }
  return {first, last}
}
