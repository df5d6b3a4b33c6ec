import type {PlacementAnswer} from './answer.js'

/**
 * An answer as one line of JSON: what `isthmus place` prints and the sidecar sends, byte for byte. Bytes, currency and seconds as in
 * `PlacementAnswer`; a number without bound is null.
 *
 * @param planId the plan that answered
 */
export function formatAnswer(answer: PlacementAnswer, planId: string): string {
  return JSON.stringify({
    planId,
    region: answer.regionName,
    priceClass: answer.priceClass,
    reason: answer.reason,
    sizeSource: answer.sizeSource,
    wanBytes: answer.wanBytes,
    wanCost: answer.wanCost,
    expectedCost: answer.expectedCost,
    waitSeconds: answer.waitSeconds,
    alternatives: answer.alternatives,
    thresholds: answer.thresholds,
    late: answer.late,
  })
}
