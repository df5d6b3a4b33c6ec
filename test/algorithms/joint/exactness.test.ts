import {expect, test} from 'vitest'
import {exactJoint} from '../../../algorithms/joint/exact-joint.js'
import {jointPolicies} from '../../../algorithms/joint/index.js'
import type {JointPolicy, JointSettings} from '../../../algorithms/joint/policy.js'
import {wanCost} from '../../../model/account.js'
import {replicaBudgets} from '../../../model/budgets.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import type {Workload} from '../../../model/workload.js'
import {chooseReplicas} from '../../../planner/choose-replicas.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {seededDraw} from '../../support/random-history.js'
import {limitedSpec} from './small-cases.js'

/** ISTHMUS_INSTANCES=100 npx vitest run test/algorithms/joint/exactness.test.ts prints the figures of the changelog. */
const instances = Number(process.env['ISTHMUS_INSTANCES'] ?? 12)
const strategies: readonly JointPolicy[] = Object.values(jointPolicies)

const costPerDay = (workload: Workload, placement: Placement) =>
  wanCost(objective(workload, placement, workload.toDay + 1).traffic) / workload.dayCount

test('strategies against the joint optimum of small cases', async () => {
  const gaps: Record<string, number[]> = {}
  let proven = 0
  for (let seed = 1; seed <= instances; seed++) {
    const draw = seededDraw(seed + 900)
    const sizes = {projects: 3 + draw(4), tables: 6 + draw(7), jobs: 8 + draw(8), regions: 3, days: 5, maxAge: 4}
    const workload = await naiveWorkload(memoryHistory(limitedSpec(seed, sizes)))
    const exact = await exactJoint(workload, {nodes: 300, seed: 1})
    if (exact.status !== 'optimal') continue
    proven++
    const before = costPerDay(workload, homePlacement(workload))
    for (const policy of strategies) {
      const settings: JointSettings = {
        caching: 'windows',
        mostMoves: Infinity,
        mostMoveBytes: Infinity,
        moveHorizonDays: Infinity,
        leastGainPerDay: 0,
        placeGold: false,
        asOfDay: workload.toDay + 1,
      }
      const outcome = await policy.plan(workload, settings, {}, {seed: 1})
      const budgets = replicaBudgets(workload, outcome.placement.tableRegion)
      const {policy: caching, options: cachingOptions} = outcome.replicas
      const replicas = {caching, cachingOptions, seed: 1, change: {}}
      const {windows} = await chooseReplicas(workload, outcome.placement, budgets, replicas, settings.asOfDay)
      const cost = costPerDay(workload, {...outcome.placement, windows})
      expect(cost, `${policy.name}, seed ${seed}`).toBeGreaterThanOrEqual(exact.costPerDay * (1 - 1e-9) - 1e-9)
      const gap = before === 0 ? 0 : (cost - exact.costPerDay) / before
      gaps[policy.name] = [...(gaps[policy.name] ?? []), gap]
    }
  }
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
  const worst = (values: readonly number[]) => Math.max(...values)
  if (process.env['ISTHMUS_INSTANCES'] !== undefined) {
    const rows = Object.entries(gaps).map(([name, values]) => [
      name,
      median(values),
      worst(values),
      values.filter(g => g < 1e-9).length,
    ])
    process.stdout.write(
      `proven ${proven} of ${instances}; gap as share of the cost before: name, median, worst, optimal\n`,
    )
    for (const row of rows) process.stdout.write(`${row.join(' ')}\n`)
  }
  expect(proven).toBeGreaterThan(instances / 2)
  expect(median(gaps['search']!)).toBeLessThanOrEqual(0.01)
  expect(median(gaps['search']!)).toBeLessThan(median(gaps['two-stage']!))
}, 600_000)
