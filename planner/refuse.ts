import {type Account, wanBytes, wanCost} from '../model/account.js'
import {IsthmusError} from '../model/errors.js'
import type {VerifiedAccount} from '../model/verifier/index.js'

/** Largest relative difference between the objective and the verifier that rounding explains. */
const agreement = 1e-9

export function refuseDisagreement(which: string, fast: Account, independent: Account): void {
  const figures: [string, number, number][] = [
    ['WAN bytes', wanBytes(fast.traffic), wanBytes(independent.traffic)],
    ['WAN cost', wanCost(fast.traffic), wanCost(independent.traffic)],
    ['refresh bytes', fast.traffic.refreshBytes, independent.traffic.refreshBytes],
    ['remote reads', fast.traffic.remoteReads, independent.traffic.remoteReads],
    ['reads', fast.traffic.reads, independent.traffic.reads],
    ['moved bytes', fast.moveBytes, independent.moveBytes],
    ['fill bytes', fast.fillBytes, independent.fillBytes],
    [
      'replica bytes',
      fast.replicaBytes.reduce((a, b) => a + b, 0),
      independent.replicaBytes.reduce((a, b) => a + b, 0),
    ],
  ]
  for (const [name, ours, theirs] of figures) {
    if (Math.abs(ours - theirs) <= agreement * Math.max(1, Math.abs(ours), Math.abs(theirs))) continue
    throw new IsthmusError(
      'refused',
      `the verifier replays ${theirs} ${name} ${which} the plan where the objective counts ${ours}`,
      'Nothing was written. This is a fault of isthmus: please report it with the history.',
    )
  }
}

export function refuseViolations(verified: VerifiedAccount): void {
  const [first] = verified.violations
  if (first === undefined) return
  const more = verified.violations.length - 1
  throw new IsthmusError(
    'refused',
    `the verifier refuses the plan: ${first.message}${more === 0 ? '' : ` (and ${more} more)`}`,
    'Nothing was written. Choose a policy that keeps the budgets, or raise the limit that is named.',
  )
}
