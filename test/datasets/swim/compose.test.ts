import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {composePlatform} from '../../../datasets/swim/compose.js'
import {swimSettings} from '../../../datasets/swim/options.js'
import {findRecurringJobs, jobShapes, shapeOf} from '../../../datasets/swim/recurring-jobs.js'
import {seededFraction} from '../../../datasets/swim/seeded-hash.js'
import {GrowingTrace} from '../../../datasets/swim/trace.js'

const jobRows = fc.array(fc.record({path: fc.nat(40), input: fc.nat(3), shuffle: fc.nat(1), output: fc.nat(30)}), {
  minLength: 1,
  maxLength: 1500,
})
const share = fc.double({min: 0, max: 1, noNaN: true})

describe('the composed platform', () => {
  test('has the shares of cross-project and cross-region reads asked for, to within half a job', () => {
    fc.assert(
      fc.property(jobRows, share, share, fc.integer(), (rows, crossProjectShare, part, seed) => {
        const growing = new GrowingTrace()
        for (const [i, r] of rows.entries()) growing.push(`j${i}`, i, r.input, r.shuffle, r.output, `/p${r.path}`)
        const trace = growing.finish()
        const jobs = findRecurringJobs(trace)
        const settings = swimSettings({seed, crossProjectShare, crossRegionShare: crossProjectShare * part})
        const platform = composePlatform(trace, jobs, settings)
        const readsOfJob = new Map<number, number>()
        let reads = 0
        let crossProject = 0
        let crossRegion = 0
        for (let row = 0; row < trace.count; row++) {
          if (trace.inputBytes[row] === 0) continue
          const job = jobs.ofRow[row]!
          const from = platform.pathProject[trace.path[row]!]!
          const to = platform.jobProject[job]!
          readsOfJob.set(job, (readsOfJob.get(job) ?? 0) + 1)
          reads++
          if (from !== to) crossProject++
          if (platform.projectRegion[from] !== platform.projectRegion[to]) crossRegion++
        }
        const halfJob = Math.max(0, ...readsOfJob.values()) / 2 + 1e-9
        expect(Math.abs(crossProject - settings.crossProjectShare * reads)).toBeLessThanOrEqual(halfJob)
        expect(Math.abs(crossRegion - settings.crossRegionShare * reads)).toBeLessThanOrEqual(halfJob)
      }),
      {numRuns: 60, seed: 7},
    )
  })

  test('deals the projects evenly to the regions, and paths to all projects', () => {
    const growing = new GrowingTrace()
    for (let i = 0; i < 2400; i++) growing.push(`j${i}`, i, 1, 0, 1, `/p${i}`)
    const trace = growing.finish()
    const platform = composePlatform(trace, findRecurringJobs(trace), swimSettings({regions: 5, projects: 24}))
    const projectsOf = [0, 1, 2, 3, 4].map(e => platform.projectRegion.filter(region => region === e).length)
    expect(projectsOf.sort()).toEqual([4, 5, 5, 5, 5])
    const pathsOf = platform.projects.map((_, p) => platform.pathProject.filter(project => project === p).length)
    expect(Math.min(...pathsOf)).toBeGreaterThan(60)
    expect(Math.max(...pathsOf)).toBeLessThan(140)
    expect(platform.projects.slice(0, 2)).toEqual(['project-01', 'project-02'])
  })

  test('hashes as documented, so that anyone can recompute it', () => {
    // printf '1\ntable\ninputPath1' | sha256sum begins with b33e543f8a84
    expect(seededFraction(1, 'table', 'inputPath1')).toBe(0xb33e543f8a84 / 2 ** 48)
  })
})

describe('the shape of a job', () => {
  test.each([
    [1000, 0, 99, 'map-shrink'],
    [1000, 0, 100, 'map-keep'],
    [1000, 1, 10_000, 'reduce-keep'],
    [1000, 1, 10_001, 'reduce-grow'],
    [0, 0, 0, 'map-keep'],
    [0, 0, 1, 'map-grow'],
    [11, 5, 1, 'reduce-shrink'],
  ])('of %d bytes in, %d shuffled and %d out is %s', (input, shuffle, output, shape) => {
    expect(jobShapes[shapeOf(input, shuffle, output)]).toBe(shape)
  })
})
