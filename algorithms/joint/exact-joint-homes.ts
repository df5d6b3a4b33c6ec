import type {Workload} from '../../model/workload.js'
import type {MixedProgramBuilder, Term} from '../lp/mixed-program.js'

export interface MoveLimits {
  /** Most rows of `moves[]`: projects and, in `unit: table`, tables that do not live with their project. */
  readonly mostMoves?: number
  /** Most bytes at home of the tables whose home changes. */
  readonly mostMoveBytes?: number
  /** Days over which the priced one-off bytes of a move are spread; absent: moving costs nothing. */
  readonly moveHorizonDays?: number
}

/** Columns that say where projects and tables live. Tables of one unit live together. */
export interface HomeColumns {
  /** Column of project p at region r: `project[p][r]`. Exactly one of a project is 1. */
  readonly project: readonly (readonly number[])[]
  readonly unitCount: number
  /** Unit of each table: its project, or the table itself in `unit: table`. */
  readonly unitOfTable: readonly number[]
  /** Column of unit u at region r: `unit[u][r]`. Exactly one of a unit is 1. */
  readonly unit: readonly (readonly number[])[]
}

/** Adds the homes: pins and allowed regions are columns fixed at 0, and the limits on moves are rows. Staying is always allowed. */
export function addHomes(builder: MixedProgramBuilder, workload: Workload, limits: MoveLimits): HomeColumns {
  const {projects, tables, topology} = workload
  const regions = topology.regions.map((_, r) => r)
  const addUnit = (project: number): number[] => {
    const columns = regions.map(r => builder.addBinary(mayLiveAt(workload, project, r)))
    builder.addRow(1, ones(columns), 1)
    return columns
  }
  const project = projects.names.map((_, p) => addUnit(p))
  const single = topology.unit === 'table'
  const unit = single ? tables.names.map((_, t) => addUnit(tables.project[t])) : project
  const unitOfTable = tables.names.map((_, t) => (single ? t : tables.project[t]))
  const homes = {project, unitCount: unit.length, unitOfTable, unit}
  limitMoves(builder, workload, homes, limits)
  return homes
}

export function mayLiveAt({projects, topology}: Workload, project: number, region: number): boolean {
  if (projects.region[project] === region) return true
  return projects.pinned[project] !== 1 && projects.allowed[project * topology.regions.length + region] === 1
}

/** Price of moving table t once from its home today to region r, in currency. */
export function moveCost({tables, projects, topology}: Workload, table: number, region: number): number {
  const from = projects.region[tables.project[table]]
  return tables.homeBytes[table] * topology.linkPricePerByte[from * topology.regions.length + region]
}

function limitMoves(builder: MixedProgramBuilder, workload: Workload, homes: HomeColumns, limits: MoveLimits): void {
  const {projects, tables, topology} = workload
  const {mostMoves = Infinity, mostMoveBytes = Infinity, moveHorizonDays} = limits
  const homeOf = (table: number) => projects.region[tables.project[table]]
  if (mostMoves < Infinity) {
    const staying: Term[] = projects.names.map((_, p) => [homes.project[p][projects.region[p]], -1])
    const apart = topology.unit === 'table' ? tables.names.map((_, t) => tableApart(builder, workload, homes, t)) : []
    builder.addRow(-Infinity, [...staying, ...ones(apart)], mostMoves - projects.names.length)
  }
  if (mostMoveBytes < Infinity) {
    const moved = tables.names.flatMap((_, t) =>
      homes.unit[homes.unitOfTable[t]].flatMap((column, r): Term[] =>
        r === homeOf(t) ? [] : [[column, tables.homeBytes[t]]],
      ),
    )
    builder.addScaledRow(moved, mostMoveBytes)
  }
  if (moveHorizonDays === undefined) return
  for (let t = 0; t < tables.names.length; t++) {
    homes.unit[homes.unitOfTable[t]].forEach((column, r) => {
      builder.addCost(column, moveCost(workload, t, r) / moveHorizonDays)
    })
  }
}

/** Column that is at least 1 where the table does not live with its project: a move row of its own. */
function tableApart(builder: MixedProgramBuilder, workload: Workload, homes: HomeColumns, table: number): number {
  const apart = builder.addShare()
  const project = homes.project[workload.tables.project[table]]
  homes.unit[table].forEach((column, r) => {
    builder.addRow(
      -Infinity,
      [
        [column, 1],
        [project[r], -1],
        [apart, -1],
      ],
      0,
    )
  })
  return apart
}

/** The sum of some columns. */
export function ones(columns: readonly number[]): Term[] {
  return columns.map(column => [column, 1])
}
