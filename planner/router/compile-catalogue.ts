import type {Plan} from '../../model/plan.js'
import type {Topology} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import {type PackableColumn, packColumns} from './column-pack.js'
import {jobTemplates} from './job-templates.js'
import {packNames} from './name-table.js'
import {catalogueOf, HOURS, nameColumns, type RouterCatalogue} from './router-index.js'

/**
 * What a history knows, for a router that has no history: names, homes and sizes of all tables, and of each recurring job
 * its mean reads by (table, age), writes and CPU-hours. Rows of one job name are one template, whatever their project. Exact: homes,
 * prices, lineage and, up to rounding, the means over the span (failed runs included, as traffic is counted).
 */
export function compileCatalogue(workload: Workload): RouterCatalogue {
  const {projects, tables, lineage} = workload
  const templates = jobTemplates(workload)
  const cpuHoursOf = new Map(templates.names.map((name, job) => [name, templates.columns.jobCpuHours[job]]))
  const maker = new Float64Array(tables.names.length).fill(Number.NaN)
  for (let t = 0; t < tables.names.length; t++) {
    for (let i = lineage.start[t]; i < lineage.start[t + 1] && Number.isNaN(maker[t]); i++) {
      maker[t] = cpuHoursOf.get(lineage.job[i]) ?? Number.NaN
    }
  }
  return catalogueOf(
    packColumns(factsOf(workload.topology), {
      ...topologyColumns(workload.topology),
      ...nameColumns('projects', packNames(projects.names)),
      projectRegion: Int32Array.from(projects.names, (_, p) => projects.region[p]),
      projectAllowed: Uint8Array.from({length: projects.allowed.length}, (_, i) => projects.allowed[i]),
      ...nameColumns('tables', packNames(tables.names)),
      tableProject: Int32Array.from(tables.names, (_, t) => tables.project[t]),
      tableHome: Int32Array.from(tables.names, (_, t) => projects.region[tables.project[t]]),
      tableSnapshot: Uint8Array.from(tables.names, (_, t) => tables.snapshot[t]),
      tablePartitionBytes: Float64Array.from(tables.names, (_, t) => tables.partitionBytes[t]),
      tableReadBytes: meanReadBytes(workload),
      tableMakerCpuHours: maker,
      upstreamStart: Int32Array.from({length: tables.names.length + 1}, (_, t) => lineage.start[t]),
      upstream: Int32Array.from({length: lineage.upstream.length}, (_, i) => lineage.upstream[i]),
      ...nameColumns('jobs', packNames(templates.names)),
      ...templates.columns,
    }),
  )
}

/**
 * The catalogue of a router that has a plan and a topology and nothing else: only what the plan names is known, and the homes
 * only of what it moves. Every other table is answered with home and the reason `unknown-table`.
 */
export function bareCatalogue(topology: Topology, plan: Plan): RouterCatalogue {
  const regionOf = new Map(topology.regions.map((region, e) => [region.name, e]))
  const projects = [...new Set(plan.moves.flatMap(move => move.project ?? []))]
  const moved = new Map(
    plan.moves.flatMap(move => (move.table === undefined ? [] : [[move.table, move.from] as const])),
  )
  const home = new Map(
    plan.moves.flatMap(({project, from}) => (project === undefined ? [] : [[project, from] as const])),
  )
  const tables = [...new Set([...moved.keys(), ...plan.replicas.map(replica => replica.table)])]
  const unknown = new Float64Array(tables.length).fill(Number.NaN)
  const none = new Int32Array(0)
  return catalogueOf(
    packColumns(factsOf(topology), {
      ...topologyColumns(topology),
      ...nameColumns('projects', packNames(projects)),
      projectRegion: Int32Array.from(projects, name => regionOf.get(home.get(name) ?? '') ?? -1),
      projectAllowed: new Uint8Array(projects.length * topology.regions.length).fill(1),
      ...nameColumns('tables', packNames(tables)),
      tableProject: new Int32Array(tables.length).fill(-1),
      tableHome: Int32Array.from(tables, name => regionOf.get(moved.get(name) ?? '') ?? -1),
      tableSnapshot: new Uint8Array(tables.length),
      tablePartitionBytes: unknown,
      tableReadBytes: unknown,
      tableMakerCpuHours: unknown,
      upstreamStart: new Int32Array(tables.length + 1),
      upstream: none,
      ...nameColumns('jobs', packNames([])),
      jobProject: none,
      jobRegion: none,
      jobMovable: new Uint8Array(0),
      jobPriority: new Uint8Array(0),
      jobCpuHours: new Float64Array(0),
      readStart: new Int32Array(1),
      readTable: none,
      readAge: none,
      readBytes: new Float64Array(0),
      readsPerRun: new Float64Array(0),
      writeStart: new Int32Array(1),
      writeTable: none,
      writeBytes: new Float64Array(0),
    }),
  )
}

function factsOf(topology: Topology): Record<string, unknown> {
  return {currency: topology.currency, regionNames: topology.regions.map(region => region.name)}
}

function topologyColumns({regions, linkPricePerByte}: Topology): Record<string, PackableColumn> {
  const capacity = regions.flatMap(({computeCapacityCpuHours: given}) =>
    Array.from({length: HOURS}, (_, hour) =>
      given.length === 0 ? Infinity : given.length === HOURS ? given[hour] : given[0] / HOURS,
    ),
  )
  return {
    linkPricePerByte: Float64Array.from(linkPricePerByte),
    hourCapacityCpuHours: Float64Array.from(capacity),
    computePricePerCpuHour: Float64Array.from(regions, region => region.computePricePerCpuHour),
  }
}

function meanReadBytes({tables, reads}: Workload): Float64Array {
  const bytes = new Float64Array(tables.names.length)
  const count = new Float64Array(tables.names.length)
  for (let i = 0; i < reads.table.length; i++) {
    bytes[reads.table[i]] += reads.bytes[i]
    count[reads.table[i]] += reads.count[i]
  }
  return bytes.map((sum, t) => (count[t] === 0 ? Number.NaN : sum / count[t]))
}
