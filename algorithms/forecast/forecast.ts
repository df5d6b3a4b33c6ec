import type {Day} from '../../model/days.js'
import type {Workload} from '../../model/workload.js'
import type {OptionTable, OptionValues} from '../options.js'

/** The days that are guessed, both included. They lie after the history, usually right after it. */
export interface ForecastTarget {
  readonly fromDay: Day
  readonly toDay: Day
}

/**
 * A member of the forecast family: a better guess of the demand of the days to come than what the history shows. Pure and
 * deterministic; linear in the daily facts.
 */
export interface Forecast {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  /** One sentence for help, report and docs. */
  readonly summary: string
  /** Paper and section, or `folklore`. */
  readonly source: string
  readonly options: OptionTable
  /**
   * The workload with another `reads.demandBytes`: bytes over `dayCount` days, as planning expects them, if every day were
   * like the mean target day. Everything else stays what the history says, the fingerprint too: `bytes` and `count` are
   * facts. Reads of new tables that are foreseen but were never seen become facts of 0 `bytes` and 0 `count`.
   *
   * @throws IsthmusError (usage) where the workload has no `reads.daily`, the target is empty or not after the history's
   *   last day, or an option is out of range
   */
  apply(workload: Workload, options: OptionValues, target: ForecastTarget): Workload
}
