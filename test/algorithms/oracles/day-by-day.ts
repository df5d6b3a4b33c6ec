import type {Budgets, DailyDemand} from '../random-problem.js'

interface Entry {
  gain: number
  i: number
  life: number
  k: number
}

/**
 * Algorithm 1 of Yugong (PVLDB 2019; papers.md 1.3), letter by letter and day by day: every extension of 1 … k days of
 * every table is an entry; the highest gain is popped, ties to the lower table, then the shorter extension; stale entries
 * and those that overflow are dropped. Returns the life span of every table.
 */
export function dayByDayLifeSpans(tables: readonly DailyDemand[], budgets: Budgets, k: number): number[] {
  const life = tables.map(() => 0)
  const used = budgets.regionBytes.map(() => 0)
  let usedOverAll = 0
  const entries: Entry[] = []
  const push = (i: number): void => {
    const table = tables[i]
    for (let days = 1; days <= k && life[i] + days <= table.readBytes.length; days++) {
      let reads = 0
      for (let t = 0; t < days; t++) reads += table.readBytes[life[i] + t]
      const net = life[i] === 0 ? reads - table.partitionBytes : reads
      const gain = (net * table.linkPrice) / (table.partitionBytes * days)
      if (gain > 0) entries.push({gain, i, life: life[i], k: days})
    }
  }
  for (let i = 0; i < tables.length; i++) push(i)
  while (entries.length > 0) {
    let top = 0
    for (let n = 1; n < entries.length; n++) {
      const [a, b] = [entries[n], entries[top]]
      if (a.gain > b.gain || (a.gain === b.gain && (a.i < b.i || (a.i === b.i && a.k < b.k)))) top = n
    }
    const [entry] = entries.splice(top, 1)
    const {region, partitionBytes} = tables[entry.i]
    if (entry.life !== life[entry.i]) continue
    const bytes = partitionBytes * entry.k
    if (used[region] + bytes > budgets.regionBytes[region] || usedOverAll + bytes > budgets.totalBytes) continue
    used[region] += bytes
    usedOverAll += bytes
    life[entry.i] += entry.k
    push(entry.i)
  }
  return life
}
