import {AssignmentState} from '../serving/assignment-state.js'
import {homeAssignment, type ServingProblem} from '../serving/problem.js'
import {become, type Descent, descend, improve, type Priced} from './descend.js'

/** A price of storage at which nothing is worth keeping: then every read counts in full, as Moirai has it. */
const dearPrice = 1e30
/** Days over which moves are spread in a cautious start: only those that pay back soon are made, and leave room for others. */
const cautiousDays = 100

/**
 * Local optima from different sides, cheapest first: from home and from homes as if replicas were free to store; with storage
 * priced, free or too dear at first; with moves weighed as they will be, or cautiously at first.
 *
 * @param most how many starts to try, the usually best first
 */
export function startsOf(problem: ServingProblem, descent: Descent, moveHorizonDays: number, most: number): Priced[] {
  const home = homeAssignment(problem)
  const free = new Float64Array(problem.regionCount)
  const dear = free.map(() => dearPrice)
  const bold = new AssignmentState(problem, home, free, moveHorizonDays)
  improve(bold, {projects: descent.projects, jobs: undefined})
  const unstored = bold.snapshot()
  const cautious =
    moveHorizonDays > cautiousDays && most > 1 ? new AssignmentState(problem, home, free, cautiousDays) : undefined

  const tries = [
    {homes: home, first: undefined},
    {homes: unstored, first: free},
    {homes: home, first: dear},
    {homes: unstored, first: undefined},
    {homes: home, first: free},
    {homes: unstored, first: dear},
  ]
  const found: Priced[] = []
  for (const state of cautious === undefined ? [bold] : [bold, cautious]) {
    for (const {homes, first} of tries) {
      if (found.length === most) break
      state.adopt(homes)
      state.serving.reprice(first ?? free)
      if (first !== undefined) improve(state, descent)
      let reached = descend(state, descent)
      if (state !== bold) {
        become(bold, reached)
        reached = descend(bold, descent)
      }
      found.push(reached)
    }
  }
  return found.sort((a, b) => a.costPerDay - b.costPerDay)
}
