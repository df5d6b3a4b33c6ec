import {generateDay} from './days.js'
import {Random} from './random.js'
import type {SyntheticCapacities} from './synthetic-history.js'
import {storedPartitions} from './tables.js'
import type {WorldPlan} from './world-plan.js'

/** A whole week is enough to see the weekday pattern. */
const measuredDays = 7
/** Least and most slack over the CPU-hours that are used. */
const cpuSlack = [1.22, 1.38] as const
/** An hour in which a region idles still has this share of its mean hour. */
const idleHourShare = 0.15

/**
 * Limits of the regions: bytes at home with the preset's storage slack, and mean CPU-hours a day (or by hour of day) over the
 * first week with 22 to 38 % slack, so that every later move has somewhere to go.
 */
export function measureCapacities(world: WorldPlan): SyntheticCapacities {
  const {parameters, projects, tables} = world
  const regionCount = parameters.regions.length
  const random = new Random(world.seed, 0x636170)
  const storageBytes = new Float64Array(regionCount)
  for (let t = 0; t < tables.names.length; t++) {
    const bytes = tables.typicalBytes[t]! * storedPartitions(tables, t, world.dayCount)
    storageBytes[projects.region[tables.project[t]!]!]! += bytes
  }
  for (let e = 0; e < regionCount; e++)
    storageBytes[e] = Math.ceil(storageBytes[e]! * random.between(...parameters.storageSlack))

  const days = Math.min(measuredDays, world.dayCount)
  const hourly = new Float64Array(regionCount * 24)
  for (let d = 0; d < days; d++) {
    const {runs} = generateDay(world, world.firstDay + d)
    for (let i = 0; i < runs.count; i++) {
      hourly[runs.region[i]! * 24 + Math.floor(runs.startSecond[i]! / 3600)]! += runs.cpuHours[i]! / days
    }
  }
  const cpuHours = parameters.regions.map((region, e) => {
    const hours = Array.from(hourly.subarray(e * 24, e * 24 + 24))
    const total = hours.reduce((a, b) => a + b, 0)
    const factor = random.between(...cpuSlack)
    if (!region.hourlyCapacity) return [toTenth(total * factor)]
    return hours.map(used => toTenth(Math.max(used, (idleHourShare * total) / 24) * factor))
  })
  return {storageBytes, cpuHours}
}

/** Rounds CPU-hours up to a tenth. */
function toTenth(cpuHours: number): number {
  return Math.ceil(cpuHours * 10) / 10
}
