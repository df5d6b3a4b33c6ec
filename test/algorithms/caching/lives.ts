import type {CachingOutcome, CachingProblem} from '../../../algorithms/caching/problem.js'

/** Life span of every curve under an outcome of prefix windows; 0 where nothing is kept. */
export function lifeSpans(problem: CachingProblem, outcome: CachingOutcome): number[] {
  const days = new Array<number>(problem.curveCount).fill(0)
  for (let w = 0; w < outcome.windows.curve.length; w++) days[outcome.windows.curve[w]] = outcome.windows.toAge[w]
  return days
}
