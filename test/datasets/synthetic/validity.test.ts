import {describe, expect, test} from 'vitest'
import {generateHistory, presets, type SyntheticHistory} from '../../../datasets/synthetic/index.js'
import {ageLimit} from '../../../datasets/synthetic/job-inputs.js'
import {partitionBytesOn, weekdayOf} from '../../../datasets/synthetic/partition-bytes.js'
import {formatDay} from '../../../model/days.js'
import {IsthmusError} from '../../../model/errors.js'
import {NO_DATE} from '../../../model/history.js'

const names = Object.keys(presets)

/** Faults of a history by formats.md section 1, as text. */
function faults(h: SyntheticHistory): string[] {
  const found: string[] = []
  const regions = h.parameters.regions.length
  for (const list of [h.projects.names, h.tables.names, h.jobs.names]) {
    if (new Set(list).size !== list.length) found.push('a name occurs twice')
  }
  h.projects.names.forEach((name, p) => {
    if (!h.projects.allowed[p * regions + h.projects.region[p]!]) found.push(`${name} is not allowed at home`)
  })
  for (const {day, runs, reads, writes} of h.days()) {
    const seen = new Set<string>()
    for (let i = 0; i < reads.length; i++) {
      const table = reads.table[i]!
      const partition = reads.partitionDay[i]!
      const bytes = reads.bytes[i]!
      const snapshot = h.tables.snapshot[table] === 1
      const age = day - partition
      const size = partitionBytesOn(h, table, snapshot ? day : partition)
      const key = `${reads.run[i]} ${table} ${partition}`
      if (seen.has(key)) found.push(`run reads ${h.tables.names[table]} twice`)
      seen.add(key)
      if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > size)
        found.push(`${bytes} bytes of a partition of ${size}`)
      if (snapshot !== (partition === NO_DATE)) found.push(`${h.tables.names[table]} read with the wrong kind of date`)
      if (!snapshot && (age < 0 || age >= ageLimit(h.tables, table)))
        found.push(`age ${age} of ${h.tables.names[table]}`)
      if (reads.run[i]! >= runs.count) found.push('read of an unknown run')
    }
    const writer = new Map<number, number>()
    for (let i = 0; i < writes.length; i++) {
      if (runs.failed[writes.run[i]!]) found.push('a failed run writes')
      if (writes.bytes[i] !== partitionBytesOn(h, writes.table[i]!, day)) found.push('a write of another size')
      writer.set(writes.table[i]!, (writer.get(writes.table[i]!) ?? 0) + 1)
    }
    h.tables.names.forEach((name, t) => {
      const count = writer.get(t) ?? 0
      if (count > 1 || (count === 0 && !h.tables.snapshot[t])) found.push(`${name} written ${count} times on a day`)
    })
    for (let i = 0; i < runs.count; i++) {
      if (runs.region[i]! >= regions || runs.project[i]! >= h.projects.names.length)
        found.push('unknown region or project')
      if (!(runs.cpuHours[i]! > 0 && runs.durationSeconds[i]! > 0)) found.push('a run without cost')
      if (!(runs.startSecond[i]! >= 0 && runs.startSecond[i]! < 86_400)) found.push('a start on another day')
    }
  }
  return found
}

