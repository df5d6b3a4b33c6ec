import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {AssignmentState} from '../algorithms/serving/assignment-state.js'
import {homeAssignment} from '../algorithms/serving/problem.js'
import {millisecondsOf, peakMemoryBytes, printTable} from './measure.js'
import {servingWorld, type WorldSize} from './serving-world.js'

const whole: WorldSize = {
  projects: 20_000,
  tables: 1_000_000,
  jobs: 1_000_000,
  facts: 10_000_000,
  regions: 16,
  unevenPrices: false,
}

/**
 * What pricing costs (design.md section 6): building the serving state, one sweep of all projects and one of all jobs, at 1/100, 1/10
 * and the whole size, each in a process of its own for the peak memory.
 */
export async function run(): Promise<void> {
  for (const args of [['100'], ['10'], ['1'], ['1', 'uneven']]) {
    const child = spawnSync(process.execPath, ['--max-old-space-size=6000', fileURLToPath(import.meta.url), ...args], {
      stdio: 'inherit',
    })
    if (child.status !== 0)
      throw new Error(`the bench of serving (${args.join(' ')}) ended with status ${child.status}`)
  }
}

async function atSize(divisor: number, unevenPrices: boolean): Promise<void> {
  const size: WorldSize = {
    ...whole,
    projects: whole.projects / divisor,
    tables: whole.tables / divisor,
    jobs: whole.jobs / divisor,
    facts: whole.facts / divisor,
    unevenPrices,
  }
  const problem = servingWorld(size)
  const inputBytes = peakMemoryBytes()
  const storagePrice = new Float64Array(size.regions).fill(0.01)
  const deltas = new Float64Array(size.regions)
  let state!: AssignmentState
  const building = await millisecondsOf(() => {
    state = new AssignmentState(problem, homeAssignment(problem), storagePrice, 30)
  })
  let gains = 0
  const sweep = (count: number, price: (item: number) => void) =>
    millisecondsOf(() => {
      for (let i = 0; i < count; i++) {
        price(i)
        gains += deltas.reduce((least, delta) => Math.min(least, delta), 0)
      }
    })
  const projects = await sweep(size.projects, p => state.tryProject(p, deltas))
  const jobs = await sweep(size.jobs, j => state.tryJob(j, deltas))
  const moves = await millisecondsOf(() => {
    for (let p = 0; p < size.projects; p += 20) state.moveProject(p, (problem.projectRegion[p] + 1) % size.regions)
  })
  printTable(
    `${size.projects} projects, ${size.tables} tables, ${size.jobs} jobs, ${size.facts} facts, ${size.regions} regions, link prices ${unevenPrices ? 'differ' : 'equal'}; gains of ${(-gains).toExponential(6)}`,
    ['build ms', 'all projects ms', 'all jobs ms', `${size.projects / 20} moves ms`, 'input MB', 'peak MB'],
    [
      [
        ...[building, projects, jobs, moves].map(ms => ms.toFixed(0)),
        ...[inputBytes, peakMemoryBytes()].map(b => (b / 1e6).toFixed(0)),
      ],
    ],
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === undefined) await run()
  else await atSize(Number(process.argv[2]), process.argv[3] === 'uneven')
}
