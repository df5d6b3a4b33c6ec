import {type Account, wanCost} from '../../model/account.js'
import {regionOfJob} from '../../model/objective.js'
import {windowStoredBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import {storageCostPerDay} from '../../model/units.js'
import {formatAges, formatBytes, formatCost, formatMoney, perDay} from '../../viz/format.js'
import {demandRows} from './demand-rows.js'
import type {Alternative, DetailedExplanation, Flip} from './explanation.js'
import {budgetAtPrice, type PlannedPlatform} from './planned-platform.js'
import {type Touched, touched, windowsOf, withSpans} from './touched.js'

/** One way to serve the table in one region, all else as planned. */
interface Choice {
  readonly what: string
  readonly windows: Placement['windows']
  readonly storedBytes: number
  readonly isChosen: boolean
}

/**
 * Why a table is replicated where it is, and nowhere else: for every region that reads it, the plan's windows against no replica, the
 * prefix of ages that is best at today's price of storage, and all ages that are read there.
 */
export function explainTable(platform: PlannedPlatform, table: number): DetailedExplanation {
  const {workload, placement, asOfDay, unit} = platform
  const {tables, topology, projects, dayCount} = workload
  const name = tables.names[table]!
  const home = placement.tableRegion[table]!
  const part = touched(
    workload,
    asOfDay,
    (_, t) => t === table,
    t => t === table,
  )
  const readAges = agesByRegion(platform, table)
  const regions = topology.regions.flatMap((_, e) =>
    e !== home && (readAges[e]!.length > 0 || windowsAt(platform, table, e).length > 0) ? [e] : [],
  )
  const alternatives: Alternative[] = []
  const flips: Flip[] = []
  const limits: string[] = []
  const sentences = [
    `Table ${name} of project ${projects.names[tables.project[table]!]} is at home in ${topology.regions[home]!.name}: ${formatBytes(tables.homeBytes[table]!)}, ${formatBytes(tables.partitionBytes[table]!)} a partition${tables.snapshot[table] === 1 ? ', one version' : ''}.`,
    `It costs ${perDay(formatCost(part.costPerDay(placement), unit))} of WAN traffic under the plan.`,
  ]
  if (tables.replicable[table] !== 1) limits.push(`Table ${name} may not be replicated.`)
  for (const e of regions) {
    const choices = choicesAt(platform, part, table, e, readAges[e]!)
    const best = choices.find(({isChosen}) => isChosen)!
    const room = roomFor(platform, e, best.storedBytes)
    alternatives.push(
      ...choices.map(choice => ({
        what: `${topology.regions[e]!.name}: ${choice.what}`,
        costPerDay: part.costPerDay({...placement, windows: choice.windows}),
        storedBytes: choice.storedBytes,
        isChosen: choice.isChosen,
        obstacles: obstaclesOf(platform, table, e, choice.storedBytes, room),
      })),
    )
    sentences.push(sentenceOf(platform, part, table, e, best))
    limits.push(...limitsAt(platform, e, room))
    flips.push(...flipsAt(platform, part, table, e, choices))
  }
  if (regions.length === 0)
    sentences.push(
      `Nobody reads it outside ${topology.regions[home]!.name} (${dayCount} days), so there is nothing to decide.`,
    )
  return {
    kind: 'table',
    name,
    sentences,
    demand: demandRows(platform, (_, t) => t === table, 'reader'),
    alternatives,
    limits: [...new Set(limits)],
    flips,
  }
}

/** Ages that are read in each region, rising. */
function agesByRegion({workload, placement}: PlannedPlatform, table: number): number[][] {
  const {jobs, reads, topology} = workload
  const ages = topology.regions.map(() => new Set<number>())
  for (let row = 0; row < jobs.names.length; row++) {
    const at = regionOfJob(workload, placement, row)
    for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
      if (reads.table[i] === table) ages[at]!.add(reads.ageDays[i]!)
    }
  }
  return ages.map(set => [...set].sort((a, b) => a - b))
}

const windowsAt = ({placement: {windows}}: PlannedPlatform, table: number, region: number): number[] =>
  Array.from({length: windows.count}, (_, w) => w).filter(
    w => windows.table[w] === table && windows.region[w] === region,
  )

