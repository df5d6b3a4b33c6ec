import {type Priority, priorities} from '../../model/history.js'
import type {HoldersNow} from './holders-now.js'
import type {InputCosts} from './input-costs.js'
import {dayOfDate} from './partition-age.js'
import {BytesPredictor} from './predict-bytes.js'
import type {RoutingInput, RoutingRequest} from './request.js'

const given = 0
const fromTemplate = 1
const silver = priorities.indexOf('silver')

/** One request in the indices of a plan, with its traffic by region. One object a router, filled anew for each job. */
export class RequestedJob {
  project = -1
  job = -1
  /** Where it runs if the plan does not place it: the new home of a moved project, else as recorded, else the project's home. */
  home = 0
  /** Region that the plan gives to the job; −1 = none. */
  plannedRegion = -1
  /** Index into `priorities`. */
  priority = silver
  cpuHours = 0
  unknownTable = false
  /** Index into `sizeSources`: the least sure of the inputs. */
  sizeSourceCode = given
  /** Bytes of the uncertain input as given or predicted, which the costs by region leave out; −1 where there is none. */
  uncertainBytes = -1
  /** Bytes and currency of the outputs by region where the job may run. */
  readonly writeBackBytes: Float64Array
  readonly writeBackCost: Float64Array
  readonly #predictor = new BytesPredictor()

  constructor(regionCount: number) {
    this.writeBackBytes = new Float64Array(regionCount)
    this.writeBackCost = new Float64Array(regionCount)
  }

  read(request: RoutingRequest, holders: HoldersNow, costs: InputCosts): void {
    const {catalogue, plan} = holders
    this.project = holders.projects.indexOf(request.project)
    this.job = request.job === undefined ? -1 : holders.jobs.indexOf(request.job)
    this.plannedRegion = this.job >= 0 ? plan.jobRegion[this.job] : -1
    if (this.job < 0 && typeof request.job === 'string') {
      const other = holders.otherJobs.indexOf(request.job)
      if (other >= 0) this.plannedRegion = plan.otherJobRegion[other]
    }
    this.priority = this.#priorityOf(request.priority, holders)
    this.cpuHours = request.cpuHours ?? (this.job >= 0 ? catalogue.jobCpuHours[this.job] : 0)
    if (!(this.cpuHours > 0)) this.cpuHours = 0
    this.unknownTable = false
    this.sizeSourceCode = given
    this.uncertainBytes = -1
    costs.begin(request.uncertainInput !== undefined)
    if (request.inputs === undefined) this.#readTemplate(holders, costs)
    else for (let i = 0; i < request.inputs.length; i++) this.#readInput(request, request.inputs[i], i, holders, costs)
    this.home = this.#homeOf(request, holders)
    const {writeBackBytes, writeBackCost} = this
    for (let e = 0; e < writeBackBytes.length; e++) {
      writeBackBytes[e] = 0
      writeBackCost[e] = 0
    }
    this.#write(request, holders)
  }

  #readInput(request: RoutingRequest, input: RoutingInput, at: number, holders: HoldersNow, costs: InputCosts): void {
    const {catalogue, plan} = holders
    const table = holders.tables.indexOf(input.table)
    if (table < 0 || plan.tableHome[table] < 0) {
      this.unknownTable = true
      return
    }
    const dates = input.partitions?.length ?? 0
    const ages = input.ages?.length ?? 0
    const snapshot = catalogue.tableSnapshot[table] === 1
    const partitions = snapshot ? 1 : Math.max(1, dates + ages)
    const known = input.bytes !== undefined && input.bytes >= 0 && input.bytes < Infinity
    const uncertain = request.uncertainInput === at
    let total = known ? input.bytes! : 0
    for (let p = 0; p < partitions; p++) {
      let age = 0
      if (!snapshot && p < dates) age = holders.todayDay - dayOfDate(input.partitions![p])
      else if (!snapshot && p < dates + ages) age = input.ages![p - dates]
      if (known) {
        if (!uncertain) costs.add(holders, at, table, age, input.bytes! / partitions)
      } else {
        const bytes = this.#predictor.predict(catalogue, this.job, table, age)
        this.sizeSourceCode = Math.max(this.sizeSourceCode, this.#predictor.sourceCode)
        total += bytes
        if (!uncertain) costs.add(holders, at, table, age, bytes)
      }
      if (uncertain) costs.addUncertain(holders, table, age, 1 / partitions)
    }
    if (uncertain) this.uncertainBytes = total
  }

