import type {Plan} from '../../model/plan.js'
import type {AccessRow, MemoryHistorySpec, MemoryRun} from './memory-history.js'

/** A small linear congruential generator (Numerical Recipes' constants): enough for test cases, and the same everywhere. */
export function seededDraw(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 12345) >>> 0
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

export interface RandomHistoryOptions {
  readonly regions?: number
  readonly projects?: number
  readonly tables?: number
  readonly jobs?: number
  readonly days?: number
  readonly maxAge?: number
  /** Link prices differ. */
  readonly unevenPrices?: boolean
}

/** A random history with every trait that the accounting knows: snapshots, uneven partitions, failed runs, moving runs, look-backs. */
export function randomHistorySpec(seed: number, options: RandomHistoryOptions = {}): MemoryHistorySpec {
  const draw = seededDraw(seed)
  const {regions = 4, projects = 4, tables = 7, jobs = 8, days = 5, maxAge = 6, unevenPrices = true} = options
  const names = (prefix: string, count: number) => Array.from({length: count}, (_, i) => `${prefix}${i}`)
  const regionNames = names('r', regions)
  const firstDay = 1000
  const prices: Record<string, number> = {}
  for (const from of regionNames) {
    for (const to of regionNames) if (from !== to) prices[`${from}>${to}`] = unevenPrices ? draw(6) / 2 : 1
  }
  const projectRows = names('p', projects).map(project => ({project, region: regionNames[draw(regions)]!}))
  const kinds = names('t', tables).map(() => draw(4))
  const tableRows = names('t', tables).map((table, t) => ({
    table,
    project: projectRows[draw(projects)]!.project,
    ...(kinds[t] === 1 ? {} : {partitionBytes: 1 + draw(50)}),
    ...(draw(3) === 0 ? {retentionDays: 1 + draw(20)} : {}),
    replicable: draw(8) !== 0,
  }))
  const isSnapshot = (t: number) => kinds[t] === 0
  const partitions: [string, number, number][] = []
  tableRows.forEach(({table}, t) => {
    if (kinds[t] !== 2 && kinds[t] !== 1) return
    for (let day = firstDay - maxAge; day < firstDay + days; day++) {
      if (kinds[t] === 1 || draw(2) === 0) partitions.push([table, day, draw(60)])
    }
  })
  const access = (day: number, lookBack: boolean): AccessRow => {
    const t = draw(tables)
    const age = lookBack && draw(2) === 0 ? draw(maxAge + 1) : 0
    return [tableRows[t]!.table, isSnapshot(t) ? null : day - age, draw(40)]
  }
  const runs: MemoryRun[] = []
  const jobRows = names('j', jobs).map(job => ({job, project: projectRows[draw(projects)]!.project, habit: draw(1000)}))
  for (let day = firstDay; day < firstDay + days; day++) {
    for (const {job, project, habit} of jobRows) {
      if (draw(5) === 0) continue
      const own = seededDraw(habit)
      const usual = Array.from({length: 1 + own(4)}, (): AccessRow => {
        const t = own(tables)
        return [tableRows[t]!.table, isSnapshot(t) ? null : day - own(maxAge + 1), 1 + own(40)]
      })
      runs.push({
        job,
        project,
        day,
        hour: draw(24),
        cpu: draw(10),
        failed: draw(10) === 0,
        movable: draw(6) !== 0,
        ...(draw(4) === 0 ? {region: regionNames[draw(regions)]!} : {}),
        reads: [...usual, ...(draw(2) === 0 ? [access(day, true)] : [])],
        writes: draw(2) === 0 ? [access(day, false)] : [],
      })
    }
  }
  return {
    unit: 'table',
    regions: regionNames,
    prices,
    projects: projectRows,
    tables: tableRows,
    partitions,
    runs: runs.length === 0 ? [{job: 'j0', project: 'p0', day: firstDay}] : runs,
    fromDay: firstDay,
    toDay: firstDay + days - 1,
  }
}

/** A random plan for such a history: moves of projects and tables, placed jobs, disjoint windows. Not meant to be good. */
export function randomPlan(seed: number, spec: MemoryHistorySpec): Plan {
  const draw = seededDraw(seed + 77)
  const regionNames = spec.regions.map(region => (typeof region === 'string' ? region : region.name))
  const regionOfProject = new Map(spec.projects.map(row => [row.project, row.region]))
  const moves: {project?: string; table?: string; from: string; to: string; bytes: number}[] = []
  const newHome = new Map(regionOfProject)
  for (const {project, region} of spec.projects) {
    if (draw(4) !== 0) continue
    const to = regionNames[draw(regionNames.length)]!
    if (to === region) continue
    moves.push({project, from: region, to, bytes: 0})
    newHome.set(project, to)
  }
  for (const {table, project} of spec.tables) {
    if (draw(6) !== 0) continue
    const from = newHome.get(project)!
    const to = regionNames[draw(regionNames.length)]!
    if (to !== from) moves.push({table, from, to, bytes: 0})
  }
  const jobNames = [...new Set(spec.runs.map(run => run.job))]
  const jobs = jobNames
    .filter(() => draw(4) === 0)
    .map(job => ({job, region: regionNames[draw(regionNames.length)]!, savedBytesPerDay: 0}))
  const replicas = []
  for (const {table} of spec.tables) {
    for (const region of regionNames) {
      if (draw(2) === 0) continue
      let age = draw(3)
      for (let window = 0; window <= draw(2); window++) {
        const toAge = age + 1 + draw(4)
        replicas.push({table, region, fromAge: age, toAge, storedBytes: 0, refreshBytesPerDay: 0, savedBytesPerDay: 0})
        age = toAge + draw(2)
      }
    }
  }
  const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
  return {
    formatVersion: '1.0',
    planId: `random-${seed}`,
    asOf: '1972-09-30',
    history: {from: '1972-09-27', to: '1972-09-29', fingerprint: 'x'},
    algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed},
    moves,
    replicas,
    jobs,
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: false,
  }
}
