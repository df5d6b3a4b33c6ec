import {describe, expect, it} from 'vitest'
import {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {homeAssignment} from '../../../algorithms/serving/problem.js'
import {RECORDED} from '../../../algorithms/serving/serving-state.js'
import {toPlacement} from '../../../algorithms/serving/to-placement.js'
import {verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {seededDraw} from '../../support/random-history.js'
import {limitedSpec, planOfPlacement} from '../joint/small-cases.js'

/** A random history with limits, some of them broken before any plan; jobs may run away from home. */
async function limitedCase(seed: number) {
  const spec = limitedSpec(seed, {regions: 3, projects: 6, tables: 9, jobs: 10, unit: seed % 2 ? 'table' : 'project'})
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  const problem = deriveServing(workload)
  const free = new Float64Array(problem.regionCount)
  const state = new AssignmentState(problem, homeAssignment(problem), free, Infinity)
  const limitsBroken = async () => {
    const plan = planOfPlacement(workload, spec, toPlacement(problem, workload, state.assignment))
    return (await verify(history, {...plan, replicas: []})).violations.map(({message}) => message)
  }
  return {problem, state, limitsBroken, draw: seededDraw(seed + 21)}
}

describe('region room', () => {
  it('accepts no step that breaks a capacity, pin or allowed region for the verifier', async () => {
    let accepted = 0
    let refused = 0
    for (let seed = 1; seed <= 120; seed++) {
      const {problem, state, limitsBroken, draw} = await limitedCase(seed)
      for (let step = 0; step < 30; step++) {
        const to = draw(problem.regionCount)
        const kind = draw(3)
        const [p, t, j] = [draw(problem.projectCount), draw(problem.tableCount), draw(problem.jobCount)]
        const owner = problem.tableProject[t]
        let isTaken = false
        if (kind === 0 && state.mayMoveProject(p, to)) {
          isTaken = state.fitsProject(p, to)
          if (isTaken) state.moveProject(p, to)
        } else if (
          kind === 1 &&
          problem.tablesMove &&
          problem.projectPinned[owner] === 0 &&
          state.mayMoveProject(owner, to)
        ) {
          isTaken = state.room.fits(state.serving, {rows: [], tables: [t]}, to)
          if (isTaken) state.moveTable(t, to)
        } else if (kind === 2 && problem.jobMovable[j] === 1) {
          isTaken = state.room.fits(state.serving, state.relocationOfJob(j), to)
          if (isTaken) state.placeJob(j, to)
        }
        if (isTaken) accepted++
        else refused++
        expect(state.room.isKept(state.serving), `seed ${seed}, step ${step}`).toBe(true)
        if (step % 10 === 9) expect(await limitsBroken(), `seed ${seed}, step ${step}`).toEqual([])
      }
    }
    expect(accepted).toBeGreaterThan(1000)
    expect(refused).toBeGreaterThan(1000)
  })

  it('says that limits are kept exactly where the verifier does', async () => {
    let kept = 0
    let broken = 0
    for (let seed = 1; seed <= 120; seed++) {
      const {problem, state, limitsBroken, draw} = await limitedCase(seed)
      for (let step = 0; step < 12; step++) {
        const p = draw(problem.projectCount)
        const to = draw(problem.regionCount)
        if (state.mayMoveProject(p, to)) state.moveProject(p, to)
        if (step % 3 !== 2) continue
        const isKept = state.room.isKept(state.serving)
        expect((await limitsBroken()).length === 0, `seed ${seed}, step ${step}`).toBe(isKept)
        if (isKept) kept++
        else broken++
      }
    }
    expect(Math.min(kept, broken)).toBeGreaterThan(50)
  })

  it('lets what left a region that is over its limit come back', async () => {
    let returned = 0
    for (let seed = 1; seed <= 60; seed++) {
      const {problem, state} = await limitedCase(seed)
      for (let p = 0; p < problem.projectCount; p++) {
        for (let to = 0; to < problem.regionCount; to++) {
          const home = problem.projectRegion[p]
          if (to === home || !state.mayMoveProject(p, to) || !state.fitsProject(p, to)) continue
          state.moveProject(p, to)
          expect(state.fitsProject(p, home), `seed ${seed}, project ${p}`).toBe(true)
          const rows = state.relocationOfProject(p)
          expect(state.room.fits(state.serving, rows, home, RECORDED), `seed ${seed}, project ${p}`).toBe(true)
          state.moveProject(p, home)
          returned++
        }
      }
    }
    expect(returned).toBeGreaterThan(100)
  })
})
