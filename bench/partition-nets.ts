import {groupBy} from '../algorithms/serving/derive-serving.js'
import type {ServingProblem} from '../algorithms/serving/problem.js'

/** A hypergraph over projects: net n costs `bytes[n]` for each region but one that it touches. */
export interface Nets {
  /** Projects of each net, rising, two or more. */
  readonly pins: readonly (readonly number[])[]
  /** Bytes over the span. */
  readonly bytes: readonly number[]
  /** Share of the bytes of all nets that are those of tables for which the nets cost exactly what serving them does. */
  readonly exactShare: number
}

/**
 * The cost of serving as connectivity (λ − 1) of a hypergraph, storage free and links even. A table costs min{ΣR, S} in each region but
 * its home, where R is what a project reads of it and S the refresh of a replica (Yugong, VLDB 2019, eq. 12). Exact where ΣR ≤ S over
 * all readers (a net of owner and reader each, R) and where every R ≥ S (one net of all, S); where both kinds of reader meet, those
 * who read more than S share a net and the others have one each, which counts a light reader beside others in full. Write-backs are
 * nets of two. Nets of the same projects are one. O(facts · log readers).
 */
export function netsOf(problem: ServingProblem): Nets {
  const {projectCount, tableCount, tableProject, refreshBytes, replicable} = problem
  const net = new Map<string, {readonly pins: readonly number[]; bytes: number}>()
  const add = (projects: readonly number[], bytes: number): void => {
    const pins = projects.toSorted((a, b) => a - b)
    const key = pins.join(' ')
    const known = net.get(key)
    if (known === undefined) net.set(key, {pins, bytes})
    else known.bytes += bytes
  }
  const {factsOfTable, factProject} = factsByTable(problem)
  const read = new Float64Array(projectCount)
  let all = 0
  let exact = 0
  for (let t = 0; t < tableCount; t++) {
    const owner = tableProject[t]
    const readers: number[] = []
    for (let i = factsOfTable.start[t]; i < factsOfTable.start[t + 1]; i++) {
      const fact = factsOfTable.item[i]
      const project = factProject[fact]
      if (project === owner || problem.readBytes[fact] === 0) continue
      if (read[project] === 0) readers.push(project)
      read[project] += problem.readBytes[fact]
    }
    const refresh = replicable[t] === 1 ? refreshBytes[t] : Infinity
    const heavy = readers.filter(project => read[project] >= refresh)
    const light = readers.filter(project => read[project] < refresh)
    let bytes = heavy.length === 0 ? 0 : refresh
    if (heavy.length > 0) add([owner, ...heavy], refresh)
    let lightBytes = 0
    for (const project of light) {
      add([owner, project], read[project])
      lightBytes += read[project]
    }
    bytes += lightBytes
    all += bytes
    if (light.length === 0 || (heavy.length === 0 && lightBytes <= refresh)) exact += bytes
    for (const project of readers) read[project] = 0
  }
  for (let f = 0; f < problem.writeTable.length; f++) {
    const owner = tableProject[problem.writeTable[f]]
    const writer = problem.rowProject[problem.writerRow[f]]
    if (owner === writer || problem.writeBytes[f] === 0) continue
    add([owner, writer], problem.writeBytes[f])
    all += problem.writeBytes[f]
    exact += problem.writeBytes[f]
  }
  const nets = [...net.values()]
  return {
    pins: nets.map(({pins}) => pins),
    bytes: nets.map(({bytes}) => bytes),
    exactShare: all === 0 ? 1 : exact / all,
  }
}

/** Bytes over the span that the nets say an assignment of projects to regions moves. */
export function connectivityBytes({pins, bytes}: Nets, region: ArrayLike<number>): number {
  return pins.reduce((sum, projects, n) => sum + bytes[n] * (new Set(projects.map(p => region[p])).size - 1), 0)
}

function factsByTable({readTable, readStart, rowProject, rowCount, tableCount}: ServingProblem) {
  const factProject = new Int32Array(readTable.length)
  for (let row = 0; row < rowCount; row++) factProject.fill(rowProject[row], readStart[row], readStart[row + 1])
  return {factProject, factsOfTable: groupBy(readTable, readTable.length, tableCount)}
}
