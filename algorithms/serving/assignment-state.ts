import {followedRegionOf} from './fixed-costs.js'
import {type Assignment, copyAssignment, homeAssignment, type ServingProblem} from './problem.js'
import {RegionRoom} from './region-room.js'
import {RECORDED, type Relocation, ServingState} from './serving-state.js'

/** How much may move tonight. */
export interface MoveLimits {
  /** Projects (and single tables) that may get another home. */
  readonly mostMoves: number
  /** Bytes at home that may move. */
  readonly mostMoveBytes: number
}

/**
 * An assignment that changes by steps, with what it costs and what room it leaves: moves of projects and tables, and
 * placements of jobs. `try…` prices a step to every region; `move…` and `place…` take it.
 */
export class AssignmentState {
  readonly problem: ServingProblem
  readonly serving: ServingState
  readonly room: RegionRoom
  readonly assignment: Assignment
  /** Projects and tables that are given a home, and bytes whose home is not where it was. */
  moves = 0
  moveBytes = 0
  readonly #projectBytes: Float64Array
  /** Bytes of the project's tables that have no home of their own. */
  readonly #followingBytes: Float64Array

  /** @param moveHorizonDays days over which the bytes of a moved home are spread; Infinity: they cost nothing */
  constructor(problem: ServingProblem, start: Assignment, storagePrice: ArrayLike<number>, moveHorizonDays: number) {
    this.problem = problem
    this.serving = new ServingState(problem, homeAssignment(problem), storagePrice, moveHorizonDays)
    this.room = new RegionRoom(this.serving)
    this.assignment = homeAssignment(problem)
    this.#projectBytes = new Float64Array(problem.projectCount)
    for (let t = 0; t < problem.tableCount; t++) this.#projectBytes[problem.tableProject[t]] += problem.homeBytes[t]
    this.#followingBytes = this.#projectBytes.slice()
    this.adopt(start)
  }

  get cost(): number {
    return this.serving.cost
  }

  /** Bytes at home of a project. */
  projectBytes(project: number): number {
    return this.#projectBytes[project]
  }

  snapshot(): Assignment {
    return copyAssignment(this.assignment)
  }

  /** Becomes another assignment, by the steps that differ. */
  adopt(wanted: Assignment): void {
    const {problem, assignment} = this
    for (let j = 0; j < problem.jobCount; j++) {
      if (assignment.jobRegion[j] !== wanted.jobRegion[j]) this.placeJob(j, wanted.jobRegion[j])
    }
    for (let p = 0; p < problem.projectCount; p++) {
      if (assignment.projectRegion[p] !== wanted.projectRegion[p]) this.moveProject(p, wanted.projectRegion[p])
    }
    for (let t = 0; t < problem.tableCount; t++) {
      if (assignment.tableRegion[t] !== wanted.tableRegion[t]) this.moveTable(t, wanted.tableRegion[t])
    }
  }

  mayMoveProject(project: number, to: number): boolean {
    const {projectPinned, projectAllowed, projectRegion, regionCount} = this.problem
    if (to === projectRegion[project]) return true
    return projectPinned[project] === 0 && projectAllowed[project * regionCount + to] === 1
  }

  /** Rows and tables that go where the project goes: not those of placed jobs, nor tables with a home of their own. */
  relocationOfProject(project: number): Relocation {
    const {rowsOfProject, tablesOfProject, rowJob} = this.problem
    const rows: number[] = []
    for (let i = rowsOfProject.start[project]; i < rowsOfProject.start[project + 1]; i++) {
      const row = rowsOfProject.item[i]
      if (this.assignment.jobRegion[rowJob[row]] < 0) rows.push(row)
    }
    const tables: number[] = []
    for (let i = tablesOfProject.start[project]; i < tablesOfProject.start[project + 1]; i++) {
      const table = tablesOfProject.item[i]
      if (this.assignment.tableRegion[table] < 0) tables.push(table)
    }
    return {rows, tables}
  }

  /** Change of cost a day if the project lived in each region; 0 where it lives, Infinity where it may not. */
  tryProject(project: number, deltas: Float64Array, relocation = this.relocationOfProject(project)): void {
    const {problem, assignment, serving} = this
    const current = assignment.projectRegion[project]
    const home = problem.projectRegion[project]
    serving.evaluate(relocation, deltas)
    if (current !== home && !this.#allRecordedAt(relocation.rows, home)) {
      deltas[home] = serving.evaluateRecorded(relocation, home, current)
    }
    for (let e = 0; e < problem.regionCount; e++) if (!this.mayMoveProject(project, e)) deltas[e] = Infinity
    deltas[current] = 0
  }

