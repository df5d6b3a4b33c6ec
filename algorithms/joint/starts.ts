import {AssignmentState, type MoveLimits} from '../serving/assignment-state.js'
import {homeAssignment, type ServingProblem} from '../serving/problem.js'
import {become, type Descent, descend, improve, type Priced, priced} from './descend.js'
import {kickedSearch} from './kicked-search.js'

/** A price of storage at which nothing is worth keeping: then every read counts in full, as Moirai has it. */
const dearPrice = 1e30
/** Days over which moves are spread in a cautious start: only those that pay back soon are made, and leave room for others. */
const cautiousDays = 100

export interface Starts {
  /** Cheapest first by relaxed cost. */
  readonly found: Priced[]
  /** What simpler strategies would do: nothing, and homes as if replicas were free to store. */
  readonly others: Priced[]
}

/**
 * Local optima from different sides, cheapest first: from home and from homes as if replicas were free to store; with storage
 * priced, free or too dear at first; with moves weighed as they will be, or cautiously at first.
 *
 * @param effort how many starts to try, the usually best first; one start spares itself the homes of free storage
 */
export function startsOf(
  problem: ServingProblem,
  descent: Descent,
  limits: MoveLimits & {readonly moveHorizonDays: number},
  effort: {readonly starts: number; readonly kicks: number},
  seed: number,
): Starts {
  const {moveHorizonDays} = limits
  const home = homeAssignment(problem)
  const free = new Float64Array(problem.regionCount)
  const dear = free.map(() => dearPrice)
  const bold = new AssignmentState(problem, home, free, moveHorizonDays)
  const stayed = priced(bold, descent)
  if (effort.starts === 1) return {found: [descend(bold, descent)], others: [stayed]}
  bold.serving.reprice(free)
  const homesOnly = {projects: descent.projects, jobs: undefined}
  improve(bold, homesOnly)
  const unstored = bold.snapshot()
  kickedSearch(bold, homesOnly, limits, effort.kicks, seed)
  const others = [stayed, priced(bold, descent)]
  const cautious = moveHorizonDays > cautiousDays ? new AssignmentState(problem, home, free, cautiousDays) : undefined

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
      if (found.length === effort.starts) break
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
  found.sort((a, b) => a.costPerDay - b.costPerDay)
  return {found, others}
}
