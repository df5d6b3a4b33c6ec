import {describe, expect, test} from 'vitest'
import {verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

/** p at a makes t and u, and reads s of q at b. q reads t. */
const history = (unit: 'project' | 'table' = 'project') =>
  memoryHistory({
    unit,
    regions: ['a', 'b', 'c'],
    projects: [
      {project: 'p', region: 'a'},
      {project: 'q', region: 'b'},
    ],
    tables: [
      {table: 't', project: 'p', partitionBytes: 100, retentionDays: 10},
      {table: 'u', project: 'p', partitionBytes: 5, retentionDays: 2},
      {table: 's', project: 'q', partitionBytes: 1},
    ],
    runs: [
      {
        job: 'make',
        project: 'p',
        day: 99,
        reads: [['s', 99, 20]],
        writes: [
          ['t', 99, 3],
          ['u', 99, 4],
        ],
      },
      {job: 'make', project: 'p', region: 'c', day: 99, reads: [['s', 99, 600]]},
      {job: 'look', project: 'q', day: 99, reads: [['t', 99, 70]]},
    ],
  })

describe('moves of projects', () => {
  test('tables and runs go along, those that ran elsewhere too', async () => {
    const {before, after, localisedReads} = await verify(history(), planOf({moves: {p: 'a>b'}}))
    // Before: s → a 20, s → c 600, t → b 70. After: all at b.
    expect(before.traffic).toMatchObject({remoteReadBytes: 690, writeBackBytes: 0, remoteReads: 3})
    expect(after.traffic).toMatchObject({remoteReadBytes: 0, writeBackBytes: 0, remoteReads: 0})
    expect(localisedReads).toBe(3)
    // t 100 × 10 and u 5 × 2 move; s (1 × 1 day) is at b already.
    expect(after.moveBytes).toBe(1010)
    expect([...before.homeBytes]).toEqual([1010, 1, 0])
    expect([...after.homeBytes]).toEqual([0, 1011, 0])
  })

  test('a replica at the new home is reported, and replicas are fed from the new home', async () => {
    const {after, violations} = await verify(
      history(),
      planOf({
        moves: {p: 'a>b'},
        replicas: [
          ['t', 'b', 0, 2],
          ['t', 'a', 0, 2],
        ],
      }),
    )
    expect(violations.map(({limit}) => limit)).toEqual(['replica-at-home'])
    expect([...after.windows.refreshBytes]).toEqual([0, 100])
    expect(after.traffic.linkBytes[1 * 3 + 0]).toBe(100)
  })
})

describe('moves of single tables', () => {
  test('the table goes, its project and its runs stay', async () => {
    const {after, violations} = await verify(history('table'), planOf({moves: {'table:t': 'a>b'}}))
    // t is local to look now; make at a writes t back to b (3) and still reads s (20, 600).
    expect(after.traffic).toMatchObject({remoteReadBytes: 620, writeBackBytes: 3})
    expect(after.moveBytes).toBe(1000)
    expect([...after.homeBytes]).toEqual([10, 1001, 0])
    expect(violations).toEqual([])
  })

  test('the own region of a table overrules that of its project', async () => {
    const {after} = await verify(history('table'), planOf({moves: {'table:u': 'a>c', p: 'a>b'}}))
    expect([...after.homeBytes]).toEqual([0, 1001, 10])
    expect(after.traffic).toMatchObject({remoteReadBytes: 0, writeBackBytes: 4})
  })

  test('a table moves alone only where the topology says unit: table', async () => {
    const {violations} = await verify(history('project'), planOf({moves: {'table:t': 'a>b'}}))
    expect(violations.map(({limit, subject}) => [limit, subject])).toEqual([['move-unit', 't']])
  })
})

describe('placed jobs', () => {
  test('all runs of the job go to its region, reads become local there and writes go back home', async () => {
    const {after, localisedReads} = await verify(history(), planOf({jobs: {make: 'b'}}))
    // make reads s at home now; it writes t and u back b → a: 3 + 4. look still reads t: 70.
    expect(after.traffic).toMatchObject({remoteReadBytes: 70, writeBackBytes: 7, remoteReads: 1})
    expect(after.traffic.linkBytes[1 * 3 + 0]).toBe(7)
    expect(localisedReads).toBe(2)
  })

  test('the region of a job overrules the new home of its project', async () => {
    const {after} = await verify(history(), planOf({moves: {p: 'a>b'}, jobs: {make: 'a'}}))
    // make stays at a: s from b 20 + 600, t and u go home to b 3 + 4; look is local.
    expect(after.traffic).toMatchObject({remoteReadBytes: 620, writeBackBytes: 7})
  })

  test('a job that the history does not show is listed and counts nothing', async () => {
    const {after, before, unknownJobs, violations} = await verify(history(), planOf({jobs: {tomorrow: 'b'}}))
    expect(unknownJobs).toEqual(['tomorrow'])
    expect(after.traffic).toEqual(before.traffic)
    expect(violations).toEqual([])
  })

  test('a read that was local and becomes remote does not count as localised', async () => {
    const {after, localisedReads} = await verify(history(), planOf({jobs: {look: 'a', make: 'c'}}))
    // look at a is local; make's run at a moved to c and reads s (20) from b, as the other does (600).
    expect(after.traffic).toMatchObject({remoteReadBytes: 620, remoteReads: 2})
    expect(localisedReads).toBe(1)
  })
})
