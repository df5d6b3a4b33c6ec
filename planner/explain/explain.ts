import {closestName} from '../../datasets/history/closest-name.js'
import {IsthmusError} from '../../model/errors.js'
import {explainJob} from './explain-job.js'
import {explainProject} from './explain-project.js'
import {explainTable} from './explain-table.js'
import type {DetailedExplanation} from './explanation.js'
import type {PlannedPlatform} from './planned-platform.js'

export type Kind = DetailedExplanation['kind']

/** Names that an unknown one is answered with. */
const mostNames = 5

/**
 * Explains one table, project or job of a plan.
 * @throws IsthmusError (bad-input) for a name that the history does not have, with the nearest ones
 */
export function explain(platform: PlannedPlatform, kind: Kind, name: string): DetailedExplanation {
  const {workload} = platform
  const names = {table: workload.tables.names, project: workload.projects.names, job: workload.jobs.names}[kind]
  const at = names.indexOf(name)
  if (at < 0) throw unknown(kind, name, names)
  if (kind === 'table') return explainTable(platform, at)
  return kind === 'project' ? explainProject(platform, at) : explainJob(platform, name)
}

function unknown(kind: Kind, name: string, names: readonly string[]): IsthmusError {
  const alike = names.filter(known => known.toLowerCase().includes(name.toLowerCase()))
  const closest = closestName(name, names)
  const near = [...new Set([...(closest === undefined ? [] : [closest]), ...alike])].slice(0, mostNames)
  const advice =
    near.length > 0
      ? `Did you mean ${near.map(known => `'${known}'`).join(' or ')}?`
      : `Use one of the history's ${new Set(names).size} ${kind}s.`
  return new IsthmusError('bad-input', `there is no ${kind} '${name}' in the history`, advice)
}
