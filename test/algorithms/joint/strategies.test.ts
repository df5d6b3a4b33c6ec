import {describe, expect, test} from 'vitest'
import {jointPolicies} from '../../../algorithms/joint/index.js'
import type {JointPolicy, JointSettings} from '../../../algorithms/joint/policy.js'
import {withdrawFromLinks} from '../../../algorithms/joint/withdraw.js'
import {wanCost} from '../../../model/account.js'
import {replicaBudgets} from '../../../model/budgets.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import {verify} from '../../../model/verifier/index.js'
import type {Workload} from '../../../model/workload.js'
import {chooseReplicas} from '../../../planner/choose-replicas.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {seededDraw} from '../../support/random-history.js'
import {limitedSpec, planOfPlacement, smallSpec} from './small-cases.js'

const strategies: readonly JointPolicy[] = Object.values(jointPolicies)
const few = {kicks: 100}

async function planned(
  policy: JointPolicy,
  workload: Workload,
  limits: Partial<JointSettings> = {},
  seed = 1,
): Promise<Placement> {
  const settings: JointSettings = {
    caching: 'hull',
    mostMoves: Infinity,
    mostMoveBytes: Infinity,
    moveHorizonDays: Infinity,
    leastGainPerDay: 0,
    placeGold: false,
    asOfDay: workload.toDay + 1,
    ...limits,
  }
  const options = 'kicks' in policy.options ? few : {}
  const outcome = await policy.plan(workload, settings, options, {seed})
  let {placement} = outcome
  for (;;) {
    const {policy: caching, options: cachingOptions} = outcome.replicas
    const budgets = replicaBudgets(workload, placement.tableRegion)
    const chosen = {caching, cachingOptions, seed, change: {}}
    const {windows} = await chooseReplicas(workload, placement, budgets, chosen, settings.asOfDay)
    const whole = {...placement, windows}
    const lighter = withdrawFromLinks(workload, whole, settings.asOfDay)
    if (lighter === undefined) return whole
    placement = lighter
  }
}

const costPerDay = (workload: Workload, placement: Placement) =>
  wanCost(objective(workload, placement, workload.toDay + 1).traffic) / workload.dayCount

function withLinkCapacities(spec: MemoryHistorySpec, seed: number): MemoryHistorySpec {
  const draw = seededDraw(seed + 31)
  const names = spec.regions.map(region => (typeof region === 'string' ? region : region.name))
  const capacities: Record<string, number> = {}
  for (const from of names) {
    for (const to of names) if (from !== to && draw(2) === 0) capacities[`${from}>${to}`] = draw(60)
  }
  return {...spec, capacities}
}

const sizes = {regions: 3, projects: 5, tables: 9, jobs: 12, days: 4, maxAge: 3}

describe.each(strategies.map(policy => [policy.name, policy] as const))('%s', (name, policy) => {
  test('keeps every limit on 40 random histories, says the verifier', async () => {
    let decisions = 0
    for (let seed = 1; seed <= 40; seed++) {
      const unit = seed % 2 === 0 ? 'table' : 'project'
      const limited = limitedSpec(seed, {
        ...sizes,
        unit,
        unevenPrices: seed % 3 === 0,
        unevenPartitions: seed % 4 === 0,
      })
      const spec = seed % 3 === 1 ? withLinkCapacities(limited, seed) : limited
      const history = memoryHistory(spec)
      const workload = await naiveWorkload(history)
      const mostMoves = seed % 5
      const mostMoveBytes = seed % 2 === 0 ? Infinity : 150 * (seed % 7)
      const placement = await planned(policy, workload, {mostMoves, mostMoveBytes})
      const plan = planOfPlacement(workload, spec, placement)
      const verified = await verify(history, plan)
      expect(verified.violations, `seed ${seed}`).toEqual([])
      expect(plan.moves.length, `seed ${seed}`).toBeLessThanOrEqual(mostMoves)
      expect(verified.after.moveBytes, `seed ${seed}`).toBeLessThanOrEqual(mostMoveBytes * (1 + 1e-9))
      decisions += plan.moves.length + plan.jobs.length
    }
    if (name === 'caching') expect(decisions).toBe(0)
    else expect(decisions).toBeGreaterThan(20)
  }, 60_000)

  test('is the same twice', async () => {
    const workload = await naiveWorkload(memoryHistory(limitedSpec(3, sizes)))
    expect(await planned(policy, workload)).toEqual(await planned(policy, workload))
  })

  test('leaves gold and immovable jobs where they are', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const spec = limitedSpec(seed, sizes)
      const workload = await naiveWorkload(memoryHistory(spec))
      const {jobRegion} = await planned(policy, workload)
      workload.jobs.names.forEach((job, j) => {
        if (workload.jobs.priority[j] === 0 || workload.jobs.movable[j] !== 1) expect(jobRegion.has(job)).toBe(false)
      })
    }
  })
})

test('search leaves less than caching, two-stage and moirai on the whole, and never much more on one', async () => {
  const total: Record<string, number> = {}
  for (let seed = 1; seed <= 30; seed++) {
    const workload = await naiveWorkload(memoryHistory(smallSpec(seed, sizes)))
    const cost: Record<string, number> = {}
    for (const policy of strategies) {
      cost[policy.name] = costPerDay(workload, await planned(policy, workload))
      total[policy.name] = (total[policy.name] ?? 0) + cost[policy.name]!
    }
    expect(cost['search'], `seed ${seed}`).toBeLessThanOrEqual(cost['caching']! * (1 + 1e-9))
    const before = costPerDay(workload, homePlacement(workload))
    for (const rival of ['two-stage', 'moirai']) {
      expect(cost['search']! - cost[rival]!, `seed ${seed}: ${rival}`).toBeLessThanOrEqual(0.1 * before)
    }
  }
  for (const rival of ['caching', 'two-stage', 'moirai']) expect(total['search']!).toBeLessThan(total[rival]!)
}, 60_000)
