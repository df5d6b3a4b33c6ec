import {closestName} from './closest-name.js'
import type {TopologyFile} from './topology-schema.js'

/** A fault of the topology that no single field shows. */
export interface TopologyFault {
  readonly kind: string
  readonly path: readonly (string | number)[]
  readonly value: string
  readonly message: string
  readonly advice: string
}

/** Faults between the fields of a topology whose fields are each well-formed, in the order of the file. */
export function topologyFaults(file: TopologyFile): TopologyFault[] {
  return [...regionFaults(file), ...linkFaults(file)]
}

function regionFaults(file: TopologyFile): TopologyFault[] {
  const faults: TopologyFault[] = []
  const seen = new Set<string>()
  file.regions.forEach((region, i) => {
    if (seen.has(region.name)) {
      faults.push({
        kind: 'duplicate-region',
        path: ['regions', i, 'name'],
        value: region.name,
        message: 'the region is listed twice',
        advice: 'Keep one of the two.',
      })
    }
    seen.add(region.name)
    if (region.name.includes(';')) {
      faults.push({
        kind: 'bad-region-name',
        path: ['regions', i, 'name'],
        value: region.name,
        message: 'the name has a semicolon, which separates names in allowed_regions',
        advice: 'Choose a name without it.',
      })
    }
    if (region.replicaBudgetBytes !== undefined && region.replicaBudgetRatio !== undefined) {
      faults.push({
        kind: 'two-budgets',
        path: ['regions', i, 'replicaBudgetRatio'],
        value: String(region.replicaBudgetRatio),
        message: `region '${region.name}' has replicaBudgetBytes and replicaBudgetRatio`,
        advice: 'Keep the one that you mean.',
      })
    }
  })
  return faults
}

function linkFaults(file: TopologyFile): TopologyFault[] {
  const faults: TopologyFault[] = []
  const names = file.regions.map(region => region.name)
  const seen = new Set<string>()
  file.links.forEach((link, i) => {
    for (const end of ['from', 'to'] as const) {
      if (names.includes(link[end])) continue
      const closest = closestName(link[end], names)
      faults.push({
        kind: 'unknown-region',
        path: ['links', i, end],
        value: link[end],
        message: 'the link names a region that is not in regions',
        advice: closest === undefined ? `Known regions: ${names.join(', ')}.` : `Did you mean '${closest}'?`,
      })
    }
    const pair = JSON.stringify([link.from, link.to])
    const path = ['links', i]
    if (link.from === link.to) {
      faults.push({
        kind: 'link-to-itself',
        path,
        value: link.from,
        message: 'the link leads from a region to itself',
        advice: 'Take it out: traffic inside a region is free.',
      })
    } else if (seen.has(pair)) {
      faults.push({
        kind: 'duplicate-link',
        path,
        value: `${link.from} → ${link.to}`,
        message: 'the link is listed twice',
        advice: 'Keep one of the two; the way back is a link of its own.',
      })
    }
    seen.add(pair)
  })
  return faults
}
