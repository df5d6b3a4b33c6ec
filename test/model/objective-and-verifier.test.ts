import {describe, expect, it} from 'vitest'
import {type Account, wanBytes, wanCost} from '../../model/account.js'
import {parseDay} from '../../model/days.js'
import {decodePlan, homePlacement} from '../../model/decode-plan.js'
import {objective} from '../../model/objective.js'
import {verify} from '../../model/verifier/index.js'
import {memoryHistory} from '../support/memory-history.js'
import {naiveWorkload} from '../support/naive-workload.js'
import {randomHistorySpec, randomPlan} from '../support/random-history.js'

/** Every figure of an account that two codes must agree on. */
function figures(account: Account) {
  const {traffic, windows} = account
  return {
    wanBytes: wanBytes(traffic),
    wanCost: wanCost(traffic),
    remoteReadBytes: traffic.remoteReadBytes,
    refreshBytes: traffic.refreshBytes,
    refreshCost: traffic.refreshCost,
    writeBackBytes: traffic.writeBackBytes,
    remoteReads: traffic.remoteReads,
    reads: traffic.reads,
    fillBytes: account.fillBytes,
    snapshotFillBytes: account.snapshotFillBytes,
    moveBytes: account.moveBytes,
    replicaBytes: [...account.replicaBytes],
    homeBytes: [...account.homeBytes],
    storedBytes: [...windows.storedBytes],
    windowRefreshBytes: [...windows.refreshBytes],
    localBytes: [...windows.localBytes],
  }
}

function expectAgreement(ours: ReturnType<typeof figures>, theirs: ReturnType<typeof figures>, label: string): void {
  for (const [name, value] of Object.entries(ours)) {
    const other = theirs[name as keyof typeof theirs]
    const left = Array.isArray(value) ? value : [value]
    const right = Array.isArray(other) ? other : [other]
    expect(right.length, `${label}: length of ${name}`).toBe(left.length)
    left.forEach((number, i) => {
      const tolerance = 1e-9 * Math.max(1, Math.abs(number), Math.abs(right[i]!))
      expect(Math.abs(number - right[i]!), `${label}: ${name}[${i}] is ${number} and ${right[i]}`).toBeLessThanOrEqual(
        tolerance,
      )
    })
  }
}

describe('objective and verifier', () => {
  it.each([
    ['link prices that differ', true],
    ['link prices all equal', false],
  ])('agree on 150 random histories under random plans, with %s', async (_, unevenPrices) => {
    for (let seed = 1; seed <= 150; seed++) {
      const spec = randomHistorySpec(seed, {unevenPrices, regions: 2 + (seed % 4)})
      const history = memoryHistory(spec)
      const plan = randomPlan(seed, spec)
      const workload = await naiveWorkload(history)
      const verified = await verify(history, plan)
      const asOfDay = parseDay(plan.asOf)
      const label = `seed ${seed}`
      expectAgreement(
        figures(objective(workload, homePlacement(workload), asOfDay)),
        figures(verified.before),
        `${label} before`,
      )
      expectAgreement(
        figures(objective(workload, decodePlan(plan, workload), asOfDay)),
        figures(verified.after),
        `${label} after`,
      )
    }
  })
})
