import {describe, expect, test} from 'vitest'
import {type BinaryProgram, objectiveOf} from '../../../algorithms/lp/binary-program.js'
import {checkedPoint, solveChecked} from '../../../algorithms/lp/checked.js'
import {solveWithHighs} from '../../../algorithms/lp/highs.js'
import {seededNumbers} from '../random-problem.js'

/** maximise 6a + 5b + 5c, 6a + 5b + 5c' ≤ 10, a alone in its group, b and c together in one or not. */
function threeItems(bAndCExclude: boolean): BinaryProgram {
  return {
    columnCount: 3,
    objective: Float64Array.of(6, 4.5, 4.5),
    rowCount: 1,
    rowStart: Int32Array.of(0, 3),
    rowColumn: Int32Array.of(0, 1, 2),
    rowValue: Float64Array.of(0.6, 0.5, 0.5),
    rowUpper: Float64Array.of(1),
    groupCount: bAndCExclude ? 2 : 3,
    groupStart: bAndCExclude ? Int32Array.of(0, 1, 3) : Int32Array.of(0, 1, 2, 3),
  }
}

function randomProgram(seed: number, columns: number): BinaryProgram {
  const random = seededNumbers(seed)
  const groupStart = [0]
  while (groupStart[groupStart.length - 1] < columns) {
    groupStart.push(Math.min(columns, groupStart[groupStart.length - 1] + 1 + random.below(3)))
  }
  return {
    columnCount: columns,
    objective: Float64Array.from({length: columns}, () => 1 + random.below(50)),
    rowCount: 2,
    rowStart: Int32Array.of(0, columns, 2 * columns),
    rowColumn: Int32Array.from({length: 2 * columns}, (_, i) => i % columns),
    rowValue: Float64Array.from({length: 2 * columns}, () => random.below(40) / 40),
    rowUpper: Float64Array.of(1, 1.5),
    groupCount: groupStart.length - 1,
    groupStart: Int32Array.from(groupStart),
  }
}

/** Best objective over all 0/1 points. */
function enumerate(program: BinaryProgram): number {
  let best = 0
  for (let bits = 0; bits < 1 << program.columnCount; bits++) {
    const x = Float64Array.from({length: program.columnCount}, (_, j) => (bits >> j) & 1)
    if (checkedPoint(program, {status: 'feasible', x, bound: 0, nodes: 0}) === undefined) continue
    best = Math.max(best, objectiveOf(program, x))
  }
  return best
}

const settings = {nodes: 1000, seed: 1, knownBound: 1000}

describe('solveChecked', () => {
  test('solves a knapsack and keeps its groups', async () => {
    const free = await solveChecked(threeItems(false), {...settings, smallColumns: 0})
    expect([free.status, free.objective, [...free.x], free.solver]).toEqual(['optimal', 9, [0, 1, 1], 'highs'])
    const exclusive = await solveChecked(threeItems(true), {...settings, smallColumns: 0})
    expect([exclusive.status, exclusive.objective, [...exclusive.x]]).toEqual(['optimal', 6, [1, 0, 0]])
  })

  test('takes the small solver at its word only where it reaches a known bound', async () => {
    const known = await solveChecked(threeItems(false), {...settings, knownBound: 9, smallColumns: 20})
    expect([known.status, known.objective, known.solver]).toEqual(['optimal', 9, 'javascript-lp-solver'])
    const unknown = await solveChecked(threeItems(false), {...settings, knownBound: 9.6, smallColumns: 20})
    expect([unknown.status, unknown.objective, unknown.solver]).toEqual(['optimal', 9, 'highs'])
  })

  test('equals enumeration on 60 random programs, with and without the small solver', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const program = randomProgram(seed, 10)
      for (const smallColumns of [0, 20]) {
        const answer = await solveChecked(program, {...settings, smallColumns})
        expect(answer.objective, `seed ${seed}`).toBe(enumerate(program))
        expect(answer.status).toBe('optimal')
      }
    }
  })

  test('has the relaxation of HiGHS bound the 0/1 optimum, by simplex and by interior point', async () => {
    const simplex = await solveWithHighs(threeItems(false), {relaxed: true, algorithm: 'simplex'})
    const interior = await solveWithHighs(threeItems(false), {relaxed: true, algorithm: 'ipm'})
    expect(simplex.bound).toBeCloseTo(9.6, 6)
    expect(interior.bound).toBeCloseTo(9.6, 6)
  })
})

describe('checkedPoint', () => {
  const check = (x: number[], program = threeItems(false)) =>
    checkedPoint(program, {status: 'optimal', x: Float64Array.from(x), bound: 0, nodes: 0})

  test('refuses fractions, broken rows, broken groups and answers of the wrong length', () => {
    expect(check([0, 1, 1])).toEqual(Uint8Array.of(0, 1, 1))
    expect(check([1e-7, 1 - 1e-7, 1])).toEqual(Uint8Array.of(0, 1, 1))
    expect(check([0.3, 1, 0])).toBeUndefined()
    expect(check([Number.NaN, 1, 0])).toBeUndefined()
    expect(check([2, 0, 0])).toBeUndefined()
    expect(check([1, 1, 0])).toBeUndefined()
    expect(check([0, 1, 1], threeItems(true))).toBeUndefined()
    expect(check([0, 1])).toBeUndefined()
  })
})
