import {describe, expect, test} from 'vitest'
import {describeHistory, generateHistory, type HistoryDescription, presets} from '../../../datasets/synthetic/index.js'

const seeds = [1, 2, 3] as const
const names = Object.keys(presets) as (keyof typeof presets)[]
const described = new Map<string, HistoryDescription>()

function measure(preset: string, seed: number, scale = 1): HistoryDescription {
  const key = `${preset} ${seed} ${scale}`
  const known = described.get(key)
  if (known) return known
  const fresh = describeHistory(generateHistory({preset, seed, scale}))
  described.set(key, fresh)
  return fresh
}

function within(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
}

describe.each(seeds)('with seed %i', seed => {
  test.each(names)('%s has the size and the shares that its parameters promise', preset => {
    const d = measure(preset, seed)
    const p = presets[preset]
    within(d.projects, 40, 60)
    within(d.tables, p.tables, p.tables * 1.02)
    within(d.recurringJobs, p.jobs, p.jobs * 1.05)
    within(d.reads, 100_000, 215_000)
    within(d.crossProjectBytesShare, p.crossProjectShare - 0.05, p.crossProjectShare + 0.05)
    within(d.crossRegionBytesShare, p.crossRegionShare - 0.08, p.crossRegionShare + 0.08)
    within(d.adhocBytesShare, p.adhocShare - 0.02, p.adhocShare + 0.02)
    within(d.failedRunsShare, 0.005, 0.015)
    within(d.writtenToReadRatio, 0.05, 0.5)
    within(d.partialReadsShare, 0.2, 0.6)
  })

  test.each(['yugong', 'periodic', 'adhoc'])(
    '%s reads three fifths of the bytes across projects and three tenths across regions',
    preset => {
      const d = measure(preset, seed)
      within(d.crossProjectBytesShare, 0.55, 0.65)
      within(d.crossRegionBytesShare, 0.25, 0.35)
      within(d.crossProjectReadsShare, 0.45, 0.7)
      within(d.crossRegionReadsShare, 0.15, 0.45)
    },
  )

  test('yugong decays exponentially with age and is skewed by tables and projects', () => {
    const d = measure('yugong', seed)
    within(d.ageDecayPerDay, -0.3, -0.15)
    expect(d.ageDecayFit).toBeGreaterThan(0.9)
    expect(d.topTablesReadShare).toBeGreaterThan(0.25)
    expect(d.topProjectsStoredShare).toBeGreaterThan(0.3)
  })

  test('yugong has seven recurring jobs to five tables and mostly reads that recur', () => {
    const d = measure('yugong', seed)
    within(d.recurringJobs / d.tables, 1.35, 1.45)
    expect(d.adhocBytesShare).toBeLessThan(0.05)
  })

  test('hub has 59 % of the edges on 0.2 % of the data and 10 % owner-local reads', () => {
    const d = measure('hub', seed)
    within(d.hubEdgeShare, 0.56, 0.63)
    within(1 - d.crossProjectReadsShare, 0.05, 0.16)
    within(1 - d.crossProjectBytesShare, 0.05, 0.15)
    expect(measure('yugong', seed).hubEdgeShare).toBeLessThan(0.15)
  })

  test('periodic has mostly lone ages where yugong has mostly prefixes', () => {
    expect(measure('periodic', seed).loneAgeInputsShare).toBeGreaterThan(0.7)
    expect(measure('yugong', seed).loneAgeInputsShare).toBeLessThan(0.5)
  })

  test('adhoc has half of its bytes in runs that never recur', () => {
    within(measure('adhoc', seed).adhocBytesShare, 0.48, 0.52)
  })
})

test('scale multiplies projects, tables, jobs and rows and leaves the shares alone', () => {
  const small = measure('yugong', 1)
  const large = measure('yugong', 1, 4)
  for (const key of ['projects', 'tables', 'recurringJobs', 'reads'] as const) within(large[key] / small[key], 3.6, 4.4)
  within(large.crossProjectBytesShare, 0.55, 0.65)
  within(large.crossRegionBytesShare, 0.25, 0.35)
})
