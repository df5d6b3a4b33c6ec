import {KnownNames} from './known-names.js'
import type {LateReplicas} from './late-replicas.js'
import type {RouterCatalogue, RouterPlan} from './router-index.js'

/** Where partitions are under a plan (formats.md 3.3), less what is late. */
export class HoldersNow {
  readonly catalogue: RouterCatalogue
  readonly plan: RouterPlan
  readonly late: LateReplicas
  /** Days since 1970-01-01. */
  todayDay: number
  readonly projects: KnownNames
  readonly tables: KnownNames
  readonly jobs: KnownNames
  readonly otherJobs: KnownNames

  /** @param before the holders under another plan of the same catalogue: its names are taken over */
  constructor(catalogue: RouterCatalogue, plan: RouterPlan, late: LateReplicas, todayDay: number, before?: HoldersNow) {
    this.catalogue = catalogue
    this.plan = plan
    this.late = late
    this.todayDay = todayDay
    this.projects = before?.projects ?? new KnownNames(catalogue.projects)
    this.tables = before?.tables ?? new KnownNames(catalogue.tables)
    this.jobs = before?.jobs ?? new KnownNames(catalogue.jobs)
    this.otherJobs = new KnownNames(plan.otherJobs)
  }

  /** Day that names a partition among the late ones: 0 for the one version of a snapshot table. */
  dayOf(table: number, age: number): number {
    return this.catalogue.tableSnapshot[table] === 1 ? 0 : this.todayDay - age
  }

  /** Seconds until the age is at the region; −1 where it is not late there. */
  secondsUntil(table: number, region: number, age: number): number {
    return this.late.concerns(table) ? this.late.secondsUntil(table, region, this.dayOf(table, age)) : -1
  }

  /** Whether the region has this age of the table now. */
  isLocal(table: number, region: number, age: number): boolean {
    const {tableHome, windowStart, windowRegion, windowFromAge, windowToAge} = this.plan
    if (tableHome[table] === region) return true
    for (let w = windowStart[table]; w < windowStart[table + 1]; w++) {
      if (windowRegion[w] === region && windowFromAge[w] <= age && age < windowToAge[w]) {
        return this.secondsUntil(table, region, age) < 0
      }
    }
    return false
  }

  /** The cheapest holder for a reader in `region`; ties to home, then to the first by name. −1 where the home is unknown. */
  cheapest(table: number, region: number, age: number): number {
    const {tableHome, windowStart, windowRegion, windowFromAge, windowToAge} = this.plan
    const {regionCount, linkPricePerByte} = this.catalogue
    let source = tableHome[table]
    if (source < 0 || source === region) return source
    let price = linkPricePerByte[source * regionCount + region]
    for (let w = windowStart[table]; w < windowStart[table + 1]; w++) {
      const holder = windowRegion[w]
      if (!(windowFromAge[w] <= age && age < windowToAge[w])) continue
      if (this.secondsUntil(table, holder, age) >= 0) continue
      if (holder === region) return region
      const holderPrice = linkPricePerByte[holder * regionCount + region]
      if (holderPrice >= price) continue
      source = holder
      price = holderPrice
    }
    return source
  }
}