  #readTemplate(holders: HoldersNow, costs: InputCosts): void {
    if (this.job < 0) return
    this.sizeSourceCode = fromTemplate
    const {readStart, readTable, readAge, readBytes, readsPerRun} = holders.catalogue
    const first = readStart[this.job]
    for (let i = first; i < readStart[this.job + 1]; i++) {
      costs.add(holders, i - first, readTable[i], readAge[i], readBytes[i] * readsPerRun[i])
    }
  }

  #write(request: RoutingRequest, holders: HoldersNow): void {
    const {catalogue, plan} = holders
    const projectHome = this.project >= 0 ? plan.projectRegion[this.project] : this.home
    const {outputs, outputBytes} = request
    const {writeStart, writeTable, writeBytes} = catalogue
    if (outputs === undefined && outputBytes === undefined && this.job >= 0) {
      for (let i = writeStart[this.job]; i < writeStart[this.job + 1]; i++) {
        this.#writeTo(holders, plan.tableHome[writeTable[i]], writeBytes[i])
      }
      return
    }
    if (outputBytes !== undefined) this.#writeTo(holders, projectHome, outputBytes)
    if (outputs === undefined) return
    for (let o = 0; o < outputs.length; o++) {
      const table = holders.tables.indexOf(outputs[o].table)
      let bytes = outputs[o].bytes ?? -1
      for (let i = writeStart[Math.max(0, this.job)]; bytes < 0 && this.job >= 0 && i < writeStart[this.job + 1]; i++) {
        if (writeTable[i] === table) bytes = writeBytes[i]
      }
      this.#writeTo(holders, table >= 0 && plan.tableHome[table] >= 0 ? plan.tableHome[table] : projectHome, bytes)
    }
  }

  #writeTo({catalogue}: HoldersNow, home: number, bytes: number): void {
    if (!(bytes > 0 && bytes < Infinity)) return
    const {regionCount, linkPricePerByte} = catalogue
    const {writeBackBytes, writeBackCost} = this
    for (let e = 0; e < regionCount; e++) {
      if (e === home) continue
      writeBackBytes[e] += bytes
      writeBackCost[e] += bytes * linkPricePerByte[e * regionCount + home]
    }
  }

  #priorityOf(wanted: Priority | undefined, {catalogue}: HoldersNow): number {
    if (wanted === 'gold') return 0
    if (wanted === 'silver') return 1
    if (wanted === 'bronze') return 2
    return this.job >= 0 ? catalogue.jobPriority[this.job] : silver
  }

  #homeOf(request: RoutingRequest, holders: HoldersNow): number {
    const {catalogue, plan} = holders
    const {job, project} = this
    if (project >= 0 && plan.projectMoved[project] === 1) return plan.projectRegion[project]
    if (request.home !== undefined) {
      const named = catalogue.regionNames.indexOf(request.home)
      if (named >= 0) return named
    }
    if (job >= 0 && (project < 0 || catalogue.jobProject[job] === project)) return catalogue.jobRegion[job]
    if (project >= 0 && plan.projectRegion[project] >= 0) return plan.projectRegion[project]
    for (let i = 0; i < (request.inputs?.length ?? 0); i++) {
      const table = holders.tables.indexOf(request.inputs![i].table)
      if (table >= 0 && plan.tableHome[table] >= 0) return plan.tableHome[table]
    }
    return 0
  }
}
