import {describe, expect, it} from 'vitest'
import {decodePlan} from '../../../model/verifier/decisions.js'
import {Holders} from '../../../model/verifier/holders.js'
import {openRouter} from '../../../planner/router/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, randomPlan, seededDraw} from '../../support/random-history.js'
import {costsByRegion, type KnownJob} from './brute-force.js'

const worlds = 300

/** A random world of up to 6 regions with a random plan, and a router over it. */
async function world(seed: number) {
  const spec = randomHistorySpec(seed, {regions: 2 + (seed % 5), days: 2, tables: 9, projects: 5})
  const history = memoryHistory(spec)
  const plan = randomPlan(seed, spec)
  const workload = await naiveWorkload(history)
  const router = openRouter({plan, workload, waitPricePerHour: {silver: 3600}, foreignShare: 1})
  return {history, plan, workload, router, names: history.topology.regions.map(region => region.name)}
}

describe('place', () => {
  it('takes the cheapest region of a brute force over formats.md, on random plans', async () => {
    let away = 0
    let local = 0
    for (let seed = 1; seed <= worlds; seed++) {
      const {history, plan, router, names} = await world(seed)
      const draw = seededDraw(seed + 9000)
      for (let k = 0; k < 6; k++) {
        const job: KnownJob = {
          project: history.projects.names[draw(history.projects.names.length)],
          inputs: Array.from({length: draw(4)}, () => ({
            table: history.tables.names[draw(history.tables.names.length)],
            ages: Array.from({length: 1 + draw(3)}, () => draw(8)),
            bytes: draw(900),
          })),
          outputs: Array.from({length: draw(3)}, () => ({
            table: history.tables.names[draw(history.tables.names.length)],
            bytes: draw(300),
          })),
        }
        const waits = names.map(() => draw(400))
        for (const [e, region] of names.entries()) router.report(region, {waitSeconds: waits[e]})
        const answer = router.place(job)
        const truth = costsByRegion(history, plan, job)
        const totals = truth.map(({cost}, e) => cost + waits[e])
        const least = Math.min(...totals)
        expect(totals[answer.region], `world ${seed}, job ${k}`).toBeCloseTo(least, 6)
        expect(answer.wanBytes).toBeCloseTo(truth[answer.region].bytes, 6)
        expect(answer.wanCost).toBeCloseTo(truth[answer.region].cost, 6)
        expect(answer.expectedCost).toBeCloseTo(least, 6)
        const behind = answer.alternatives
        expect(behind.length).toBe(names.length - 1)
        for (const {region, score, wanBytes} of behind) {
          expect(score).toBeCloseTo(totals[names.indexOf(region)], 6)
          expect(wanBytes).toBeCloseTo(truth[names.indexOf(region)].bytes, 6)
        }
        expect(behind.map(({score}) => score)).toEqual(behind.map(({score}) => score).toSorted((a, b) => a - b))
        if (answer.reason === 'cheapest') away += 1
        if (answer.wanBytes === 0) local += 1
      }
    }
    expect(away).toBeGreaterThan(worlds)
    expect(local).toBeGreaterThan(100)
  })

  it('where() is the verifier’s rule: local first, else its cheapest source', async () => {
    let replicas = 0
    for (let seed = 1; seed <= worlds; seed++) {
      const {history, plan, router, names} = await world(seed)
      const decisions = decodePlan(history, plan)
      const holders = new Holders(history.topology, decisions)
      history.tables.names.forEach((table, t) => {
        for (let age = 0; age < 8; age++) {
          names.forEach((region, e) => {
            const used = history.tables.snapshot[t] === 1 ? 0 : age
            const local = decisions.tableHome[t] === e || holders.windowHolding(t, e, used) >= 0
            const wanted = local ? e : holders.cheapestSource(t, e, used)
            expect(router.where(table, region, age), `world ${seed} ${table} at ${region}, age ${age}`).toBe(wanted)
            if (wanted !== decisions.tableHome[t]) replicas += 1
          })
        }
      })
    }
    expect(replicas).toBeGreaterThan(1000)
  })

  it('jobs of the plan follow the plan', async () => {
    let placed = 0
    for (let seed = 1; seed <= 60; seed++) {
      const {history, plan, router, names} = await world(seed)
      for (const {job, region} of plan.jobs) {
        const answer = router.place({project: history.projects.names[0], job})
        expect(names[answer.region]).toBe(region)
        expect(answer.reason).toBe('planned')
        placed += 1
      }
    }
    expect(placed).toBeGreaterThan(50)
  })

  it('thresholds of an uncertain input say what place says of the real size', async () => {
    let pieces = 0
    for (let seed = 1; seed <= 100; seed++) {
      const {history, router, names} = await world(seed)
      const draw = seededDraw(seed + 500)
      const table = () => history.tables.names[draw(history.tables.names.length)]
      names.forEach(region => {
        router.report(region, {waitSeconds: draw(50)})
      })
      const inputs = [
        {table: table(), ages: [draw(6), draw(6)], bytes: draw(100)},
        {table: table(), ages: [draw(6), draw(6)]},
      ]
      const project = history.projects.names[draw(history.projects.names.length)]
      const outputs = [{table: table(), bytes: draw(100)}]
      const {thresholds} = router.place({project, inputs, outputs, uncertainInput: 1})
      expect(thresholds.at(-1)!.belowBytes).toBe(Infinity)
      pieces += thresholds.length
      let from = 0
      for (const {belowBytes, region} of thresholds) {
        const inside = belowBytes === Infinity ? from * 2 + 10 : (from + belowBytes) / 2
        const sure = router.place({project, inputs: [inputs[0], {...inputs[1], bytes: inside}], outputs})
        const there = [
          sure.regionName,
          ...sure.alternatives.filter(a => a.score - sure.expectedCost < 1e-9).map(a => a.region),
        ]
        expect(there, `world ${seed}, ${inside} bytes`).toContain(region)
        from = belowBytes
      }
    }
    expect(pieces).toBeGreaterThan(130)
  })
})
