import type {MigrationSettings} from '../../../algorithms/migration/policy.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import type {Assignment, ServingProblem} from '../../../algorithms/serving/problem.js'
import {toPlacement} from '../../../algorithms/serving/to-placement.js'
import type {VerifiedAccount} from '../../../model/verifier/index.js'
import {verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {seededDraw} from '../../support/random-history.js'
import {limitedSpec, planOfPlacement, type SmallCaseOptions, smallSpec} from '../joint/small-cases.js'

export interface MigrationCase {
  readonly problem: ServingProblem
  readonly settings: MigrationSettings
  /** The verifier's account of an assignment, without replicas. */
  verified(assignment: Assignment): Promise<VerifiedAccount>
}

/** No region has room for all: the CPU of a day fits 1.3 times over, spread evenly. */
function roomySpec(seed: number, size: SmallCaseOptions) {
  const spec = smallSpec(seed, size)
  const days = spec.runs.map(run => run.day as number)
  const dayCount = Math.max(...days) - Math.min(...days) + 1
  const cpuHours = spec.runs.reduce((sum, run) => sum + (run.cpu ?? 0), 0) / dayCount
  const capacity = (1.3 * cpuHours) / spec.regions.length
  return {...spec, regions: spec.regions.map(name => ({name: name as string, computeCapacityCpuHours: [capacity]}))}
}

/** A small random history with settings: even CPU capacities; with pins, allowed regions and capacities where `isLimited`. */
export async function migrationCase(seed: number, isLimited: boolean, projects = 6): Promise<MigrationCase> {
  const size = {regions: 3, projects, tables: 12, jobs: 14, unevenPrices: seed % 2 === 0}
  const spec = isLimited ? limitedSpec(seed, size) : roomySpec(seed, size)
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  const problem = deriveServing(workload)
  const draw = seededDraw(seed + 31)
  return {
    problem,
    settings: {
      storagePrice: Float64Array.from({length: problem.regionCount}, () => draw(3) / 4),
      limits: {
        mostMoves: draw(3) === 0 ? Infinity : draw(4),
        mostMoveBytes: draw(3) === 0 ? 200 + draw(800) : Infinity,
      },
      moveHorizonDays: draw(3) === 0 ? Infinity : 30,
      leastGainPerDay: 0,
    },
    async verified(assignment) {
      const plan = planOfPlacement(workload, spec, toPlacement(problem, workload, assignment))
      return verify(history, {...plan, replicas: []})
    },
  }
}
