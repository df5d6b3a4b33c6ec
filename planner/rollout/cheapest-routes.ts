import type {Topology} from '../../model/topology.js'

/** A way from one region to another: indices of the regions on it, both ends included, and its price a byte. */
export interface Route {
  readonly regions: readonly number[]
  readonly pricePerByte: number
}

/**
 * The cheapest way between every two regions, over other regions where that costs less (Floyd and Warshall; ties: fewer hops, then the
 * way that was found first). At `from * regions + to`; undefined where there is none.
 *
 * @param isOpen whether a link, at `from * regions + to`, may carry anything
 */
export function cheapestRoutes(topology: Topology, isOpen: (link: number) => boolean): (Route | undefined)[] {
  const count = topology.regions.length
  const routes = Array.from({length: count * count}, (_, link): Route | undefined => {
    const [from, to] = [Math.floor(link / count), link % count]
    if (from === to) return {regions: [from], pricePerByte: 0}
    return isOpen(link) ? {regions: [from, to], pricePerByte: topology.linkPricePerByte[link]} : undefined
  })
  for (let via = 0; via < count; via++) {
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        const first = routes[from * count + via]
        const second = routes[via * count + to]
        if (from === to || via === from || via === to || first === undefined || second === undefined) continue
        const relay = {
          regions: [...first.regions, ...second.regions.slice(1)],
          pricePerByte: first.pricePerByte + second.pricePerByte,
        }
        const known = routes[from * count + to]
        if (known === undefined || isBetter(relay, known)) routes[from * count + to] = relay
      }
    }
  }
  return routes
}

function isBetter(a: Route, b: Route): boolean {
  return a.pricePerByte < b.pricePerByte || (a.pricePerByte === b.pricePerByte && a.regions.length < b.regions.length)
}
