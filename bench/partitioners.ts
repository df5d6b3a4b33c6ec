import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Nets} from './partition-nets.js'

export interface PartitionTask {
  readonly nets: Nets
  /** Whole numbers, by project. */
  readonly weights: Float64Array
  readonly parts: number
  /** Share by which a part may be heavier than the even share. */
  readonly imbalance: number
  readonly seed: number
}

/** A partitioner of others, run as a program of its own where the machine has it. */
export interface Partitioner {
  readonly name: string
  /** What to do to have it. */
  readonly advice: string
  isPresent(): boolean
  /** Part of each project; seconds of the program with reading its input. */
  partition(task: PartitionTask): {readonly part: Int32Array; readonly seconds: number}
}

/** Their weights are 32-bit whole numbers, and so are what they sum: all edges from both ends, a net once for each part. */
const largestSum = 1e9
/** Nets of more projects become a star about one of them: a clique of n projects has n² / 2 edges. */
const largestClique = 64

/**
 * Karypis & Kumar, "A fast and high quality multilevel scheme for partitioning irregular graphs" (SIAM J. Sci. Comput. 1998). Cuts
 * edges: a net of n projects becomes a clique with edges of weight / (n − 1), exact for nets of two. It may pass the limit on weights;
 * gpmetis 5.1 crashes on some graphs where the imbalance is 0.
 */
export const metis: Partitioner = {
  name: 'METIS',
  advice: 'no gpmetis on PATH (Debian: package metis)',
  isPresent: () => spawnSync('gpmetis', ['-help']).error === undefined,
  partition: task => {
    return inScratch(folder => {
      const graph = join(folder, 'graph')
      writeFileSync(graph, metisGraph(task))
      const seconds = timed('gpmetis', [
        `-ufactor=${Math.round(1000 * task.imbalance)}`,
        `-seed=${task.seed}`,
        '-ncuts=10',
        '-niter=50',
        graph,
        String(task.parts),
      ])
      return {part: partsIn(`${graph}.part.${task.parts}`), seconds}
    })
  },
}

/** Gottesbüren et al., "Scalable high-quality hypergraph partitioning" (ACM Trans. Algorithms 2024): connectivity, best preset, one thread. */
export const mtKaHyPar: Partitioner = {
  name: 'Mt-KaHyPar',
  advice: 'python3 on PATH has no module mtkahypar (pip install mtkahypar)',
  isPresent: () => spawnSync('python3', ['-c', 'import mtkahypar']).status === 0,
  partition: task => {
    return inScratch(folder => {
      const [graph, out] = [join(folder, 'graph'), join(folder, 'parts')]
      writeFileSync(graph, hmetisGraph(task))
      const {parts, imbalance, seed} = task
      const seconds = timed('python3', [
        '-c',
        mtKaHyParScript,
        graph,
        String(parts),
        String(imbalance),
        String(seed),
        out,
      ])
      return {part: partsIn(out), seconds}
    })
  },
}

const mtKaHyParScript = `
import sys, mtkahypar
graph, parts, imbalance, seed, out = sys.argv[1:]
library = mtkahypar.initialize(1)
mtkahypar.set_seed(int(seed))
context = library.context_from_preset(mtkahypar.PresetType.HIGHEST_QUALITY)
context.set_partitioning_parameters(int(parts), float(imbalance), mtkahypar.Objective.KM1)
context.logging = False
hypergraph = library.hypergraph_from_file(graph, context, mtkahypar.FileFormat.HMETIS)
hypergraph.partition(context).write_partition_to_file(out)
`

/** METIS manual section 4.1, format 011: vertex weights, edge weights. */
function metisGraph({nets, weights}: PartitionTask): string {
  const neighbours = Array.from(weights, () => new Map<number, number>())
  const join = (p: number, q: number, bytes: number): void => {
    neighbours[p]!.set(q, (neighbours[p]!.get(q) ?? 0) + bytes)
    neighbours[q]!.set(p, (neighbours[q]!.get(p) ?? 0) + bytes)
  }
  nets.pins.forEach((pins, n) => {
    const isStar = pins.length > largestClique
    const bytes = nets.bytes[n] / (isStar ? 1 : pins.length - 1)
    for (let i = 0; i < (isStar ? 1 : pins.length); i++) {
      for (let k = i + 1; k < pins.length; k++) join(pins[i]!, pins[k]!, bytes)
    }
  })
  const edges = sum(neighbours.map(of => of.size)) / 2
  const fromBothEnds = sum(neighbours.map(of => sum([...of.values()])))
  const scale = largestSum / Math.max(1, fromBothEnds)
  const lines = neighbours.map((of, p) =>
    [weights[p], ...[...of].flatMap(([q, bytes]) => [q + 1, wholeWeight(bytes * scale)])].join(' '),
  )
  return `${[`${weights.length} ${edges} 011`, ...lines].join('\n')}\n`
}

/** hMETIS format 11: net weights, vertex weights. */
function hmetisGraph({nets, weights, parts}: PartitionTask): string {
  const scale = largestSum / (parts * Math.max(1, sum(nets.bytes)))
  const lines = nets.pins.map((pins, n) => [wholeWeight(nets.bytes[n] * scale), ...pins.map(p => p + 1)].join(' '))
  return `${[`${lines.length} ${weights.length} 11`, ...lines, ...weights].join('\n')}\n`
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function wholeWeight(weight: number): number {
  return Math.max(1, Math.round(weight))
}

function timed(command: string, args: readonly string[]): number {
  const begin = performance.now()
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', timeout: 600_000})
  if (status !== 0) throw new Error(`${command} ended with status ${status}: ${(stderr || stdout).slice(-500)}`)
  return (performance.now() - begin) / 1000
}

function partsIn(file: string): Int32Array {
  return Int32Array.from(readFileSync(file, 'utf8').trim().split(/\s+/), Number)
}

function inScratch<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-partitioner-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
