import type {LoadedHistory} from '../../datasets/history/index.js'
import type {Config} from '../config/schema.js'
import {nameFilter} from './name-lists.js'

/**
 * The history as a planner may see it under the allow- and deny-lists: what the lists hold is pinned, not replicable or not
 * movable, on top of what the history itself forbids. The verifier then refuses a plan that breaks a list.
 */
export function restrictedHistory(loaded: LoadedHistory, rails: Config['rails']): LoadedHistory {
  const {history} = loaded
  const table = nameFilter(rails.tables)
  const project = nameFilter(rails.projects)
  const job = nameFilter(rails.jobs)
  const where = (
    column: ArrayLike<number>,
    names: readonly string[],
    isHeld: (name: string) => boolean,
    value: number,
  ) => Uint8Array.from(names, (name, i) => (isHeld(name) ? value : column[i]))
  const projects = {
    ...history.projects,
    pinned: where(history.projects.pinned, history.projects.names, name => project(name) !== undefined, 1),
  }
  const replicable = where(history.tables.replicable, history.tables.names, name => table(name) !== undefined, 0)
  const heldJobs = history.runs.jobNames.map(name => job(name) !== undefined)
  const {runs} = history
  return {
    ...loaded,
    history: {
      ...history,
      projects,
      tables: {...history.tables, replicable},
      runs: {
        ...runs,
        movable: Uint8Array.from(runs.movable, (movable, run) => (heldJobs[runs.job[run]] ? 0 : movable)),
      },
    },
    async workload(options) {
      const workload = await loaded.workload(options)
      const {jobs, tables} = workload
      return {
        ...workload,
        projects,
        tables: {...tables, replicable},
        jobs: {...jobs, movable: where(jobs.movable, jobs.names, name => job(name) !== undefined, 0)},
      }
    },
  }
}