describe.each(names)('preset %s', preset => {
  test('is valid by formats.md at scale 1', () => {
    expect(faults(generateHistory({preset, seed: 5}))).toEqual([])
  })

  test('is valid by formats.md at the smallest scale', () => {
    expect(faults(generateHistory({preset, seed: 6, scale: 0.1, days: 10}))).toEqual([])
  })

  test('makes tables from tables of lower layers only, so dependencies have no cycle', () => {
    const {jobs, tables} = generateHistory({preset, seed: 5, scale: 0.3})
    let checked = 0
    for (let job = 0; job < jobs.names.length; job++) {
      for (let o = jobs.outputFrom[job]!; o < jobs.outputTo[job]!; o++) {
        for (let i = jobs.inputFrom[job]!; i < jobs.inputTo[job]!; i++) {
          expect(tables.layer[jobs.inputs.table[i]!]!).toBeLessThan(tables.layer[jobs.outputTable[o]!]!)
          checked++
        }
      }
    }
    expect(checked).toBeGreaterThan(50)
  })

  test('leaves every region 20 to 40 % above what it uses, in bytes and in CPU-hours', () => {
    const h = generateHistory({preset, seed: 5})
    const regions = h.parameters.regions.length
    const homeBytes = new Float64Array(regions)
    h.tables.names.forEach((_, t) => {
      const retention = h.tables.retentionDays[t]!
      const partitions = h.tables.snapshot[t] ? 1 : Number.isNaN(retention) ? h.dayCount : retention
      homeBytes[h.projects.region[h.tables.project[t]!]!]! += h.tables.typicalBytes[t]! * partitions
    })
    const hourly = new Float64Array(regions * 24)
    for (const {runs} of h.days()) {
      for (let i = 0; i < runs.count; i++) {
        hourly[runs.region[i]! * 24 + Math.floor(runs.startSecond[i]! / 3600)]! += runs.cpuHours[i]! / h.dayCount
      }
    }
    for (let e = 0; e < regions; e++) {
      const bytesRatio = h.capacities.storageBytes[e]! / homeBytes[e]!
      const [least, most] = h.parameters.storageSlack
      expect(bytesRatio).toBeGreaterThanOrEqual(least)
      expect(bytesRatio).toBeLessThanOrEqual(most * 1.0001)
      const limits = h.capacities.cpuHours[e]!
      const hours = hourly.subarray(e * 24, e * 24 + 24)
      const used = hours.reduce((a, b) => a + b, 0)
      const limit = limits.reduce((a, b) => a + b, 0)
      expect(limit / used).toBeGreaterThan(1.1)
      if (limits.length === 1) expect(limit / used).toBeLessThan(1.5)
      else expect(limits.length).toBe(24)
    }
  })

  test('has moves that would bring many of its cross-region bytes home', () => {
    const h = generateHistory({preset, seed: 5})
    const count = h.projects.names.length
    const bytes = new Float64Array(count * h.parameters.regions.length)
    let before = 0
    for (const {runs, reads} of h.days()) {
      for (let i = 0; i < reads.length; i++) {
        const reader = runs.project[reads.run[i]!]!
        const region = h.projects.region[h.tables.project[reads.table[i]!]!]!
        if (h.tables.project[reads.table[i]!] === reader) continue
        bytes[reader * h.parameters.regions.length + region]! += reads.bytes[i]!
        if (region !== h.projects.region[reader]) before += reads.bytes[i]!
      }
    }
    let gain = 0
    for (let p = 0; p < count; p++) {
      const row = bytes.subarray(p * h.parameters.regions.length, (p + 1) * h.parameters.regions.length)
      gain += Math.max(...row) - row[h.projects.region[p]!]!
    }
    expect(gain / before).toBeGreaterThan(0.15)
  })
})

test('days may be asked for again and are the same', () => {
  const h = generateHistory({preset: 'yugong', seed: 2, scale: 0.2})
  expect([...h.days()]).toEqual([...h.days()])
  expect([...h.days()].map(d => formatDay(d.day)).at(-1)).toBe('2026-11-19')
})

test('first day and number of days are as wanted', () => {
  const days = [...generateHistory({preset: 'star', seed: 2, scale: 0.1, days: 3, firstDay: '2024-02-28'}).days()]
  expect(days.map(d => formatDay(d.day))).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'])
  expect(weekdayOf(days[1]!.day)).toBe(4)
})

test('jobs drift: some inputs end within the history and others begin', () => {
  const {jobs, firstDay, dayCount} = generateHistory({preset: 'yugong', seed: 2})
  const {fromDay, toDay, table} = jobs.inputs
  let begin = 0
  let end = 0
  for (let i = 0; i < table.length; i++) {
    if (fromDay[i]! > firstDay) begin++
    if (toDay[i]! < firstDay + dayCount) end++
  }
  expect(begin / table.length).toBeGreaterThan(0.01)
  expect(end).toBeGreaterThanOrEqual(begin)
  expect(end / table.length).toBeLessThan(0.15)
})

test.each([
  [{preset: 'nosuch', seed: 1}, /no preset 'nosuch'/],
  [{preset: 'toString', seed: 1}, /no preset 'toString'/],
  [{preset: 'yugong', seed: 1.5}, /'seed' of generate is '1.5'/],
  [{preset: 'yugong', seed: 1, scale: 0}, /'scale' of generate is '0'/],
  [{preset: 'yugong', seed: 1, days: 0}, /'days' of generate is '0'/],
  [{preset: 'yugong', seed: 1, firstDay: '2026-02-30'}, /'firstDay' of generate is '2026-02-30'/],
])('%j is refused as a usage error', (options, message) => {
  expect(() => generateHistory(options)).toThrow(message)
  expect(() => generateHistory(options)).toThrow(IsthmusError)
})
