import type {ServingProblem} from '../serving/problem.js'

/** Projects that read each other's tables most. */
export interface Partners {
  /** At most `most` of them, the closest first. */
  of(project: number): readonly number[]
}

/** Partners by bytes read between two projects, both ways, each pair once (at the lower index). O(facts). */
export function closestPartners(problem: ServingProblem, most: number): Partners {
  const {rowCount, rowProject, readStart, readTable, readBytes, tableProject, projectCount} = problem
  const bytesOf: Map<number, number>[] = Array.from({length: projectCount}, () => new Map())
  for (let row = 0; row < rowCount; row++) {
    for (let f = readStart[row]; f < readStart[row + 1]; f++) {
      const [a, b] = [rowProject[row], tableProject[readTable[f]]]
      if (a === b) continue
      const [low, high] = a < b ? [a, b] : [b, a]
      bytesOf[low].set(high, (bytesOf[low].get(high) ?? 0) + readBytes[f])
    }
  }
  const closest = bytesOf.map(bytes =>
    [...bytes]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, most)
      .map(([project]) => project),
  )
  return {of: project => closest[project]}
}
