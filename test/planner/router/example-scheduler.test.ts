import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {expect, it} from 'vitest'
import {compileRouterIndex, saveRouterIndex} from '../../../planner/router/index.js'
import {planWith, smallWorkload, todayText, window} from './small-world.js'

const scheduler = resolve(import.meta.dirname, '../../../examples/scheduler/scheduler.mjs')

/** It imports 'isthmus', which is what `npm ci` built. */
it('examples/scheduler places jobs, queues them and feeds the waits back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-example-'))
  try {
    const index = join(folder, 'router.idx')
    const plan = planWith({
      replicas: [window('clicks', 'c', 0, 3)],
      jobs: [{job: 'sweeper', region: 'c', savedBytesPerDay: 0}],
    })
    saveRouterIndex(compileRouterIndex(await smallWorkload(), plan), index)
    const adhoc = (at: number) => ({
      at,
      runSeconds: 1_000_000,
      job: {project: 'pa', inputs: [{table: 'unread', bytes: 3}]},
    })
    const jobs = [{at: 0, runSeconds: 10, job: {project: 'pb', job: 'sweeper'}}, adhoc(1), adhoc(2)]
    const run = spawnSync(process.execPath, [scheduler, index, todayText, '1'], {
      input: jobs.map(job => `${JSON.stringify(job)}\n`).join(''),
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toEqual([
      {job: 'sweeper', region: 'c', reason: 'planned', begin: 0},
      {job: 'pa', region: 'b', reason: 'cheapest', begin: 1},
      {job: 'pa', region: 'a', reason: 'home-cheapest', begin: 2},
      {jobs: 3, awayFromHome: 2, wanBytes: expect.any(Number), wanBytesAtHome: expect.any(Number), waitSeconds: 0},
    ])
  } finally {
    rmSync(folder, {recursive: true})
  }
})
