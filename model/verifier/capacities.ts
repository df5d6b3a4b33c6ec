import type {Account, Violation} from '../account.js'
import type {History} from '../history.js'
import {exceeds} from './tolerance.js'

const hoursPerDay = 24

/** Replica budgets of the regions and the one over all (formats.md 3.6 and 3.9). `budgetRatio` is a share of all bytes at home. */
export function replicaBudgetViolations(history: History, after: Account, budgetRatio: number): Violation[] {
  const violations: Violation[] = []
  history.topology.regions.forEach(({name, replicaBudgetBytes, replicaBudgetRatio}, region) => {
    const allowed = Math.min(replicaBudgetBytes, share(replicaBudgetRatio, after.homeBytes[region]!))
    check(violations, 'replica-budget', name, after.replicaBytes[region]!, allowed, 'replica bytes')
  })
  const allowed = share(budgetRatio, sum(after.homeBytes))
  check(violations, 'replica-budget', 'all regions', sum(after.replicaBytes), allowed, 'replica bytes')
  return violations
}

/** Storage, compute and link capacities. Who is over the limit before the plan may stay there and not rise (formats.md 3.9). */
export function capacityViolations(
  history: History,
  before: Account,
  after: Account,
  runRegion: Int32Array,
): Violation[] {
  return [
    ...storageViolations(history, before, after),
    ...computeViolations(history, runRegion),
    ...linkViolations(history, before, after),
  ]
}

function storageViolations(history: History, before: Account, after: Account): Violation[] {
  const violations: Violation[] = []
  history.topology.regions.forEach(({name, storageCapacityBytes}, region) => {
    const actual = after.homeBytes[region]! + after.replicaBytes[region]!
    const allowed = Math.max(storageCapacityBytes, before.homeBytes[region]! + before.replicaBytes[region]!)
    check(violations, 'storage-capacity', name, actual, allowed, 'home and replica bytes')
  })
  return violations
}

function computeViolations(history: History, runRegion: Int32Array): Violation[] {
  const violations: Violation[] = []
  const before = cpuHoursByHour(history, history.runs.region)
  const after = cpuHoursByHour(history, runRegion)
  history.topology.regions.forEach(({name, computeCapacityCpuHours: capacity}, region) => {
    const hours = [region * hoursPerDay, (region + 1) * hoursPerDay] as const
    if (capacity.length === 1) {
      const allowed = Math.max(capacity[0]!, sum(before.subarray(...hours)))
      check(violations, 'compute-capacity', name, sum(after.subarray(...hours)), allowed, 'CPU-hours a day')
      return
    }
    capacity.forEach((cpuHours, hour) => {
      const allowed = Math.max(cpuHours, before[hours[0] + hour]!)
      const subject = `${name} at hour ${hour}`
      check(violations, 'compute-capacity', subject, after[hours[0] + hour]!, allowed, 'CPU-hours a day')
    })
  })
  return violations
}

/** Mean CPU-hours a day at `region * 24 + start hour`, of the runs of the scored days. */
function cpuHoursByHour(history: History, runRegion: ArrayLike<number>): Float64Array {
  const {runs, fromDay, toDay, topology} = history
  const cpuHours = new Float64Array(topology.regions.length * hoursPerDay)
  for (let run = 0; run < runs.count; run++) {
    if (runs.day[run]! < fromDay || runs.day[run]! > toDay || Number.isNaN(runs.cpuHours[run]!)) continue
    cpuHours[runRegion[run]! * hoursPerDay + runs.hour[run]!]! += runs.cpuHours[run]!
  }
  return cpuHours.map(total => total / (toDay - fromDay + 1))
}

function linkViolations(history: History, before: Account, after: Account): Violation[] {
  const violations: Violation[] = []
  const {regions, linkCapacityBytesPerDay} = history.topology
  const {dayCount} = after.traffic
  for (let from = 0; from < regions.length; from++) {
    for (let to = 0; to < regions.length; to++) {
      const link = from * regions.length + to
      const allowed = Math.max(linkCapacityBytesPerDay[link]!, before.traffic.linkBytes[link]! / dayCount)
      const subject = `${regions[from]!.name} → ${regions[to]!.name}`
      check(violations, 'link-capacity', subject, after.traffic.linkBytes[link]! / dayCount, allowed, 'bytes a day')
    }
  }
  return violations
}

function check(
  violations: Violation[],
  limit: string,
  subject: string,
  actual: number,
  allowed: number,
  unit: string,
): void {
  if (!exceeds(actual, allowed)) return
  violations.push({
    limit,
    subject,
    actual,
    allowed,
    message: `${subject}: ${actual} ${unit}, where ${allowed} are allowed`,
  })
}

/** A share of some bytes; without a limit where the share is Infinity, also of nothing. */
function share(ratio: number, bytes: number): number {
  return ratio === Number.POSITIVE_INFINITY ? ratio : ratio * bytes
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
