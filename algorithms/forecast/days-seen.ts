import type {Column} from '../../model/columns.js'
import type {DailyReads, Workload} from '../../model/workload.js'

/**
 * On how many days each read fact was seen: the evidence behind it. Facts of ad-hoc jobs (names seen on a single run) never
 * recur by name; theirs are the days on which any ad-hoc job of their project read the table, at any age. So their demand is
 * kept as a rate of the (project, table), and spread over jobs and ages as it was seen.
 */
export function daysSeen(workload: Workload, daily: DailyReads): Float64Array {
  const {jobs, reads, tables, dayCount} = workload
  const adhoc = adhocRows(jobs.names, jobs.runs)
  const seen = new Float64Array(reads.table.length)
  const pairOf = (j: number, i: number) => jobs.project[j]! * tables.names.length + reads.table[i]!
  const eachAdhoc = (visit: (pair: number, i: number) => void) => {
    for (let j = 0; j < adhoc.length; j++) {
      if (adhoc[j] === 0) continue
      for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) visit(pairOf(j, i), i)
    }
  }
  for (let i = 0; i < seen.length; i++) seen[i] = daily.start[i + 1]! - daily.start[i]!

  let entries = 0
  eachAdhoc((_, i) => {
    entries += seen[i]!
  })
  const pairDays = new Float64Array(entries)
  let next = 0
  eachAdhoc((pair, i) => {
    for (let e = daily.start[i]!; e < daily.start[i + 1]!; e++) pairDays[next++] = pair * dayCount + daily.day[e]!
  })
  pairDays.sort()
  const pairs = new Float64Array(entries)
  const days = new Int32Array(entries)
  let count = 0
  for (let e = 0; e < entries; e++) {
    if (e > 0 && pairDays[e] === pairDays[e - 1]) continue
    const pair = Math.floor(pairDays[e]! / dayCount)
    if (count === 0 || pairs[count - 1] !== pair) pairs[count++] = pair
    days[count - 1]!++
  }
  eachAdhoc((pair, i) => {
    const at = lowerBound(pairs, count, pair)
    seen[i] = at < count && pairs[at] === pair ? days[at]! : 0
  })
  return seen
}

/** 1 for each job row whose name was seen on a single run, all rows of the name together. Rows are ordered by name. */
function adhocRows(names: readonly string[], runs: Column): Uint8Array {
  const adhoc = new Uint8Array(names.length)
  for (let j = 0; j < names.length; j++) {
    const alone = names[j] !== names[j - 1] && names[j] !== names[j + 1]
    if (alone && runs[j]! <= 1) adhoc[j] = 1
  }
  return adhoc
}

/** First of the first `count` rising values that is not below `value`. */
export function lowerBound(values: Column, count: number, value: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
