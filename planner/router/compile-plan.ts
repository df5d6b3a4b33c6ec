import {compareNames, indexNames} from '../../model/columns.js'
import {parseDay} from '../../model/days.js'
import {badInputOf, type Finding} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'
import {packColumns} from './column-pack.js'
import {findName, type NameColumns, packNames} from './name-table.js'
import {nameColumns, type RouterCatalogue, type RouterPlan, routerPlanOf} from './router-index.js'

/**
 * A plan over the indices of a catalogue (formats.md 3.1 to 3.3). Exact. Jobs that the catalogue does not know keep the region
 * that the plan gives them. Throws BadInput with every region, project and table that the catalogue does not know.
 */
export function compilePlan(plan: Plan, catalogue: RouterCatalogue): RouterPlan {
  const findings: Finding[] = []
  const regions = indexNames(catalogue.regionNames)
  const miss = (noun: string, row: number, column: string, value: string): number => {
    findings.push({
      kind: `unknown-${noun}`,
      file: 'plan',
      row: row + 1,
      column,
      value,
      message: `${column} names the ${noun} '${value}', which the router's index does not have`,
      advice: 'Compile the index from the history that the plan was made from.',
    })
    return 0
  }
  const regionAt = (row: number, column: string, name: string): number =>
    regions.get(name) ?? miss('region', row, column, name)
  const nameIn = (names: NameColumns, noun: string, row: number, column: string, name: string): number => {
    const found = findName(names, name)
    return found < 0 ? miss(noun, row, column, name) : found
  }

  const projectRegion = Int32Array.from(catalogue.projectRegion)
  const projectMoved = new Uint8Array(projectRegion.length)
  plan.moves.forEach((move, row) => {
    const to = regionAt(row, 'moves[].to', move.to)
    if (move.project === undefined) return
    const project = nameIn(catalogue.projects, 'project', row, 'moves[].project', move.project)
    projectRegion[project] = to
    projectMoved[project] = 1
  })
  const tableHome = Int32Array.from(catalogue.tableHome, (home, t) => {
    const project = catalogue.tableProject[t]
    return project < 0 ? home : projectRegion[project]
  })
  plan.moves.forEach((move, row) => {
    if (move.table === undefined) return
    tableHome[nameIn(catalogue.tables, 'table', row, 'moves[].table', move.table)] = regions.get(move.to) ?? 0
  })

  const jobRegion = new Int32Array(catalogue.jobRegion.length).fill(-1)
  const others: {name: string; region: number}[] = []
  plan.jobs.forEach(({job, region}, row) => {
    const at = regionAt(row, 'jobs[].region', region)
    const known = findName(catalogue.jobs, job)
    if (known >= 0) jobRegion[known] = at
    else others.push({name: job, region: at})
  })

  const windows = plan.replicas.map((replica, row) => ({
    table: nameIn(catalogue.tables, 'table', row, 'replicas[].table', replica.table),
    region: regionAt(row, 'replicas[].region', replica.region),
    fromAge: replica.fromAge,
    toAge: replica.toAge,
  }))
  if (findings.length > 0) throw badInputOf(findings)
  const {regionNames} = catalogue
  windows.sort(
    (a, b) => a.table - b.table || compareNames(regionNames[a.region], regionNames[b.region]) || a.fromAge - b.fromAge,
  )
  const windowStart = new Int32Array(tableHome.length + 1)
  for (const {table} of windows) windowStart[table + 1] += 1
  for (let t = 0; t < tableHome.length; t++) windowStart[t + 1] += windowStart[t]

  return routerPlanOf(
    packColumns(
      {planId: plan.planId, asOfDay: parseDay(plan.asOf)},
      {
        projectRegion,
        projectMoved,
        tableHome,
        windowStart,
        windowRegion: Int32Array.from(windows, w => w.region),
        windowFromAge: Int32Array.from(windows, w => w.fromAge),
        windowToAge: Int32Array.from(windows, w => w.toAge),
        jobRegion,
        ...nameColumns('otherJobs', packNames(others.map(({name}) => name))),
        otherJobRegion: Int32Array.from(others, ({region}) => region),
      },
    ),
  )
}
