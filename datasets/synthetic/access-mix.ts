import type {Random} from './random.js'

/** Where an input comes from: the job's own project, another project at home in the job's region, or one elsewhere. */
export const accessClasses = ['own', 'near', 'remote'] as const

/** How sharply a class that runs ahead of its share is held back. */
const sharpness = 12
/** The running shares weigh bytes and reads like this. */
const byteWeight = 0.8
/** Nothing is held back before about this many reads, softly. */
const warmUpReads = 20
/** Shares of all bytes that one input may lift its class above its own share: at the end, and more before. */
const lastTolerance = 0.01
const earlyTolerance = 0.15

/**
 * Quota sampling of access classes. Sizes follow a power law, so independent draws would miss the wanted shares of bytes
 * by a lot; here a class is drawn with probability ∝ share · tilt · exp(-sharpness · excess), where the excess is how far its
 * share of bytes and reads so far is above the wanted one.
 */
export class AccessMix {
  private readonly target: Float64Array
  private readonly bytes = new Float64Array(3)
  private readonly reads = new Float64Array(3)
  private readonly cumulative = new Float64Array(3)

  constructor(crossProjectShare: number, crossRegionShare: number) {
    this.target = Float64Array.of(1 - crossProjectShare, crossProjectShare - crossRegionShare, crossRegionShare)
  }

  /** Index into `accessClasses`. `remoteTilt` multiplies the odds of the last. */
  draw(random: Random, remoteTilt: number): number {
    const bytes = this.bytes[0]! + this.bytes[1]! + this.bytes[2]!
    const reads = this.reads[0]! + this.reads[1]! + this.reads[2]!
    const confidence = reads / (reads + warmUpReads)
    let sum = 0
    for (let c = 0; c < 3; c++) {
      const target = this.target[c]!
      const share =
        bytes > 0 ? (byteWeight * this.bytes[c]!) / bytes + ((1 - byteWeight) * this.reads[c]!) / reads : target
      const excess = (confidence * (share - target)) / Math.max(target, 0.05)
      sum += target * (c === 2 ? remoteTilt : 1) * Math.exp(-sharpness * Math.max(-1, Math.min(1, excess)))
      this.cumulative[c] = sum
    }
    return random.weighted(this.cumulative)
  }

  /**
   * False where so many bytes at once would lift the class too far above its share for the draws that are still to come
   * (`progress` of all draws, 0 to 1, are done) to make good: draw again.
   */
  fits(accessClass: number, bytes: number, progress: number): boolean {
    if (this.reads[0]! + this.reads[1]! + this.reads[2]! < warmUpReads) return true
    const total = this.bytes[0]! + this.bytes[1]! + this.bytes[2]!
    const excess = this.bytes[accessClass]! + bytes - this.target[accessClass]! * (total + bytes)
    return excess <= (lastTolerance + earlyTolerance * (1 - progress)) * (total / Math.max(progress, 0.01))
  }

  /** Counts reads of a class. */
  add(accessClass: number, reads: number, bytes: number): void {
    this.reads[accessClass]! += reads
    this.bytes[accessClass]! += bytes
  }
}