/** What was chosen, no replica, the prefix that is best at today's price of storage, and all ages that are read; each once. */
function choicesAt(
  platform: PlannedPlatform,
  part: Touched,
  table: number,
  region: number,
  ages: readonly number[],
): Choice[] {
  const {workload, placement, storagePrice} = platform
  const {tables, toDay} = workload
  const without = windowsOf(
    placement.windows,
    w => placement.windows.table[w] !== table || placement.windows.region[w] !== region,
  )
  const own = windowsAt(platform, table, region).map(
    w => [placement.windows.fromAge[w]!, placement.windows.toAge[w]!] as const,
  )
  const stored = (spans: readonly (readonly [number, number])[]) =>
    spans.reduce((sum, [fromAge, toAge]) => sum + windowStoredBytes(tables, table, fromAge, toAge, toDay), 0)
  const choiceOf = (spans: readonly (readonly [number, number])[], isChosen: boolean): Choice => ({
    what:
      spans.length === 0
        ? 'no replica'
        : `keeps ${spans.map(([fromAge, toAge]) => formatAges(fromAge, toAge)).join(' and ')}`,
    windows: withSpans(without, table, region, spans),
    storedBytes: stored(spans),
    isChosen,
  })
  const prefixes = tables.replicable[table] === 1 ? ages.map(age => choiceOf([[0, age + 1]], false)) : []
  const priced = (choice: Choice) =>
    part.costPerDay({...placement, windows: choice.windows}) + storagePrice[region]! * choice.storedBytes
  const [first, ...others] = prefixes
  const best = others.reduce(
    (least, choice) => (least === undefined || priced(choice) < priced(least) ? choice : least),
    first,
  )
  const choices = [choiceOf(own, true), choiceOf([], own.length === 0), best, prefixes.at(-1)]
  const seen = new Set<string>()
  return choices.flatMap(choice => {
    if (choice === undefined || seen.has(choice.what)) return []
    seen.add(choice.what)
    return [choice]
  })
}

interface Room {
  /** Replica bytes that the region's own budget and the one over all leave for this table here; Infinity without budgets. */
  readonly regionBytes: number
  readonly totalBytes: number
}

function roomFor({account, budgets}: PlannedPlatform, region: number, storedBytes: number): Room {
  const all = account.replicaBytes.reduce((sum, bytes) => sum + bytes, 0)
  return {
    regionBytes: budgets.regionBytes[region]! - account.replicaBytes[region]! + storedBytes,
    totalBytes: budgets.totalBytes - all + storedBytes,
  }
}

function obstaclesOf(
  {workload}: PlannedPlatform,
  table: number,
  region: number,
  storedBytes: number,
  room: Room,
): string[] {
  const {name} = workload.topology.regions[region]!
  if (storedBytes === 0) return []
  return [
    ...(workload.tables.replicable[table] === 1 ? [] : ['the table may not be replicated']),
    ...(storedBytes > room.regionBytes
      ? [`the budget of ${name} leaves ${formatBytes(Math.max(0, room.regionBytes))}`]
      : []),
    ...(storedBytes > room.totalBytes
      ? [`the budget over all regions leaves ${formatBytes(Math.max(0, room.totalBytes))}`]
      : []),
  ]
}

function sentenceOf(
  {workload, placement, unit}: PlannedPlatform,
  part: Touched,
  table: number,
  region: number,
  chosen: Choice,
): string {
  const {name} = workload.topology.regions[region]!
  if (chosen.storedBytes === 0) return `${name} reads it across the WAN; no replica there.`
  const without = windowsOf(
    placement.windows,
    w => placement.windows.table[w] !== table || placement.windows.region[w] !== region,
  )
  const saved = part.costPerDay({...placement, windows: without}) - part.costPerDay(placement)
  return `${name} ${chosen.what}: ${formatBytes(chosen.storedBytes)} stored, ${perDay(formatCost(saved, unit))} less WAN cost.`
}

