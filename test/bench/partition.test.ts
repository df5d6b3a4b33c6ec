import {describe, expect, it} from 'vitest'
import type {ServingProblem} from '../../algorithms/serving/problem.js'
import {costOf} from '../../bench/partition.js'
import {openProblem, type Refresh, weightsOf} from '../../bench/partition-instances.js'
import {connectivityBytes, netsOf} from '../../bench/partition-nets.js'
import {metis, mtKaHyPar} from '../../bench/partitioners.js'
import {servingWorld} from '../../bench/serving-world.js'

const regions = 4
const world = servingWorld({projects: 60, tables: 300, jobs: 300, facts: 3000, regions: 6, unevenPrices: true})

function open(refresh: Refresh): ServingProblem {
  return openProblem(world, regions, refresh)
}

/** Homes that share nothing with one another: the n-th of many. */
function homes({projectCount}: ServingProblem, n: number): Int32Array {
  return Int32Array.from({length: projectCount}, (_, p) => (p * (n + 3) + ((p * p * n) >> 3)) % regions)
}

describe('nets of a serving problem', () => {
  it.each(['never worth it', 'always worth it'] as const)(
    'cost what serving costs, wherever projects live (replicas %s)',
    refresh => {
      const problem = open(refresh)
      const nets = netsOf(problem)
      expect(nets.exactShare).toBe(1)
      for (let n = 0; n < 20; n++) {
        const region = homes(problem, n)
        const served = costOf(problem, region) * problem.dayCount
        expect(served).toBeGreaterThan(0)
        expect(connectivityBytes(nets, region) / served).toBeCloseTo(1, 9)
      }
    },
  )

  it('say how much of them is not exact where light and heavy readers meet, and then never cost less', () => {
    const problem = open('as recorded')
    const nets = netsOf(problem)
    expect(nets.exactShare).toBeGreaterThan(0)
    expect(nets.exactShare).toBeLessThan(1)
    for (let n = 0; n < 20; n++) {
      const region = homes(problem, n)
      const served = costOf(problem, region) * problem.dayCount
      expect(connectivityBytes(nets, region)).toBeGreaterThanOrEqual(served * (1 - 1e-9))
    }
  })

  it('are exact for light readers only as far as a replica would not save anything', () => {
    const problem = open('as recorded')
    const read = new Float64Array(problem.tableCount)
    for (let row = 0; row < problem.rowCount; row++) {
      for (let f = problem.readStart[row]!; f < problem.readStart[row + 1]!; f++) {
        const table = problem.readTable[f]!
        if (problem.tableProject[table] !== problem.rowProject[row]) read[table]! += problem.readBytes[f]!
      }
    }
    expect(netsOf({...problem, refreshBytes: read}).exactShare).toBe(1)
    expect(netsOf({...problem, refreshBytes: read.map(bytes => 0.99 * bytes)}).exactShare).toBeLessThan(0.5)
  })

  it('are of two projects or more, none twice', () => {
    const {pins} = netsOf(open('as recorded'))
    expect(pins.every(projects => projects.length >= 2 && new Set(projects).size === projects.length)).toBe(true)
    expect(new Set(pins.map(projects => projects.join(' '))).size).toBe(pins.length)
  })
})

describe('a partition instance', () => {
  it('begins within its limits', () => {
    const problem = open('as recorded')
    const load = new Float64Array(regions)
    weightsOf(problem).forEach((weight, p) => {
      load[problem.projectRegion[p]!] += weight
    })
    expect(Math.min(...load)).toBeGreaterThan(0)
    for (let e = 0; e < regions; e++) expect(load[e]).toBeLessThanOrEqual(problem.computeCapacity[e]![0]!)
  })

  it('refuses more regions than the heaviest project leaves', () => {
    expect(() => openProblem(world, 60, 'as recorded')).toThrow(/no even layout: a region would have \d+ CPU-hours/)
  })
})

describe.each([metis, mtKaHyPar])('$name', partitioner => {
  it.skipIf(!partitioner.isPresent())('finds the four groups that share nothing', () => {
    const projects = Array.from({length: 40}, (_, p) => p)
    const groupOf = (p: number) => Math.floor(p / 10)
    const pins = projects.flatMap(p => projects.filter(q => q > p && groupOf(q) === groupOf(p)).map(q => [p, q]))
    const nets = {pins, bytes: pins.map(([p]) => 1 + p!), exactShare: 1}
    const weights = new Float64Array(40).fill(3)
    const {part} = partitioner.partition({nets, weights, parts: 4, imbalance: 0.03, seed: 1})
    expect(part).toHaveLength(40)
    expect(new Set(part).size).toBe(4)
    expect(connectivityBytes(nets, part)).toBe(0)
  })
})
