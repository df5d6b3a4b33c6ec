import {localSearch} from '../algorithms/migration/local-search.js'
import {homeAssignment, type ServingProblem} from '../algorithms/serving/problem.js'
import {ServingState} from '../algorithms/serving/serving-state.js'
import {median, millisecondsOf, printTable} from './measure.js'
import {imbalance, openProblem, presetProblem, type Refresh, weightsOf} from './partition-instances.js'
import {type Nets, netsOf} from './partition-nets.js'
import {metis, mtKaHyPar, type Partitioner} from './partitioners.js'
import {servingWorld} from './serving-world.js'

const seeds = [1, 2, 3]
const regionCount = 8

interface Instance {
  readonly name: string
  readonly problem: ServingProblem
  readonly nets: Nets
}

interface Answers {
  readonly cost: number
  readonly seconds: number
  /** Share by which the fullest region is over its limit; 0 where none is. */
  readonly over: number
}

/**
 * The partition of projects alone against graph and hypergraph partitioners: storage free, links even, jobs with their projects, CPU
 * spread evenly. Costs are by `ServingState` for all three, which any naming of the regions leaves as they are. A partitioner that this machine does not have
 * is left out.
 */
export async function run(): Promise<void> {
  const present = [metis, mtKaHyPar].filter(partitioner => {
    if (partitioner.isPresent()) return true
    process.stdout.write(`partition: without ${partitioner.name}: ${partitioner.advice}\n`)
    return false
  })
  if (present.length === 0) {
    process.stdout.write('partition: skipped, there is nothing to compare with\n')
    return
  }
  const rows: string[][] = []
  for (const instance of await instances()) rows.push(await compare(instance, present))
  printTable(
    `Partition of projects into ${regionCount} regions, CPU at most ${100 * imbalance} % above even; cost as a share of an even layout's, median of ${seeds.length} seeds; ratio: ours / theirs`,
    [
      'instance',
      'projects',
      'nets',
      'exact',
      'ours',
      's',
      ...present.flatMap(({name}) => [name, 'ratio', 's', 'over limit']),
    ],
    rows,
  )
}

async function instances(): Promise<readonly Instance[]> {
  const drawn = (projects: number) =>
    servingWorld({
      projects,
      tables: projects * 20,
      jobs: projects * 20,
      facts: projects * 200,
      regions: regionCount,
      unevenPrices: false,
    })
  const worlds: readonly (readonly [string, ServingProblem])[] = [
    ['yugong ×4', await presetProblem('yugong', 4, 1)],
    ['hub ×4', await presetProblem('hub', 4, 1)],
    ['drawn', drawn(1000)],
  ]
  const refreshes: readonly Refresh[] = ['never worth it', 'always worth it', 'as recorded']
  return worlds.flatMap(([name, world]) =>
    refreshes.map(refresh => {
      const problem = openProblem(world, regionCount, refresh)
      return {name: `${name}, replicas ${refresh}`, problem, nets: netsOf(problem)}
    }),
  )
}

async function compare({name, problem, nets}: Instance, present: readonly Partitioner[]): Promise<string[]> {
  const start = costOf(problem, problem.projectRegion)
  const percent = ({cost}: Answers) => `${((100 * cost) / start).toFixed(2)} %`
  const ours = await medianOf(problem, async seed => {
    let region = new Int32Array(0)
    const milliseconds = await millisecondsOf(() => {
      region = ourPartition(problem, seed)
    })
    return {region, seconds: milliseconds / 1000}
  })
  if (ours.over > 0) throw new Error(`${name}: ours is ${ours.over} over a region's limit`)
  const cells = [
    name,
    String(problem.projectCount),
    String(nets.pins.length),
    `${(100 * nets.exactShare).toFixed(0)} %`,
    percent(ours),
    ours.seconds.toFixed(2),
  ]
  const weights = weightsOf(problem)
  for (const partitioner of present) {
    const theirs = await medianOf(problem, async seed => {
      const {part, seconds} = partitioner.partition({nets, weights, parts: regionCount, imbalance, seed})
      return {region: part, seconds}
    })
    cells.push(
      percent(theirs),
      (ours.cost / theirs.cost).toFixed(4),
      theirs.seconds.toFixed(2),
      theirs.over === 0 ? '' : `${(100 * theirs.over).toFixed(2)} %`,
    )
  }
  return cells
}

function ourPartition(problem: ServingProblem, seed: number): Int32Array<ArrayBuffer> {
  const settings = {
    storagePrice: new Float64Array(problem.regionCount),
    limits: {mostMoves: Infinity, mostMoveBytes: Infinity},
    moveHorizonDays: Infinity,
    leastGainPerDay: 0,
  }
  const {assignment} = localSearch.plan(problem, homeAssignment(problem), settings, {}, {seed})
  return Int32Array.from(assignment.projectRegion)
}

async function medianOf(
  problem: ServingProblem,
  answer: (seed: number) => Promise<{readonly region: Int32Array; readonly seconds: number}>,
): Promise<Answers> {
  const answers: Answers[] = []
  for (const seed of seeds) {
    const {region, seconds} = await answer(seed)
    answers.push({cost: costOf(problem, region), seconds, over: overLimit(problem, region)})
  }
  return {
    cost: median(answers.map(({cost}) => cost)),
    seconds: median(answers.map(({seconds}) => seconds)),
    over: Math.max(...answers.map(({over}) => over)),
  }
}

/** Cost a day of projects at home there, their jobs with them. */
export function costOf(problem: ServingProblem, projectRegion: ArrayLike<number>): number {
  const there = {
    ...problem,
    projectRegion,
    rowRegion: Int32Array.from({length: problem.rowCount}, (_, row) => projectRegion[problem.rowProject[row]]),
  }
  return new ServingState(there, homeAssignment(there), new Float64Array(problem.regionCount), Infinity).cost
}

function overLimit(problem: ServingProblem, projectRegion: ArrayLike<number>): number {
  const load = new Float64Array(problem.regionCount)
  weightsOf(problem).forEach((weight, project) => {
    load[projectRegion[project]] += weight
  })
  return Math.max(0, ...problem.computeCapacity.map(([most], e) => load[e] / most! - 1))
}