  /** Whether the regions have room for the project there. */
  fitsProject(project: number, to: number, relocation = this.relocationOfProject(project)): boolean {
    return this.room.fits(this.serving, relocation, to, this.#rowsTo(project, to))
  }

  /** Moves and bytes moved if the project lived there: counts against `MoveLimits`. */
  withinLimits(project: number, to: number, limits: MoveLimits): boolean {
    const home = this.problem.projectRegion[project]
    const now = this.assignment.projectRegion[project] === home ? 0 : 1
    const then = to === home ? 0 : 1
    const moves = this.moves + then - now
    const bytes = this.moveBytes + (then - now) * this.#followingBytes[project]
    return (
      (moves <= limits.mostMoves || moves <= this.moves) && (bytes <= limits.mostMoveBytes || bytes <= this.moveBytes)
    )
  }

  /** Returns the change of cost a day. */
  moveProject(project: number, to: number): number {
    const relocation = this.relocationOfProject(project)
    const home = this.problem.projectRegion[project]
    const was = this.assignment.projectRegion[project] === home ? 0 : 1
    const is = to === home ? 0 : 1
    this.moves += is - was
    this.moveBytes += (is - was) * this.#followingBytes[project]
    this.assignment.projectRegion[project] = to
    return this.serving.apply(relocation, to, this.#rowsTo(project, to))
  }

  /** Change of cost a day if the table had its home in each region. */
  tryTable(table: number, deltas: Float64Array): void {
    const project = this.problem.tableProject[table]
    const home = this.problem.projectRegion[project]
    this.serving.evaluate({rows: [], tables: [table]}, deltas)
    for (let e = 0; e < this.problem.regionCount; e++) {
      const isForbidden =
        this.problem.projectPinned[project] === 1 ||
        this.problem.projectAllowed[project * this.problem.regionCount + e] !== 1
      if (e !== home && isForbidden) deltas[e] = Infinity
    }
    deltas[this.serving.tableHome[table]] = 0
  }

  /** Gives a table a home of its own; -1: it follows its project again. Returns the change of cost a day. */
  moveTable(table: number, to: number): number {
    const {tableRegion, projectRegion} = this.assignment
    const project = this.problem.tableProject[table]
    const bytes = this.problem.homeBytes[table]
    const wanted = to < 0 ? projectRegion[project] : to
    const home = this.problem.projectRegion[project]
    if (this.serving.tableHome[table] !== home) this.moveBytes -= bytes
    if (wanted !== home) this.moveBytes += bytes
    const was = tableRegion[table] >= 0 ? 1 : 0
    const is = to >= 0 ? 1 : 0
    this.moves += is - was
    this.#followingBytes[project] -= (is - was) * bytes
    tableRegion[table] = to
    return this.serving.apply({rows: [], tables: [table]}, wanted)
  }

  /** The rows of a job. */
  relocationOfJob(job: number): Relocation {
    const rows: number[] = []
    for (let row = this.problem.jobRowStart[job]; row < this.problem.jobRowStart[job + 1]; row++) rows.push(row)
    return {rows, tables: []}
  }

  /** Change of cost a day if the job ran in each region. */
  tryJob(job: number, deltas: Float64Array): void {
    this.serving.evaluate(this.relocationOfJob(job), deltas)
  }

  /** Places a job; -1: it follows its project again. Returns the change of cost a day. */
  placeJob(job: number, to: number): number {
    this.assignment.jobRegion[job] = to
    const relocation = this.relocationOfJob(job)
    if (to >= 0) return this.serving.apply(relocation, to)
    let delta = 0
    for (let i = 0; i < relocation.rows.length; i++) {
      const row = relocation.rows[i]
      delta += this.serving.apply({rows: [row], tables: []}, followedRegionOf(this.problem, this.assignment, row))
    }
    return delta
  }

  /** Forgets placements that put a job where it would run anyway. */
  dropIdlePlacements(): void {
    const {problem, assignment} = this
    for (let j = 0; j < problem.jobCount; j++) {
      const placed = assignment.jobRegion[j]
      if (placed < 0) continue
      let isIdle = true
      for (let row = problem.jobRowStart[j]; row < problem.jobRowStart[j + 1]; row++) {
        if (followedRegionOf(problem, assignment, row) !== placed) isIdle = false
      }
      if (isIdle) assignment.jobRegion[j] = -1
    }
  }

  #rowsTo(project: number, to: number): number {
    return to === this.problem.projectRegion[project] ? RECORDED : to
  }

  #allRecordedAt(rows: ArrayLike<number>, region: number): boolean {
    for (let i = 0; i < rows.length; i++) if (this.problem.rowRegion[rows[i]] !== region) return false
    return true
  }
}
