import {explain} from './explain.js'
import type {DetailedExplanation} from './explanation.js'
import type {PlannedPlatform} from './planned-platform.js'

/**
 * Explanations of the decisions that weigh most, for a report: the tables whose replicas save most bytes, the projects that move most
 * and the jobs that save most. Each costs a pass over the facts.
 *
 * @param most of each kind
 */
export function topExplanations(platform: PlannedPlatform, most: number): DetailedExplanation[] {
  const {replicas, moves, jobs} = platform.plan
  const tables = replicas.map(({table, savedBytesPerDay}) => ({name: table, weight: savedBytesPerDay}))
  const projects = moves.flatMap(({project, bytes}) => (project === undefined ? [] : [{name: project, weight: bytes}]))
  const placed = jobs.map(({job, savedBytesPerDay}) => ({name: job, weight: savedBytesPerDay}))
  return [
    ...heaviest(tables, most).map(name => explain(platform, 'table', name)),
    ...heaviest(projects, most).map(name => explain(platform, 'project', name)),
    ...heaviest(placed, most).map(name => explain(platform, 'job', name)),
  ]
}

/** Names by falling sum of weights; ties in the order of the plan file. */
function heaviest(rows: readonly {readonly name: string; readonly weight: number}[], most: number): string[] {
  const weights = new Map<string, number>()
  for (const {name, weight} of rows) weights.set(name, (weights.get(name) ?? 0) + weight)
  return [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name]) => name)
}
