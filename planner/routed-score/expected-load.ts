import type {Workload} from '../../model/workload.js'
import {HOURS, type RouterIndex} from '../router/router-index.js'

/** What the training days say about CPU: known before the first test day begins. */
export interface ExpectedLoad {
  /** Mean CPU-hours a day at `region * 24 + hour` of all runs where the plan leaves or puts them. */
  readonly cpuHours: Float64Array
  /** Mean CPU-hours of one run of the project; the mean of all runs where the project had none. */
  readonly cpuHoursOfRun: Float64Array
  /** Mean CPU-hours of one run; 0 where there was none. */
  readonly cpuHoursOfAnyRun: number
}

/** @param index compiled from this workload */
export function expectedLoad({jobs, projects, dayCount}: Workload, {catalogue, plan}: RouterIndex): ExpectedLoad {
  const cpuHours = new Float64Array(catalogue.regionCount * HOURS)
  const ofProject = new Float64Array(projects.names.length)
  const runsOfProject = new Float64Array(projects.names.length)
  let all = 0
  let runs = 0
  for (let j = 0, template = -1; j < jobs.names.length; j++) {
    if (j === 0 || jobs.names[j] !== jobs.names[j - 1]) template += 1
    const project = jobs.project[j]
    const planned = plan.jobRegion[template]
    const region =
      planned >= 0 ? planned : plan.projectMoved[project] === 1 ? plan.projectRegion[project] : jobs.region[j]
    for (let i = jobs.cpuStart[j]; i < jobs.cpuStart[j + 1]; i++) {
      cpuHours[region * HOURS + jobs.cpuHour[i]] += jobs.cpuHours[i] / dayCount
      ofProject[project] += jobs.cpuHours[i]
      all += jobs.cpuHours[i]
    }
    runsOfProject[project] += jobs.runs[j]
    runs += jobs.runs[j]
  }
  const cpuHoursOfAnyRun = runs === 0 ? 0 : all / runs
  return {
    cpuHours,
    cpuHoursOfRun: ofProject.map((sum, p) => (runsOfProject[p] === 0 ? cpuHoursOfAnyRun : sum / runsOfProject[p])),
    cpuHoursOfAnyRun,
  }
}
