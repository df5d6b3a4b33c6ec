import {MaxHeap} from '../heap.js'
import type {ServingProblem} from '../serving/problem.js'

const mostPartners = 3

/**
 * For each project the projects with which it exchanges most bytes, most first: what it reads of theirs and they of its, written or read.
 * Those of project p are `partner[p * 3] …`, -1 where there are fewer. O(facts).
 */
export function partnersOf(problem: ServingProblem): Int32Array {
  const {projectCount, rowCount, rowProject, tableProject} = problem
  const exchanged: Map<number, number>[] = Array.from({length: projectCount}, () => new Map())
  const add = (p: number, q: number, bytes: number) => {
    if (p === q) return
    exchanged[p]!.set(q, (exchanged[p]!.get(q) ?? 0) + bytes)
    exchanged[q]!.set(p, (exchanged[q]!.get(p) ?? 0) + bytes)
  }
  for (let row = 0; row < rowCount; row++) {
    const p = rowProject[row]!
    for (let f = problem.readStart[row]!; f < problem.readStart[row + 1]!; f++) {
      add(p, tableProject[problem.readTable[f]!]!, problem.readBytes[f]!)
    }
    for (let f = problem.writeStart[row]!; f < problem.writeStart[row + 1]!; f++) {
      add(p, tableProject[problem.writeTable[f]!]!, problem.writeBytes[f]!)
    }
  }
  const partner = new Int32Array(projectCount * mostPartners).fill(-1)
  exchanged.forEach((others, p) => {
    const heap = new MaxHeap(others.size)
    for (const [q, bytes] of others) heap.push(bytes, q, 0)
    for (let i = 0; i < mostPartners && heap.size > 0; i++) {
      partner[p * mostPartners + i] = heap.topItem
      heap.pop()
    }
  })
  return partner
}

/** A partner of the project by a draw in [0, 1); -1 where it has none there. */
export function drawPartner(partner: Int32Array, project: number, draw: number): number {
  return partner[project * mostPartners + Math.floor(draw * mostPartners)]!
}