function limitsAt(platform: PlannedPlatform, region: number, room: Room): string[] {
  const {workload, account, budgets} = platform
  const {regions, linkCapacityBytesPerDay} = workload.topology
  const {name} = regions[region]!
  const all = account.replicaBytes.reduce((sum, bytes) => sum + bytes, 0)
  const price = platform.storagePrice[region]!
  const money =
    price > 0
      ? `; one more stored GB and month would save ${formatMoney(perMonth(price), workload.topology.currency)}`
      : ''
  const full = regions.flatMap((from, d) => {
    const capacity = linkCapacityBytesPerDay[d * regions.length + region]!
    const load = account.traffic.linkBytes[d * regions.length + region]! / workload.dayCount
    return load > capacity * 0.99 && capacity < Infinity
      ? [`The link ${from.name} → ${name} is full: ${perDay(formatBytes(load))} of ${formatBytes(capacity)}.`]
      : []
  })
  return [
    ...(budgets.totalBytes < Infinity
      ? [`The budget over all regions holds ${formatBytes(all)} of ${formatBytes(budgets.totalBytes)}${money}.`]
      : []),
    ...(room.regionBytes < Infinity
      ? [
          `The budget of ${name} holds ${formatBytes(account.replicaBytes[region]!)} of ${formatBytes(budgets.regionBytes[region]!)}.`,
        ]
      : []),
    ...full,
  ]
}

/** What the chosen replica, or the best that was not chosen, is worth for a stored byte, and where that turns. */
function flipsAt(
  platform: PlannedPlatform,
  part: Touched,
  table: number,
  region: number,
  choices: readonly Choice[],
): Flip[] {
  const {workload, placement, storagePrice, frontier, budgets} = platform
  const {name} = workload.topology.regions[region]!
  const {currency} = workload.topology
  const none = choices.find(({storedBytes}) => storedBytes === 0)!
  const chosen = choices.find(({isChosen}) => isChosen)!
  const candidate = chosen.storedBytes > 0 ? chosen : choices.find(({storedBytes}) => storedBytes > 0)
  if (candidate === undefined) return []
  const without = part.account({...placement, windows: none.windows})
  const withIt = part.account({...placement, windows: candidate.windows})
  const perDayOf = (account: Account) => wanCost(account.traffic) / workload.dayCount
  const saved = perDayOf(without) - perDayOf(withIt)
  const isKept = chosen.storedBytes > 0
  const readSaved = (without.traffic.remoteReadCost - withIt.traffic.remoteReadCost) / workload.dayCount
  const refresh = (withIt.traffic.refreshCost - without.traffic.refreshCost) / workload.dayCount
  const rate = saved / candidate.storedBytes
  const flips: Flip[] = []
  if (rate > 0) {
    flips.push({
      kind: 'storage-price',
      region: name,
      at: perMonth(rate),
      unit: 'currency per GB and month',
      sentence: isKept
        ? `${name}: it is kept as long as a stored GB and month costs less than ${formatMoney(perMonth(rate), currency)}.`
        : `${name}: '${candidate.what}' would pay where a stored GB and month costs less than ${formatMoney(perMonth(rate), currency)}; the budget makes it ${formatMoney(perMonth(storagePrice[region]!), currency)}.`,
    })
    if (budgets.totalBytes < Infinity) {
      const at = budgetAtPrice(frontier, rate)
      flips.push({
        kind: 'budget',
        region: name,
        at,
        unit: 'bytes',
        sentence: isKept
          ? `${name}: a budget over all regions below about ${formatBytes(at)} would give it up (now ${formatBytes(budgets.totalBytes)}).`
          : `${name}: a budget over all regions from about ${formatBytes(at)} would keep it (now ${formatBytes(budgets.totalBytes)}).`,
      })
    }
  }
  const costOfSize = refresh + storagePrice[region]! * candidate.storedBytes
  if (costOfSize > 0 && readSaved > 0) {
    const at = (workload.tables.partitionBytes[table]! * readSaved) / costOfSize
    flips.push({
      kind: 'partition-bytes',
      region: name,
      at,
      unit: 'bytes',
      sentence: `${name}: with the same reads, '${candidate.what}' pays for partitions of up to ${formatBytes(at)} (now ${formatBytes(workload.tables.partitionBytes[table]!)}).`,
    })
  }
  return flips
}

/** A price per byte and day as one per GB and month. */
const perMonth = (pricePerByteDay: number): number => pricePerByteDay / storageCostPerDay(1, 1)
