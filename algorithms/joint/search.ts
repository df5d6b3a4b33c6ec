/**
 * Joint search: projects, tables, jobs and replicas in one neighbourhood.
 *
 * Idea: a table read in a region costs there what its cheapest replica windows cost at the present price of storage: a concave
 * function of the demand there. So the effect of moving a project or placing a job is known at once, replicas included.
 * Local search on that cost; then caching is solved anew for its price of storage; and so on until the cost stops
 * falling. Several starts (home, homes as if storage were free, Moirai's homes and jobs; storage priced, free or too dear at first), then kicks
 * on the best. Jobs that read the same table where they are move together too, and chains of tables and jobs where tables move.
 * Formula: total = Σ_{t,e} min over windows {remote reads + refresh + λ_e·stored} + write-backs + CPU + amortised moves, λ = dual of
 * the replica budgets (design.md section 2).
 * Source: ours; the price of storage inside the placement step is what Yugong's eq. 12 leaves out; iterated local search: Lourenço,
 * Martin & Stützle (2003).
 *
 * Cost: O(sweeps · facts · regions · ages) a start; kicks as far as `workBudget` goes. Guarantee: limits and budgets kept; relaxed cost never
 * above that of staying at home. Loses: cells are priced as fed from home, so nearest holders count only in the end.
 */
import {completeOptions, type OptionTable} from '../options.js'
import {AssignmentState} from '../serving/assignment-state.js'
import {deriveServing} from '../serving/derive-serving.js'
import {assignmentOf} from '../serving/from-placement.js'
import {homeAssignment} from '../serving/problem.js'
import {toPlacement} from '../serving/to-placement.js'
import {cheapestFinalist} from './cheapest-finalist.js'
import {become, type Descent, descend, priced} from './descend.js'
import {chainsOf} from './improve-chains.js'
import {readersOf} from './improve-readers.js'
import {kickedSearch} from './kicked-search.js'
import {leastRunsOf} from './least-runs.js'
import {moirai} from './moirai.js'
import type {JointPolicy} from './policy.js'
import {effortOf} from './search-effort.js'
import {searchOptions} from './search-options.js'
import {startsOf} from './starts.js'

const options = searchOptions satisfies OptionTable

export const search = {
  name: 'search',
  summary: 'Projects, jobs and replicas together, every step priced with the replicas that it brings or spares.',
  source: 'isthmus',
  options,
  async plan(workload, settings, given, run) {
    const values = completeOptions('search', options, given)
    const problem = deriveServing(workload)
    const {starts, kicks, rounds, turns, sweeps, swapTries} = effortOf(values, problem)
    const {placeGold} = settings
    const jobs = {placeGold, leastRuns: leastRunsOf(workload), leastGainShare: 0, sweeps, swapTries}
    const descent: Descent = {
      workload,
      replicaBudgetRatio: settings.replicaBudgetRatio,
      projects: {...settings, sweeps},
      jobs,
      readers: readersOf(problem),
      chains: problem.tablesMove ? chainsOf(problem, jobs) : [],
      turns,
      rounds,
    }
    const {found, others} = startsOf(problem, descent, settings, {starts, kicks}, run.seed)
    const state = new AssignmentState(
      problem,
      homeAssignment(problem),
      found[0]!.prices.pricePerByte,
      settings.moveHorizonDays,
    )
    if (starts > 1) {
      const rival = await moirai.plan(workload, settings, {kicks}, run)
      state.adopt(assignmentOf(problem, rival.placement))
      others.push(priced(state, descent))
      found.push(descend(state, descent))
      found.sort((a, b) => a.costPerDay - b.costPerDay)
    }
    const work = {starts: found.length, kicks: 0, kept: 0}
    const kicksPerRound = Math.floor(kicks / kickRounds)
    let best = found[0]!
    for (let round = 0; round < kickRounds && kicksPerRound > 0; round++) {
      const trail = found[round % Math.min(trails, found.length)]!
      become(state, round < roundsOfTrails ? trail : best)
      work.kept += kickedSearch(state, descent, settings, kicksPerRound, run.seed + round)
      work.kicks += kicksPerRound
      const reached = descend(state, descent)
      if (round < roundsOfTrails && reached.costPerDay < trail.costPerDay) found[round % trails] = reached
      if (reached.costPerDay < best.costPerDay) best = reached
    }
    const finalists = [best, ...found.slice(0, trails), ...others]
    const chosen = await cheapestFinalist(problem, workload, finalists, settings, run)
    return {
      placement: toPlacement(problem, workload, chosen),
      replicas: {policy: settings.caching, options: {}},
      migration: 'search',
      placing: 'search',
      work,
    }
  },
} as const satisfies JointPolicy

/** The kicks are spent in so many rounds, each with prices of storage of its own. */
const kickRounds = 12
/** So many rounds go to the best starts in turn, the rest to the best of all. */
const roundsOfTrails = 6
const trails = 3
