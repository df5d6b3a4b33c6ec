import {storagePrices} from '../../../algorithms/joint/storage-prices.js'
import {closeRegions, type LeftBehind, evacuate as leave} from '../../../algorithms/migration/evacuate.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {rowRegionOf} from '../../../algorithms/serving/fixed-costs.js'
import {homeAssignment} from '../../../algorithms/serving/problem.js'
import type {Column} from '../../../model/columns.js'
import type {Workload} from '../../../model/workload.js'
import {changedWorkload} from '../changed-workload.js'
import type {Platform} from '../platform.js'
import type {ChangeOf} from '../scenario-schema.js'
import {type Making, regionNamed} from './making.js'

/**
 * Empties a region and takes it out of the platform: projects go, cheapest exit first, where their tables are read and limits leave
 * room (algorithms/migration/evacuate.ts), jobs that ran there for projects of other regions run elsewhere. No region, so no home, no
 * replica and no run of any plan. Pins and `movable` yield: what is gone holds nothing. Allowed regions and capacities do not: who has
 * nowhere to go is a fault. Does not improve what it leaves; the plan does.
 */
export function evacuate(platform: Platform, change: ChangeOf<'evacuate'>, making: Making): Platform {
  const gone = regionNamed(platform, making, 'region', change.region)
  if (gone === undefined) return platform
  if (platform.topology.regions.length === 1) {
    const message = 'it is the only region'
    making.fault({
      kind: 'last-region',
      field: 'region',
      value: change.region,
      message,
      advice: 'Add another region before it.',
    })
    return platform
  }
  const workload = changedWorkload(making.workload, platform)
  const problem = deriveServing(workload)
  const start = homeAssignment(problem)
  const {pricePerByte} = storagePrices(problem, workload, start, undefined)
  const yielding = {
    ...problem,
    projectPinned: Uint8Array.from({length: problem.projectCount}, (_, p) =>
      problem.projectRegion[p] === gone ? 0 : problem.projectPinned[p]!,
    ),
    jobMovable: new Uint8Array(problem.jobCount).fill(1),
  }
  const {assignment, leftBehind} = leave(closeRegions(yielding, [gone]), start, [gone], {
    storagePrice: pricePerByte,
    moveHorizonDays: Infinity,
  })
  if (leftBehind.length > 0) return refuse(platform, change, making, leftBehind, problem.jobNames)
  const rowRegion = Int32Array.from({length: problem.rowCount}, (_, row) => rowRegionOf(problem, assignment, row))
  const left = workload.projects.names.flatMap((_, p) => (workload.projects.region[p] === gone ? [p] : []))
  return withoutRegion(
    {
      ...platform,
      projects: {...platform.projects, region: assignment.projectRegion},
      rowRegion,
      forcedMoveBytes: platform.forcedMoveBytes + bytesOf(workload, new Set(left)),
      notes: [...platform.notes, ...yielded(workload, change.region, left, rowRegion)],
    },
    gone,
  )
}

function bytesOf({tables}: Workload, projects: ReadonlySet<number>): number {
  return tables.names.reduce(
    (bytes, _, t) => (projects.has(tables.project[t]!) ? bytes + tables.homeBytes[t]! : bytes),
    0,
  )
}

/** What the evacuation did, and what had to yield to it. */
function yielded({projects, jobs}: Workload, region: string, left: readonly number[], rowRegion: Int32Array): string[] {
  const pinned = left.filter(p => projects.pinned[p] === 1).length
  let rows = 0
  let held = 0
  for (let row = 0; row < rowRegion.length; row++) {
    if (rowRegion[row] === jobs.region[row]) continue
    rows++
    if (jobs.movable[row] === 0) held++
  }
  return [
    `${left.length} projects leave ${region}, ${pinned} of them pinned; ${rows} recurring jobs run elsewhere, ${held} of them not movable.`,
  ]
}

function refuse(
  platform: Platform,
  change: ChangeOf<'evacuate'>,
  making: Making,
  leftBehind: readonly LeftBehind[],
  jobNames: readonly string[],
): Platform {
  const [first] = leftBehind
  const names = {project: platform.projects.names, table: making.workload.tables.names, job: jobNames}
  const reason = first!.reason === 'no-room' ? 'no other region has room for' : 'allowed regions leave no place for'
  making.fault({
    kind: 'cannot-evacuate',
    field: 'region',
    value: change.region,
    message: `${reason} ${first!.kind} '${names[first!.kind][first!.item]}'${leftBehind.length > 1 ? ` and ${leftBehind.length - 1} more` : ''}`,
    advice: 'Raise capacities (change: region) or allowed regions (change: allow) before it.',
    isInfeasible: true,
  })
  return platform
}

/** The platform without a region in which nothing is left; the regions after it move up. */
function withoutRegion(platform: Platform, gone: number): Platform {
  const {topology, projects} = platform
  const count = topology.regions.length
  const kept = topology.regions.flatMap((_, e) => (e === gone ? [] : [e]))
  const indexNow = (region: number) => (region === gone ? -1 : region > gone ? region - 1 : region)
  const square = (matrix: Column) => Float64Array.from(kept.flatMap(from => kept.map(to => matrix[from * count + to]!)))
  return {
    ...platform,
    topology: {
      ...topology,
      regions: kept.map(e => topology.regions[e]!),
      linkPricePerByte: square(topology.linkPricePerByte),
      linkCapacityBytesPerDay: square(topology.linkCapacityBytesPerDay),
    },
    regionNow: platform.regionNow.map(region => (region < 0 ? -1 : indexNow(region))),
    projects: {
      ...projects,
      region: Int32Array.from(projects.names, (_, p) => indexNow(projects.region[p]!)),
      allowed: Uint8Array.from(projects.names.flatMap((_, p) => kept.map(e => projects.allowed[p * count + e]!))),
    },
    rowRegion: platform.rowRegion.map(indexNow),
    downLinks: new Set(
      [...platform.downLinks].flatMap(link => {
        const [from, to] = [Math.floor(link / count), link % count]
        return from === gone || to === gone ? [] : [indexNow(from) * (count - 1) + indexNow(to)]
      }),
    ),
  }
}
