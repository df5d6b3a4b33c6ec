import {expect, it} from 'vitest'
import {loadFigures} from '../../../planner/routed-score/load-figures.js'
import {runsByStart} from '../../../planner/routed-score/run-inputs.js'
import {memoryHistory} from '../../support/memory-history.js'

const run = (hour: number, cpu: number, day = 3) => ({job: 'j', project: 'p', day, hour, cpu})
const history = memoryHistory({
  regions: ['a', 'b'],
  projects: [{project: 'p', region: 'a'}],
  tables: [{table: 't', project: 'p'}],
  runs: [run(7, 1), run(5, 4), run(5, 2), run(6, 1), run(5, 9, 2)],
  fromDay: 3,
})

it('runs go by start; those before the span are left out', () => {
  expect([...runsByStart(history)]).toEqual([1, 2, 3, 0])
})

it('what is over the capacity of an hour waits for the next', () => {
  const order = runsByStart(history)
  const capacity = new Float64Array(48).fill(2)
  const atHome = loadFigures(history, order, history.runs.region, capacity)
  expect(atHome).toEqual({meanWaitSeconds: 0, overfullHours: 0, imbalance: 2})
  // At b, which does 2 an hour: 4 left after hour 5, 3 after hour 6, 2 after hour 7. Waits of the hours: 3600, 6300, 4500 seconds.
  const away = loadFigures(history, order, new Int32Array(5).fill(1), capacity)
  expect(away.meanWaitSeconds).toBeCloseTo((2 * 3600 + 6300 + 4500) / 4)
  expect(away.overfullHours).toBe(1)
  const half = loadFigures(history, order, Int32Array.of(0, 0, 1, 1, 0), capacity)
  expect(half.imbalance).toBeCloseTo(((4 + 1 + 1) * 2) / 8)
  expect(half.meanWaitSeconds).toBe(0)
})
