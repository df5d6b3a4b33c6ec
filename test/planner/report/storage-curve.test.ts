import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {generateHistory, writeHistory} from '../../../datasets/synthetic/index.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {storageCurve} from '../../../planner/report/storage-curve.js'
import type {CurvePoint} from '../../../viz/index.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isthmus-'))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

/** The drawn line at some storage: straight between its points, level beyond the last. */
function lineAt(points: readonly CurvePoint[], replicaBytes: number): number {
  const right = points.findIndex(point => point.replicaBytes >= replicaBytes)
  if (right === -1) return points[points.length - 1]!.wanCostPerDay
  if (right === 0) return points[0]!.wanCostPerDay
  const [a, b] = [points[right - 1]!, points[right]!]
  const share = (replicaBytes - a.replicaBytes) / (b.replicaBytes - a.replicaBytes)
  return a.wanCostPerDay + share * (b.wanCostPerDay - a.wanCostPerDay)
}

describe('storageCurve', () => {
  it.each(['yugong', 'star'] as const)('on %s draws no plan below the bound, whatever it stores', async preset => {
    const history = generateHistory({preset, seed: 5, scale: 0.2, days: 14})
    await writeHistory(join(folder, preset), history, 'csv', {force: false})
    const loaded = await openHistoryFolder(join(folder, preset), {})
    try {
      const workload = await loaded.workload()
      const chosen = {policy: 'hull', replicaBytes: 0, wanBytesPerDay: 0, wanCostPerDay: 0}
      const curve = await storageCurve(workload, homePlacement(workload), chosen, 1, 0.03)
      expect(curve.policies.length).toBeGreaterThan(4)
      const points = curve.policies.flatMap(policy => policy.points.map(point => ({policy: policy.name, ...point})))
      for (const point of points) {
        const bound = lineAt(curve.boundPoints, point.replicaBytes)
        // The bound is drawn with straight lines between its points, which lie up to 0.2 % above it.
        expect(bound, `${point.policy} at ${point.replicaBytes}`).toBeLessThanOrEqual(point.wanCostPerDay * 1.002)
      }
      for (const point of curve.boundPoints) expect(Number.isFinite(point.wanCostPerDay)).toBe(true)
    } finally {
      loaded.close()
    }
  })
})
