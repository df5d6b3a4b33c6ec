import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {cachingPolicies} from '../algorithms/caching/index.js'
import type {CachingPolicy} from '../algorithms/caching/policy.js'
import type {CachingProblem} from '../algorithms/caching/problem.js'
import {completeOptions} from '../algorithms/options.js'
import {syntheticCurves} from './caching-curves.js'
import {medianMilliseconds, peakMemoryBytes, printTable} from './measure.js'

const sizes = [10_000, 100_000, 1_000_000]
const runs = 3

interface Measured {
  readonly milliseconds?: number
  readonly peakBytes: number
  readonly savedShare?: number
  readonly refused?: string
}

/**
 * Time and memory of every planned policy as the number of curves grows, each in a process of its own so that the peak
 * is its own. The saving is the share of what `all` saves without a budget.
 */
export async function run(): Promise<void> {
  const rows: string[][] = []
  for (const name of Object.keys(cachingPolicies)) {
    const bySize = sizes.map(curves => inOwnProcess(name, curves))
    rows.push([
      name,
      ...bySize.map(({milliseconds, refused}) => (refused === undefined ? `${milliseconds!.toFixed(0)}` : 'refuses')),
      ...bySize.map(({peakBytes}) => `${(peakBytes / 1e6).toFixed(0)}`),
      bySize[2]!.refused === undefined
        ? (bySize[2]!.milliseconds! / Math.max(0.1, bySize[1]!.milliseconds!)).toFixed(1)
        : '',
      bySize[2]!.savedShare?.toFixed(4) ?? '',
    ])
  }
  printTable(
    `Planned policies by number of curves, up to 20 points each, 8 regions, budgets 20 % (median of ${runs}; memory with the input)`,
    ['policy', 'ms 10 k', 'ms 100 k', 'ms 1 M', 'MB 10 k', 'MB 100 k', 'MB 1 M', '1 M / 100 k', 'saved at 1 M'],
    rows,
  )
}

function inOwnProcess(policy: string, curves: number): Measured {
  const {stdout, status, stderr} = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), policy, String(curves)],
    {
      encoding: 'utf8',
      timeout: 600_000,
    },
  )
  if (status !== 0) return {peakBytes: 0, refused: stderr.slice(0, 200) || 'did not finish in ten minutes'}
  return JSON.parse(stdout) as Measured
}

async function measure(name: string, curves: number): Promise<Measured> {
  const policy = (cachingPolicies as Readonly<Record<string, CachingPolicy>>)[name]!
  const shape = {curves, fewestPoints: 1, mostPoints: 20, regions: 8, budgetShare: 0.2, regionBudgetShare: 0.25}
  const problem = withAges(syntheticCurves(1, shape))
  const options = completeOptions(name, policy.options, {})
  let saved = 0
  try {
    const milliseconds = await medianMilliseconds(runs, async () => {
      saved = (await policy.plan(problem, options, {seed: 1})).savedCostPerDay
    })
    const peakBytes = peakMemoryBytes()
    const ceiling = await (cachingPolicies.all as CachingPolicy).plan(problem, {}, {seed: 1})
    return {milliseconds, peakBytes, savedShare: saved / ceiling.savedCostPerDay}
  } catch (error) {
    return {peakBytes: peakMemoryBytes(), refused: (error as Error).message}
  }
}

/** The synthetic curves have even partitions: what each age stores and what a window costs to refresh follow from the curve. */
function withAges(problem: CachingProblem): CachingProblem {
  const storedBytes = Float64Array.from(problem.storedBytes as ArrayLike<number>)
  const refreshCostPerDay = new Float64Array(storedBytes.length)
  for (let c = 0; c < problem.curveCount; c++) {
    for (let p = problem.pointStart[c]!; p < problem.pointStart[c + 1]!; p++) {
      storedBytes[p]! /= problem.lifeSpanDays[p]!
      refreshCostPerDay[p] = problem.refreshCostPerDay[c]!
    }
  }
  return {...problem, ages: {storedBytes, refreshCostPerDay}}
}

const [, script, policy, curves] = process.argv
if (script === fileURLToPath(import.meta.url) && policy !== undefined) {
  process.stdout.write(JSON.stringify(await measure(policy, Number(curves))))
}
