import {leastRunsOf} from '../../algorithms/joint/least-runs.js'
import {priorities} from '../../model/history.js'
import {regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import {formatCost, formatMoney, formatNumber, perDay} from '../../viz/format.js'
import {demandRows} from './demand-rows.js'
import type {Alternative, DetailedExplanation, Flip} from './explanation.js'
import {cpuHoursOf, hoursPerDay, type PlannedPlatform} from './planned-platform.js'
import {touched} from './touched.js'

/** Why a recurring job runs where it does: its reads and write-backs from every region, all replicas as planned. */
export function explainJob(platform: PlannedPlatform, name: string): DetailedExplanation {
  const {workload, placement, asOfDay, unit} = platform
  const {jobs, topology, projects, dayCount} = workload
  const rows = jobs.names.flatMap((job, row) => (job === name ? [row] : []))
  const own = new Set(rows)
  const part = touched(
    workload,
    asOfDay,
    row => own.has(row),
    () => true,
  )
  const costPerDay = (as: Placement) => {
    const {remoteReadCost, writeBackCost} = part.account(as).traffic
    return (remoteReadCost + writeBackCost) / dayCount
  }
  const placed = placement.jobRegion.get(name)
  const now = [...new Set(rows.map(row => regionOfJob(workload, placement, row)))]
  const runs = rows.reduce((sum, row) => sum + jobs.runs[row]!, 0)
  const cpuHours = rows.reduce((sum, row) => sum + sumOf(cpuHoursOf(workload, row)), 0)
  const limits = limitsOf(platform, rows, runs)
  const unplaced = {...placement, jobRegion: new Map([...placement.jobRegion].filter(([job]) => job !== name))}
  const placedAt = (region: number) => ({...placement, jobRegion: new Map([...placement.jobRegion, [name, region]])})
  const following: Alternative = {
    what: 'not placed: where it ran, or with its project',
    costPerDay: costPerDay(unplaced),
    isChosen: placed === undefined,
    obstacles: [],
  }
  const elsewhere = topology.regions.map(
    (region, e): Alternative => ({
      what: region.name,
      costPerDay: costPerDay(placedAt(e)),
      isChosen: placed === e,
      obstacles: [...limits, ...cpuObstacle(platform, rows, e)],
    }),
  )
  const regionNames = now.map(e => topology.regions[e]!.name).join(', ')
  const chosen = placed === undefined ? following : elsewhere[placed]!
  return {
    kind: 'job',
    name,
    sentences: [
      `Job ${name} of project ${projects.names[jobs.project[rows[0]!]!]} runs ${formatNumber(runs / dayCount)} times a day in ${regionNames}${placed === undefined ? ', and is not placed' : ', where the plan places it'}.`,
      `Its reads and write-backs cost ${perDay(formatCost(chosen.costPerDay, unit))} of WAN traffic there, ${perDay(formatCost(following.costPerDay, unit))} where it would run otherwise.`,
      cheapestSentence(platform, elsewhere, chosen),
    ],
    demand: demandRows(platform, row => own.has(row), 'home'),
    alternatives: [following, ...elsewhere],
    limits,
    flips: flipsOf(platform, elsewhere, chosen, following, cpuHours),
  }
}

function limitsOf({workload, plan}: PlannedPlatform, rows: readonly number[], runs: number): string[] {
  const {jobs} = workload
  const leastRuns = leastRunsOf(workload)
  const isGold = rows.some(row => priorities[jobs.priority[row]!] === 'gold')
  return [
    ...(rows.every(row => jobs.movable[row] === 1) ? [] : ['Some of its runs are not movable.']),
    ...(isGold && plan.algorithm.options.placeGold !== true
      ? ['It has priority gold, and gold jobs stay at home (--place-gold).']
      : []),
    ...(runs >= leastRuns
      ? []
      : [`It ran ${runs} times in ${workload.dayCount} days; from ${leastRuns} on it counts as recurring.`]),
  ]
}

/** Capacity that the job's runs would exceed, by hour where it is by hour. */
function cpuObstacle(
  {workload, cpuHours: used, placement}: PlannedPlatform,
  rows: readonly number[],
  region: number,
): string[] {
  const {name, computeCapacityCpuHours: capacity} = workload.topology.regions[region]!
  const coming = rows.filter(row => regionOfJob(workload, placement, row) !== region)
  if (capacity.length === 0 || coming.length === 0) return []
  const need = new Float64Array(hoursPerDay)
  for (const row of coming) {
    cpuHoursOf(workload, row).forEach((hours, h) => {
      need[h]! += hours
    })
  }
  const there = used.subarray(region * hoursPerDay, (region + 1) * hoursPerDay)
  if (capacity.length === 1) {
    const [now, more] = [sumOf(there), sumOf(need)]
    if (now + more <= capacity[0]!) return []
    return [
      `${name} runs ${formatNumber(now)} of ${formatNumber(capacity[0]!)} CPU-hours a day, and it takes ${formatNumber(more)}`,
    ]
  }
  const full = capacity.findIndex((hours, h) => need[h]! > 0 && there[h]! + need[h]! > hours)
  if (full < 0) return []
  return [
    `${name} runs ${formatNumber(there[full]!)} of ${formatNumber(capacity[full]!)} CPU-hours from ${full}:00, and it takes ${formatNumber(need[full]!)}`,
  ]
}

const sumOf = (hours: Float64Array): number => hours.reduce((sum, value) => sum + value, 0)

function cheapestSentence({unit}: PlannedPlatform, elsewhere: readonly Alternative[], chosen: Alternative): string {
  const cheapest = elsewhere.reduce((least, other) => (other.costPerDay < least.costPerDay ? other : least))
  if (cheapest.costPerDay >= chosen.costPerDay) return 'No region costs less.'
  const gain = perDay(formatCost(chosen.costPerDay - cheapest.costPerDay, unit))
  const why =
    cheapest.obstacles.length === 0
      ? 'nothing forbids it: other decisions that were made together weigh more'
      : cheapest.obstacles.join('; ')
  return `${cheapest.what} would cost ${gain} less, but ${why.replace(/\.$/, '')}.`
}

/** By how much CPU in the chosen region may be dearer before the job had better run otherwise, or in a cheaper one before it stays. */
function flipsOf(
  {workload}: PlannedPlatform,
  elsewhere: readonly Alternative[],
  chosen: Alternative,
  following: Alternative,
  cpuHours: number,
): Flip[] {
  const other =
    chosen === following ? elsewhere.reduce((least, e) => (e.costPerDay < least.costPerDay ? e : least)) : chosen
  const gain = following.costPerDay - other.costPerDay
  if (gain <= 0 || cpuHours === 0) return []
  const at = gain / cpuHours
  const price = formatMoney(at, workload.topology.currency)
  return [
    {
      kind: 'compute-price',
      region: other.what,
      at,
      unit: 'currency per CPU-hour',
      sentence: `Running in ${other.what} pays as long as a CPU-hour there is not dearer by more than ${price}: it takes ${formatNumber(cpuHours)} a day and saves ${perDay(formatMoney(gain, workload.topology.currency))} of WAN cost.`,
    },
  ]
}
