import {indexNames} from '../../model/columns.js'
import type {History} from '../../model/history.js'
import type {Plan} from '../../model/plan.js'

/** A decision in force that the world has overtaken. */
export interface Overtaken {
  readonly decision: 'replica' | 'move' | 'job'
  readonly name: string
  readonly region: string
  readonly kind:
    | 'table-gone'
    | 'project-gone'
    | 'job-gone'
    | 'region-gone'
    | 'moved-elsewhere'
    | 'carried-out'
    | 'at-home'
}

export interface Rebased {
  /** The plan in force without what is overtaken; same id, same figures. */
  readonly plan: Plan
  readonly overtaken: readonly Overtaken[]
}

/**
 * The plan in force as today's history allows it to be replayed. Moves that the history shows as carried out are history now; decisions on
 * tables, projects and regions that are no more, and replicas where the table is at home now, are void. Jobs that do not
 * run stay: the verifier counts nothing for them.
 */
export function rebase(plan: Plan, {topology, projects, tables}: History): Rebased {
  const overtaken: Overtaken[] = []
  const regions = indexNames(topology.regions.map(({name}) => name))
  const projectOf = indexNames(projects.names)
  const tableOf = indexNames(tables.names)
  const homeOf = (table: number) => topology.regions[projects.region[tables.project[table]]].name
  const drop = (decision: Overtaken['decision'], name: string, region: string, kind: Overtaken['kind']): false => {
    overtaken.push({decision, name, region, kind})
    return false
  }

  const moves = plan.moves.filter(({project, table, from, to}) => {
    const name = (project ?? table)!
    const found = project === undefined ? tableOf.get(name) : projectOf.get(name)
    if (found === undefined) return drop('move', name, to, project === undefined ? 'table-gone' : 'project-gone')
    if (!regions.has(to)) return drop('move', name, to, 'region-gone')
    const home = project === undefined ? homeOf(found) : topology.regions[projects.region[found]].name
    if (home === to) return drop('move', name, to, 'carried-out')
    return home === from || drop('move', name, to, 'moved-elsewhere')
  })
  const newHome = new Map(moves.map(({project, table, to}) => [JSON.stringify([project ?? null, table ?? null]), to]))
  const replicas = plan.replicas.filter(({table: name, region}) => {
    const table = tableOf.get(name)
    if (table === undefined) return drop('replica', name, region, 'table-gone')
    if (!regions.has(region)) return drop('replica', name, region, 'region-gone')
    const project = projects.names[tables.project[table]]
    const home =
      newHome.get(JSON.stringify([null, name])) ?? newHome.get(JSON.stringify([project, null])) ?? homeOf(table)
    return home !== region || drop('replica', name, region, 'at-home')
  })
  const jobs = plan.jobs.filter(({job, region}) => regions.has(region) || drop('job', job, region, 'region-gone'))
  return {plan: overtaken.length === 0 ? plan : {...plan, moves, replicas, jobs}, overtaken}
}
