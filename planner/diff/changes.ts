import type {Plan, Replica} from '../../model/plan.js'

export type ReplicaChangeKind = 'add' | 'drop' | 'longer' | 'shorter' | 'shifted'
export type ChangeKind = ReplicaChangeKind | 'move' | 'stay' | 'place' | 'replace' | 'unplace'

/** One thing that plan B proposes otherwise than plan A. Bytes as the two plan files give them. */
export interface Change {
  readonly kind: ChangeKind
  readonly decision: 'replica' | 'move' | 'job'
  /** Table, project or job. */
  readonly name: string
  /** Region of a replica or job after the change (before it where it goes); new home of a move. */
  readonly region: string
  /** Ages kept, as `0-6 28-29`, the last one included; or the region of a move or job; absent where there was nothing. */
  readonly before?: string
  readonly after?: string
  /** Bytes stored in replicas; for moves the bytes that are moved. */
  readonly bytesBefore: number
  readonly bytesAfter: number
  readonly savedBytesPerDayBefore: number
  readonly savedBytesPerDayAfter: number
}

/** Windows of one table in one region, taken together. */
export interface Kept {
  readonly table: string
  readonly region: string
  readonly windows: readonly Replica[]
  readonly storedBytes: number
  readonly refreshBytesPerDay: number
  readonly savedBytesPerDay: number
}

/** The replicas of a plan by table and region, in the plan's order. */
export function keptBy(plan: Plan): Map<string, Kept> {
  const groups = new Map<string, Replica[]>()
  for (const replica of plan.replicas) {
    const key = JSON.stringify([replica.table, replica.region])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [replica])
    else group.push(replica)
  }
  return new Map(
    [...groups].map(([key, rows]) => {
      const windows = [...rows].sort((a, b) => a.fromAge - b.fromAge)
      const sum = (value: (row: Replica) => number) => windows.reduce((total, row) => total + value(row), 0)
      return [
        key,
        {
          ...{table: windows[0]!.table, region: windows[0]!.region, windows},
          storedBytes: sum(row => row.storedBytes),
          refreshBytesPerDay: sum(row => row.refreshBytesPerDay),
          savedBytesPerDay: sum(row => row.savedBytesPerDay),
        },
      ]
    }),
  )
}

/** Everything that B decides otherwise: moves, then replicas, then jobs, each by kind and name. */
export function changesBetween(a: Plan, b: Plan): Change[] {
  return [...moveChanges(a, b), ...replicaChanges(keptBy(a), keptBy(b)), ...jobChanges(a, b)]
}

function replicaChanges(a: ReadonlyMap<string, Kept>, b: ReadonlyMap<string, Kept>): Change[] {
  const changes: Change[] = []
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [before, after] = [a.get(key), b.get(key)]
    const kind = replicaKind(before, after)
    if (kind === undefined) continue
    const {table, region} = (after ?? before)!
    changes.push({
      ...{kind, decision: 'replica', name: table, region},
      ...(before === undefined ? {} : {before: agesOf(before)}),
      ...(after === undefined ? {} : {after: agesOf(after)}),
      bytesBefore: before?.storedBytes ?? 0,
      bytesAfter: after?.storedBytes ?? 0,
      savedBytesPerDayBefore: before?.savedBytesPerDay ?? 0,
      savedBytesPerDayAfter: after?.savedBytesPerDay ?? 0,
    })
  }
  return sorted(changes, ['add', 'longer', 'shifted', 'shorter', 'drop'])
}

function replicaKind(before: Kept | undefined, after: Kept | undefined): ReplicaChangeKind | undefined {
  if (before === undefined) return 'add'
  if (after === undefined) return 'drop'
  const common = commonAges(before, after)
  const [old, next] = [agesIn(before), agesIn(after)]
  if (common === old && common === next) return undefined
  if (common === old) return 'longer'
  return common === next ? 'shorter' : 'shifted'
}

const agesIn = ({windows}: Kept): number => windows.reduce((sum, w) => sum + w.toAge - w.fromAge, 0)

function commonAges(a: Kept, b: Kept): number {
  let common = 0
  for (const x of a.windows) {
    for (const y of b.windows) {
      common += Math.max(0, Math.min(x.toAge, y.toAge) - Math.max(x.fromAge, y.fromAge))
    }
  }
  return common
}

/** Ages kept; windows that touch are one. */
export function agesOf({windows}: Kept): string {
  const spans: [number, number][] = []
  for (const {fromAge, toAge} of windows) {
    const last = spans.at(-1)
    if (last !== undefined && last[1] === fromAge) last[1] = toAge
    else spans.push([fromAge, toAge])
  }
  return spans.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`)).join(' ')
}

function moveChanges(a: Plan, b: Plan): Change[] {
  const key = (move: Plan['moves'][number]) => JSON.stringify([move.project, move.table])
  const [old, next] = [new Map(a.moves.map(m => [key(m), m])), new Map(b.moves.map(m => [key(m), m]))]
  const changes: Change[] = []
  for (const id of new Set([...old.keys(), ...next.keys()])) {
    const [before, after] = [old.get(id), next.get(id)]
    if (before?.to === after?.to) continue
    const known = (after ?? before)!
    changes.push({
      ...{kind: after === undefined ? 'stay' : 'move', decision: 'move', name: (known.project ?? known.table)!},
      region: after?.to ?? known.from,
      before: before?.to ?? known.from,
      after: after?.to ?? known.from,
      ...{bytesBefore: before?.bytes ?? 0, bytesAfter: after?.bytes ?? 0},
      ...{savedBytesPerDayBefore: 0, savedBytesPerDayAfter: 0},
    })
  }
  return sorted(changes, ['move', 'stay'])
}

function jobChanges(a: Plan, b: Plan): Change[] {
  const [old, next] = [new Map(a.jobs.map(job => [job.job, job])), new Map(b.jobs.map(job => [job.job, job]))]
  const changes: Change[] = []
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const [before, after] = [old.get(name), next.get(name)]
    if (before?.region === after?.region) continue
    changes.push({
      kind: before === undefined ? 'place' : after === undefined ? 'unplace' : 'replace',
      ...{decision: 'job', name, region: (after ?? before)!.region},
      ...(before === undefined ? {} : {before: before.region}),
      ...(after === undefined ? {} : {after: after.region}),
      ...{bytesBefore: 0, bytesAfter: 0},
      savedBytesPerDayBefore: before?.savedBytesPerDay ?? 0,
      savedBytesPerDayAfter: after?.savedBytesPerDay ?? 0,
    })
  }
  return sorted(changes, ['place', 'replace', 'unplace'])
}

function sorted(changes: Change[], kinds: readonly ChangeKind[]): Change[] {
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
  return changes.sort(
    (x, y) => kinds.indexOf(x.kind) - kinds.indexOf(y.kind) || order(x.name, y.name) || order(x.region, y.region),
  )
}
