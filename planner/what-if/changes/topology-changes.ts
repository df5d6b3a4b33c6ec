import type {Region, Topology} from '../../../model/topology.js'
import {pricePerByte} from '../../../model/units.js'
import type {Platform} from '../platform.js'
import type {ChangeOf} from '../scenario-schema.js'
import {type Making, regionNamed} from './making.js'

export function setBudget(platform: Platform, {ratio}: ChangeOf<'budget'>): Platform {
  return {...platform, topology: {...platform.topology, replicaBudgetRatio: ratio}}
}

export function setRegion(platform: Platform, change: ChangeOf<'region'>, making: Making): Platform {
  const at = regionNamed(platform, making, 'region', change.region)
  if (at === undefined) return platform
  const regions = platform.topology.regions.map((region, e) => (e === at ? limited(region, change) : region))
  return {...platform, topology: {...platform.topology, regions}}
}

/** A region with the limits and prices that are given. A budget takes the place of the one that was there, in bytes or as a share. */
export function limited(region: Region, given: Omit<ChangeOf<'region'>, 'change' | 'region'>): Region {
  const {replicaBudgetBytes, replicaBudgetRatio, storageCapacityBytes, computeCapacityCpuHours} = given
  const isBudgeted = replicaBudgetBytes !== undefined || replicaBudgetRatio !== undefined
  return {
    ...region,
    ...(isBudgeted
      ? {replicaBudgetBytes: replicaBudgetBytes ?? Infinity, replicaBudgetRatio: replicaBudgetRatio ?? Infinity}
      : {}),
    storageCapacityBytes: storageCapacityBytes ?? region.storageCapacityBytes,
    computeCapacityCpuHours: computeCapacityCpuHours ?? region.computeCapacityCpuHours,
    storagePricePerGBMonth: given.storagePricePerGBMonth ?? region.storagePricePerGBMonth,
    computePricePerCpuHour: given.computePricePerCpuHour ?? region.computePricePerCpuHour,
  }
}

export function setLink(platform: Platform, change: ChangeOf<'link'>, making: Making): Platform {
  const link = linkNamed(platform, change, making)
  if (link === undefined) return platform
  return {...platform, topology: withLink(platform.topology, link, change)}
}

/** The link keeps its place in the matrices; `goRound` prices it when all changes are made. */
export function takeLinkDown(platform: Platform, change: ChangeOf<'link-down'>, making: Making): Platform {
  const link = linkNamed(platform, change, making)
  if (link === undefined) return platform
  return {...platform, downLinks: new Set([...platform.downLinks, link])}
}

export function addRegion(platform: Platform, change: ChangeOf<'add-region'>, making: Making): Platform {
  const {topology, projects} = platform
  const old = topology.regions.length
  if (topology.regions.some(({name}) => name === change.region)) {
    const message = 'there is a region of that name already'
    making.fault({
      kind: 'duplicate-region',
      field: 'region',
      value: change.region,
      message,
      advice: 'Choose another name.',
    })
    return platform
  }
  const added = limited(regionWithoutLimits(change.region), change)
  const regions = [...topology.regions, added]
  const wider = (matrix: ArrayLike<number>, missing: number) =>
    Float64Array.from({length: (old + 1) ** 2}, (_, i) => {
      const [from, to] = [Math.floor(i / (old + 1)), i % (old + 1)]
      if (from < old && to < old) return matrix[from * old + to]!
      return missing
    })
  const {pricePerGB = 1, capacityBytesPerDay = Infinity} = change.defaultLink ?? {}
  const linkPricePerByte = wider(topology.linkPricePerByte, pricePerByte(pricePerGB))
  linkPricePerByte[old * (old + 1) + old] = 0
  const linkCapacityBytesPerDay = wider(topology.linkCapacityBytesPerDay, capacityBytesPerDay)
  const settled: Platform = {
    ...platform,
    topology: {...topology, regions, linkPricePerByte, linkCapacityBytesPerDay},
    projects: {...projects, allowed: allowedWider(projects.allowed, old)},
    downLinks: new Set([...platform.downLinks].map(link => Math.floor(link / old) * (old + 1) + (link % old))),
  }
  return change.links.reduce((sofar, link) => {
    if (link.from !== change.region && link.to !== change.region) {
      const advice = `Name '${change.region}' as one end, or change the link by a change of its own.`
      making.fault({
        kind: 'other-link',
        field: 'links',
        value: `${link.from}>${link.to}`,
        message: 'the link does not touch the new region',
        advice,
      })
      return sofar
    }
    return setLink(sofar, {change: 'link', ...link}, making)
  }, settled)
}

/** Who may live everywhere may live in the new region too. */
function allowedWider(allowed: ArrayLike<number>, regionCount: number): Uint8Array {
  const projectCount = allowed.length / regionCount
  const wider = new Uint8Array(projectCount * (regionCount + 1))
  for (let p = 0; p < projectCount; p++) {
    const own = Array.from({length: regionCount}, (_, e) => allowed[p * regionCount + e]!)
    wider.set([...own, Math.min(...own)], p * (regionCount + 1))
  }
  return wider
}

function regionWithoutLimits(name: string): Region {
  return {
    name,
    replicaBudgetBytes: Infinity,
    replicaBudgetRatio: Infinity,
    storageCapacityBytes: Infinity,
    computeCapacityCpuHours: [],
    storagePricePerGBMonth: 0,
    computePricePerCpuHour: 0,
    labels: {},
  }
}

function withLink(
  topology: Topology,
  link: number,
  {pricePerGB, capacityBytesPerDay}: Pick<ChangeOf<'link'>, 'pricePerGB' | 'capacityBytesPerDay'>,
): Topology {
  const put = (matrix: Float64Array, value: number | undefined) =>
    value === undefined ? matrix : matrix.map((old, i) => (i === link ? value : old))
  return {
    ...topology,
    linkPricePerByte: put(topology.linkPricePerByte, pricePerGB === undefined ? undefined : pricePerByte(pricePerGB)),
    linkCapacityBytesPerDay: put(topology.linkCapacityBytesPerDay, capacityBytesPerDay),
  }
}

/** Index of a link that is there when the change is made. */
function linkNamed(
  platform: Platform,
  ends: {readonly from: string; readonly to: string},
  making: Making,
): number | undefined {
  const from = regionNamed(platform, making, 'from', ends.from)
  const to = regionNamed(platform, making, 'to', ends.to)
  if (from === undefined || to === undefined) return undefined
  const value = `${ends.from}>${ends.to}`
  if (from === to) {
    const advice = 'Name two regions: traffic inside a region is free.'
    making.fault({
      kind: 'link-to-itself',
      field: 'to',
      value,
      message: 'the link leads from a region to itself',
      advice,
    })
    return undefined
  }
  const link = from * platform.topology.regions.length + to
  if (!platform.downLinks.has(link)) return link
  const message = 'the link is taken down by an earlier change'
  making.fault({kind: 'link-is-down', field: 'from', value, message, advice: 'Take one of the two changes out.'})
  return undefined
}
