import {edgeBytes, edgeGain, edgeSlope, type HullEdges} from './hull-edges.js'
import type {CachingProblem, Frontier} from './problem.js'
import {orderBySlope} from './slope-order.js'

/** Above this many edges the vertices are summed by the upper 16 bits of their slopes (128 steps an octave) and not one by one. */
const SORTED_EDGES = 1 << 18
const MOST_VERTICES = 2000

/**
 * The whole storage–bandwidth curve of the relaxation for every budget over all regions together, region budgets left
 * out: vertex by vertex the edges by falling slope, summed up. Thinned to at most 2 000 vertices, all of them exact: one is
 * kept whenever bytes or savings have grown by about a thousandth of their whole. Time O(edges).
 */
export function storageFrontier(problem: CachingProblem, edges: HullEdges): Frontier {
  const steps = edges.endPoint.length <= SORTED_EDGES ? edgeByEdge(problem, edges) : bySlopeBits(problem, edges)
  return thin(steps.bytes, steps.gain)
}

interface Steps {
  readonly bytes: Float64Array
  readonly gain: Float64Array
}

function edgeByEdge(problem: CachingProblem, edges: HullEdges): Steps {
  const count = edges.endPoint.length
  const slopes = new Float64Array(count)
  const bytes = new Float64Array(count)
  const gain = new Float64Array(count)
  for (let c = 0; c < problem.curveCount; c++) {
    const first = edges.start[c]
    for (let e = first; e < edges.start[c + 1]; e++) {
      slopes[e] = edgeSlope(problem, edges, e, first)
      bytes[e] = edgeBytes(problem, edges, e, first)
      gain[e] = edgeGain(problem, edges, e, first)
    }
  }
  const order = orderBySlope(slopes)
  return {bytes: Float64Array.from(order, e => bytes[e]), gain: Float64Array.from(order, e => gain[e])}
}

function bySlopeBits(problem: CachingProblem, edges: HullEdges): Steps {
  const bytes = new Float64Array(65536)
  const gain = new Float64Array(65536)
  for (let c = 0; c < problem.curveCount; c++) {
    const first = edges.start[c]
    for (let e = first; e < edges.start[c + 1]; e++) {
      const steepestFirst = 65535 - (edges.slopeKey[e] >>> 16)
      bytes[steepestFirst] += edgeBytes(problem, edges, e, first)
      gain[steepestFirst] += edgeGain(problem, edges, e, first)
    }
  }
  return {bytes, gain}
}

function thin(bytes: Float64Array, gain: Float64Array): Frontier {
  let allBytes = 0
  let allGain = 0
  let vertices = 1
  for (let i = 0; i < bytes.length; i++) {
    allBytes += bytes[i]
    allGain += gain[i]
    if (gain[i] > 0) vertices++
  }
  const parts = MOST_VERTICES / 2 - 1
  const bytesStep = vertices <= MOST_VERTICES ? 0 : allBytes / parts
  const gainStep = vertices <= MOST_VERTICES ? 0 : allGain / parts
  const keptBytes = [0]
  const keptGain = [0]
  let storedBytes = 0
  let saved = 0
  for (let i = 0; i < bytes.length; i++) {
    if (gain[i] === 0) continue
    storedBytes += bytes[i]
    saved += gain[i]
    const last = keptBytes.length - 1
    if (storedBytes - keptBytes[last] >= bytesStep || saved - keptGain[last] >= gainStep) {
      keptBytes.push(storedBytes)
      keptGain.push(saved)
    }
  }
  if (keptBytes[keptBytes.length - 1] < storedBytes || keptGain[keptGain.length - 1] < saved) {
    keptBytes.push(storedBytes)
    keptGain.push(saved)
  }
  return {storedBytes: Float64Array.from(keptBytes), savedCostPerDay: Float64Array.from(keptGain)}
}
