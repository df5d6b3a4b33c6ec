import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {hull} from '../algorithms/caching/hull.js'
import {solveLinear} from '../algorithms/caching/hull-linear.js'
import {kProbe} from '../algorithms/caching/k-probe.js'
import type {CachingProblem} from '../algorithms/caching/problem.js'
import type {BinaryProgram} from '../algorithms/lp/binary-program.js'
import {solveWithHighs} from '../algorithms/lp/highs.js'
import {type CurveShape, syntheticCurves} from './caching-curves.js'
import {median, medianMilliseconds, millisecondsOf, peakMemoryBytes, printTable} from './measure.js'

const RUNS = 5
const million: CurveShape = {
  curves: 1_000_000,
  fewestPoints: 1,
  mostPoints: 60,
  regions: 8,
  budgetShare: 0.2,
  regionBudgetShare: 0.25,
}

/**
 * What the hull costs (design.md section 6): its linear programme of 100 000 curves against HiGHS by interior point, and one
 * million curves of up to 60 ages, bound, duals, frontier and plan, in a process of its own for the peak memory.
 */
export async function run(): Promise<void> {
  await againstHighs()
  await byInstance()
  atScale()
}

async function againstHighs(): Promise<void> {
  const shape = {curves: 100_000, fewestPoints: 2, mostPoints: 8, regions: 5, budgetShare: 1, regionBudgetShare: 0.3}
  const problem = syntheticCurves(1, shape)
  let bound = 0
  const hullTime = await medianMilliseconds(RUNS, () => {
    bound = solveLinear(problem).boundSavedCostPerDay
  })
  const {program, savedUnit} = linearProgram(problem)
  let highsBound = 0
  const highsTime = await millisecondsOf(async () => {
    const answer = await solveWithHighs(program, {relaxed: true, algorithm: 'ipm'})
    highsBound = answer.bound * savedUnit
  })
  printTable(
    `LP of 100 000 curves, ${program.columnCount} points, 5 regions (hull: median of ${RUNS}; HiGHS: one run)`,
    ['solver', 'ms', 'optimum', 'relative difference', 'times as fast'],
    [
      ['hull', hullTime.toFixed(0), bound.toExponential(9), '', (highsTime / hullTime).toFixed(0)],
      [
        'HiGHS ipm',
        highsTime.toFixed(0),
        highsBound.toExponential(9),
        Math.abs(highsBound / bound - 1).toExponential(1),
        '1',
      ],
    ],
  )
}

/** The relaxation of caching under a budget for each region, scaled so that the largest budget and saving are 1. */
function linearProgram(problem: CachingProblem): {program: BinaryProgram; savedUnit: number} {
  const points = problem.pointStart[problem.curveCount]
  let savedUnit = 0
  for (let p = 0; p < points; p++) savedUnit = Math.max(savedUnit, problem.savedCostPerDay[p])
  const budgets = Float64Array.from({length: problem.regionCount}, (_, e) => problem.regionBudgetBytes[e])
  const bytesUnit = budgets.reduce((most, bytes) => Math.max(most, bytes), 0)
  const program: BinaryProgram = {
    columnCount: points,
    objective: Float64Array.from({length: points}, (_, p) => problem.savedCostPerDay[p] / savedUnit),
    rowCount: problem.regionCount,
    rowStart: Int32Array.from({length: problem.regionCount + 1}, (_, e) => problem.pointStart[problem.regionStart[e]]),
    rowColumn: Int32Array.from({length: points}, (_, p) => p),
    rowValue: Float64Array.from({length: points}, (_, p) => problem.storedBytes[p] / bytesUnit),
    rowUpper: budgets.map(bytes => bytes / bytesUnit),
    groupCount: problem.curveCount,
    groupStart: Int32Array.from({length: problem.curveCount + 1}, (_, c) => problem.pointStart[c]),
  }
  return {program, savedUnit}
}

async function byInstance(): Promise<void> {
  const rows: string[][] = []
  for (const curves of [30, 300, 3000, 30_000, 100_000]) {
    const problem = syntheticCurves(2, {...million, curves, regions: 4})
    let outcome = await hull.plan(problem, {}, {seed: 1})
    const milliseconds = await millisecondsOf(async () => {
      outcome = await hull.plan(problem, {}, {seed: 1})
    })
    const bound = solveLinear(problem).boundSavedCostPerDay
    const belowBound = (saved: number): string => (1 - saved / bound).toExponential(1)
    const probes = [1, 3, 7, 60].map(k => belowBound(kProbe.plan(problem, {k}).savedCostPerDay))
    rows.push([String(curves), ...probes, belowBound(outcome.savedCostPerDay), outcome.status, milliseconds.toFixed(0)])
  }
  printTable(
    'Saving below the LP bound, as a share of it; 4 regions, budgets 20 % over all and 25 % a region',
    ['curves', 'k = 1', 'k = 3', 'k = 7', 'k = 60', 'hull', 'status', 'hull ms'],
    rows,
  )
}

/** Runs this file as a program of its own: the peak memory of a process includes everything it ever did. */
function atScale(): void {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'million'], {stdio: 'inherit'})
  if (child.status !== 0) throw new Error(`the bench of one million curves ended with status ${child.status}`)
}

async function millionCurves(): Promise<void> {
  const problem = syntheticCurves(3, million)
  const inputBytes = peakMemoryBytes()
  const linear: number[] = []
  const whole: number[] = []
  let gap = 0
  let status = ''
  for (let i = 0; i < RUNS; i++) {
    linear.push(await millisecondsOf(() => solveLinear(problem)))
    whole.push(
      await millisecondsOf(async () => {
        const outcome = await hull.plan(problem, {}, {seed: 1})
        gap = 1 - outcome.savedCostPerDay / (outcome.boundSavedCostPerDay ?? Number.NaN)
        status = outcome.status
      }),
    )
  }
  printTable(
    `One million curves, ${problem.pointStart[problem.curveCount]} points, 8 regions (median of ${RUNS})`,
    ['bound and duals ms', 'whole plan ms', 'gap', 'status', 'input MB', 'peak MB'],
    [
      [
        median(linear).toFixed(0),
        median(whole).toFixed(0),
        gap.toExponential(1),
        status,
        (inputBytes / 1e6).toFixed(0),
        (peakMemoryBytes() / 1e6).toFixed(0),
      ],
    ],
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await (process.argv[2] === 'million' ? millionCurves() : run())
