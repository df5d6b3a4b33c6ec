import type {Column} from './columns.js'

/**
 * The decisions of a plan in dense form, over the tables, projects and jobs of one history. This is what the accounting
 * reads; it says nothing about how the decisions were found.
 */
export interface Placement {
  /** Home region of each project after the moves. */
  readonly projectRegion: Column
  /** 1 = the project is moved: its runs go to the new home unless their job is placed. */
  readonly projectMoved: Column
  /** Home region of each table after the moves. */
  readonly tableRegion: Column
  /** Region of each job by name (index into the history's job names); -1 = not placed. */
  readonly jobRegion: ReadonlyMap<string, number>
  /** Replica windows, one row each: `region` keeps ages [fromAge, toAge) of `table`. */
  readonly windows: {
    readonly count: number
    readonly table: Column
    readonly region: Column
    readonly fromAge: Column
    readonly toAge: Column
  }
}
