import {spawnSync} from 'node:child_process'
import {cpSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {interruptedCommit} from '../../../datasets/lake/journal.js'
import {buildProgram} from '../../planner/nightly/build-program.js'
import {accessOf, hashesOf, ingestTold, newFolder, runOf} from './lake-fixture.js'

const oneRegion = {
  topologyText: 'formatVersion: "1.0"\nregions:\n  - name: east\n',
  regions: ['east'],
  locate: () => ({region: 'east', regionFrom: 'exact', project: 'p', projectFrom: 'exact'}) as const,
}

/** Files of the history and of the lake; not the lock and the staging folder of the dead. */
const lakeFiles = (lake: string) =>
  Object.fromEntries(Object.entries(hashesOf(lake)).filter(([name]) => !/^_(?:lock|staging-)/.test(name)))

describe('an ingest that is killed', () => {
  it('leaves the lake as it was, or is completed by the next one: at every step', async () => {
    const program = await buildProgram('test/datasets/lake/killed-ingest.ts', newFolder())
    const base = newFolder()
    await ingestTold(
      base,
      intake => {
        for (const date of ['2026-11-17', '2026-11-18']) {
          intake.run(
            runOf(`r-${date}`, date, {inputs: [accessOf('t0', {bytes: 10})], outputs: [accessOf('t1', {bytes: 3})]}),
          )
        }
      },
      {map: oneRegion},
    )
    const before = lakeFiles(base)
    const copy = () => {
      const lake = newFolder()
      cpSync(base, lake, {recursive: true})
      return lake
    }
    const ingest = (lake: string, step: number) =>
      spawnSync(process.execPath, [program, lake, String(step)], {encoding: 'utf8'})
    const whole = copy()
    const {stdout, stderr, status} = ingest(whole, -1)
    expect([status, stderr]).toEqual([0, ''])
    const after = lakeFiles(whole)
    const steps = stdout.trim().split('\n')
    expect(steps.slice(0, 4)).toEqual(['staged', 'settled', 'written', 'journal'])
    expect(steps.some(step => step.startsWith('removed: runs/day=2026-11-17/'))).toBe(true)
    for (const [i, step] of steps.entries()) {
      const lake = copy()
      const killed = ingest(lake, i)
      expect([step, killed.signal, killed.stderr]).toEqual([step, 'SIGKILL', ''])
      expect([step, interruptedCommit(lake)]).toEqual([step, i >= 3])
      if (i < 3) expect([step, lakeFiles(lake)]).toEqual([step, before])
      await ingestTold(lake, () => undefined, {map: oneRegion, name: 'nothing'})
      expect([step, interruptedCommit(lake), lakeFiles(lake)]).toEqual([step, false, i < 3 ? before : after])
    }
    const loaded = await openHistoryFolder(whole)
    expect(loaded.rowCounts.runs).toBe(4)
    loaded.close()
  }, 300_000)
})
