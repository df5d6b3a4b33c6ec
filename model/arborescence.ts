import {compareNames} from './columns.js'
import type {Topology} from './topology.js'

/** One crossing: region `to` takes the bytes from region `from`. */
export interface Crossing {
  readonly from: number
  readonly to: number
}

/**
 * Cheapest way to bring one partition from its present holders to every region that refreshes it on the same day
 * (formats.md 3.5): the minimum arborescence rooted at the present holders taken as one, by Chu–Liu/Edmonds
 * (J. Edmonds, "Optimum branchings", 1967), O(n³) for n refreshing regions. Ties go to the home, then to the holder
 * first by name, then to the lower region index.
 *
 * @param home the table's home region
 * @param holders present holders beside the home
 * @param targets refreshing regions, rising, none of them a holder
 * @returns one crossing for each target, in the order of `targets`
 */
export function cheapestRefresh(
  topology: Topology,
  home: number,
  holders: readonly number[],
  targets: readonly number[],
): Crossing[] {
  const regions = topology.regions.length
  const price = (from: number, to: number) => topology.linkPricePerByte[from * regions + to]!
  const byName = [...holders].sort((a, b) => compareNames(topology.regions[a]!.name, topology.regions[b]!.name))
  const nearest = targets.map(to =>
    [home, ...byName].reduce((best, from) => (price(from, to) < price(best, to) ? from : best)),
  )
  const nodes = targets.length + 1
  const cost = Array.from({length: nodes}, (_, from) =>
    Array.from({length: nodes}, (_, to) => {
      if (to === 0 || from === to) return Infinity
      return from === 0 ? price(nearest[to - 1]!, targets[to - 1]!) : price(targets[from - 1]!, targets[to - 1]!)
    }),
  )
  const parent = minimumArborescence(cost)
  return targets.map((to, i) => ({from: parent[i + 1] === 0 ? nearest[i]! : targets[parent[i + 1]! - 1]!, to}))
}

/** Parent of every node in a minimum arborescence rooted at node 0. `cost[from][to]`, Infinity where there is no arc. */
function minimumArborescence(cost: readonly (readonly number[])[]): number[] {
  const nodes = cost.length
  const parent = new Array<number>(nodes).fill(0)
  for (let to = 1; to < nodes; to++) {
    for (let from = 1; from < nodes; from++) if (cost[from]![to]! < cost[parent[to]!]![to]!) parent[to] = from
  }
  const cycle = findCycle(parent)
  if (cycle === undefined) return parent

  // Contract the cycle to the last node of a smaller graph, where entering it at `to` costs what it costs beyond the cycle's own arc.
  const inCycle = new Set(cycle)
  const outside = parent.map((_, node) => node).filter(node => !inCycle.has(node))
  const contracted = outside.length
  const entry = new Array<number>(contracted).fill(-1)
  const exit = new Array<number>(contracted).fill(-1)
  const smaller = Array.from({length: contracted + 1}, () => new Array<number>(contracted + 1).fill(Infinity))
  for (let a = 0; a < contracted; a++) {
    for (let b = 0; b < contracted; b++) smaller[a]![b] = cost[outside[a]!]![outside[b]!]!
    for (const node of cycle) {
      const into = cost[outside[a]!]![node]! - cost[parent[node]!]![node]!
      if (into < smaller[a]![contracted]!) {
        smaller[a]![contracted] = into
        entry[a] = node
      }
      if (cost[node]![outside[a]!]! < smaller[contracted]![a]!) {
        smaller[contracted]![a] = cost[node]![outside[a]!]!
        exit[a] = node
      }
    }
  }
  const smallerParent = minimumArborescence(smaller)
  for (let a = 1; a < contracted; a++) {
    const from = smallerParent[a]!
    parent[outside[a]!] = from === contracted ? exit[a]! : outside[from]!
  }
  const entering = smallerParent[contracted]!
  parent[entry[entering]!] = outside[entering]!
  return parent
}

function findCycle(parent: readonly number[]): number[] | undefined {
  const state = new Uint8Array(parent.length)
  for (let start = 1; start < parent.length; start++) {
    const path: number[] = []
    let node = start
    while (node !== 0 && state[node] === 0) {
      state[node] = 1
      path.push(node)
      node = parent[node]!
    }
    if (node !== 0 && path.includes(node)) return path.slice(path.indexOf(node)).sort((a, b) => a - b)
  }
  return undefined
}
