import {linkPrice, type Topology} from '../topology.js'

interface Edge {
  readonly from: number
  readonly to: number
  readonly price: number
  /** Regions that the edge joins, whatever it was contracted into. */
  readonly source: number
  readonly target: number
  /** Which source comes first where prices are the same: home, then other holders by name, then other targets by index. */
  readonly rank: number
}

const root = 0

/**
 * Where each of `targets` takes a partition from, given the regions that have it already: parent regions in the order of
 * `targets`, as the cheapest arborescence rooted at the holders (Chu and Liu 1965, Edmonds 1967; formats.md 3.5). All
 * holders are one root. Ties go to the home, then to another holder by name, then to another target. O(n³) for n targets.
 *
 * @param holders present holders, the home first
 */
export function cheapestFeeding(topology: Topology, holders: readonly number[], targets: readonly number[]): number[] {
  const [home, ...others] = holders
  const nameOf = (region: number): string => topology.regions[region]!.name
  const ordered = [home!, ...others.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))]
  const rankOf = (source: number): number => {
    const place = ordered.indexOf(source)
    return place >= 0 ? place : ordered.length + source
  }
  const edgeOf = (from: number, i: number, source: number, target: number): Edge => {
    return {from, to: i + 1, price: linkPrice(topology, source, target), source, target, rank: rankOf(source)}
  }
  const edges: Edge[] = []
  targets.forEach((target, i) => {
    for (const source of holders) {
      edges.push(edgeOf(root, i, source, target))
    }
    targets.forEach((source, j) => {
      if (i !== j) edges.push(edgeOf(j + 1, i, source, target))
    })
  })
  const sourceOf = new Map(arborescence(targets.length + 1, edges).map(edge => [edge.target, edge.source]))
  return targets.map(target => sourceOf.get(target)!)
}

/** One edge into every node but the root, without a ring, at the least total price. Nodes are 0 (the root) … nodeCount − 1. */
function arborescence(nodeCount: number, edges: readonly Edge[]): Edge[] {
  const cheapest = new Array<Edge | undefined>(nodeCount).fill(undefined)
  for (const edge of edges) {
    const best = cheapest[edge.to]
    if (edge.to !== root && (best === undefined || comesBefore(edge, best))) cheapest[edge.to] = edge
  }
  const ring = findRing(cheapest)
  if (ring === undefined) return cheapest.slice(1).map(edge => edge!)

  const inRing = new Set(ring)
  const contracted: number[] = []
  let nodes = 0
  for (let node = 0; node < nodeCount; node++) contracted.push(inRing.has(node) ? -1 : nodes++)
  const ringNode = nodes
  const place = (node: number): number => (inRing.has(node) ? ringNode : contracted[node]!)
  const inner = new Map<Edge, Edge>()
  const outerEdges: Edge[] = []
  for (const edge of edges) {
    if (place(edge.from) === place(edge.to)) continue
    const saved = inRing.has(edge.to) ? cheapest[edge.to]!.price : 0
    const outer = {...edge, from: place(edge.from), to: place(edge.to), price: edge.price - saved}
    outerEdges.push(outer)
    inner.set(outer, edge)
  }
  const chosen = arborescence(ringNode + 1, outerEdges).map(edge => inner.get(edge)!)
  const entered = chosen.find(edge => inRing.has(edge.to))!.to
  for (const node of ring) if (node !== entered) chosen.push(cheapest[node]!)
  return chosen
}

function comesBefore(a: Edge, b: Edge): boolean {
  if (a.price !== b.price) return a.price < b.price
  return a.rank !== b.rank ? a.rank < b.rank : a.target < b.target
}

/** Nodes of a ring in the graph of chosen incoming edges, if there is one. */
function findRing(cheapest: readonly (Edge | undefined)[]): number[] | undefined {
  const seenFrom = new Int32Array(cheapest.length).fill(-1)
  for (let start = 1; start < cheapest.length; start++) {
    let node = start
    while (node !== root && seenFrom[node] === -1) {
      seenFrom[node] = start
      node = cheapest[node]!.from
    }
    if (node === root || seenFrom[node] !== start) continue
    const ring = [node]
    for (let next = cheapest[node]!.from; next !== node; next = cheapest[next]!.from) ring.push(next)
    return ring
  }
  return undefined
}
