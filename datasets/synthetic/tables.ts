import {layers, tableName} from './names.js'
import type {PresetParameters} from './parameters.js'
import type {ProjectPlan} from './projects.js'
import type {Random} from './random.js'
import type {SyntheticTables} from './synthetic-history.js'

/** Share of a project's tables by layer: ods, dim, dwd, dws, ads. */
const layerShares = [0.4, 0.08, 0.24, 0.18, 0.1] as const
/** Bytes by layer: raw tables are many and narrow, detail tables wide, sums small; so jobs read far more than they write. */
const layerBytes = [0.18, 0.1, 0.8, 0.06, 0.006] as const
/** Days that partitions live at home, by layer; NaN = for ever. A partition is a hundredth or so of its table (papers.md 1.1). */
const retentionChoices: readonly (readonly number[])[] = [
  [45, 60, 90, 180],
  [31, 60, 90],
  [90, 180, 180, 365],
  [180, 365, 365, Number.NaN],
  [365, Number.NaN],
]
const smallestPartitionBytes = 5e8
const largestPartitionBytes = 1.5e12
const snapshotShare = 0.7
/** How loosely hotness follows size: standard deviation of its log around that of the bytes. */
const hotnessNoise = 1.2
/** Retention of hub tables: full daily copies. */
const hubRetentionDays = 31

export interface TablePlan extends SyntheticTables {
  /** Tables of project p and layer l are `layerStart[p * layers + l] … layerStart[p * layers + l + 1]`. */
  readonly layerStart: Int32Array
  /** Hub tables, rising. */
  readonly hubs: Int32Array
}

/** Tables by project and layer, `count` and more where small projects need it, at least one a layer, with power-law partition sizes. */
export function planTables(
  parameters: PresetParameters,
  projects: ProjectPlan,
  count: number,
  hubCount: number,
  dayCount: number,
  random: Random,
): TablePlan {
  const layerStart = layOut(projects.weight, count, hubCount)
  const total = layerStart[layerStart.length - 1]!
  const names: string[] = []
  const project = new Int32Array(total)
  const layer = new Uint8Array(total)
  const snapshot = new Uint8Array(total)
  const typicalBytes = new Float64Array(total)
  const retentionDays = new Float64Array(total)
  const replicable = new Uint8Array(total)
  const uneven = new Uint8Array(total)
  const noise = new Float64Array(total)
  const growth = new Float64Array(total)
  const weekendFactor = new Float64Array(total).fill(1)
  const hubs = Int32Array.from({length: hubCount}, (_, i) => layerStart[1]! + i)
  for (let slot = 0; slot + 1 < layerStart.length; slot++) {
    const p = Math.floor(slot / layers.length)
    const l = slot % layers.length
    const sizes = drawSizes(parameters.sizeExponent, layerStart[slot + 1]! - layerStart[slot]!, random)
    for (let t = layerStart[slot]!; t < layerStart[slot + 1]!; t++) {
      const isHub = p === 0 && l === 1 && t < layerStart[slot]! + hubCount
      project[t] = p
      layer[t] = l
      snapshot[t] = l === 1 && !isHub && random.chance(snapshotShare) ? 1 : 0
      names.push(tableName(projects.names[p]!, l, t - layerStart[slot]!, snapshot[t] === 1))
      typicalBytes[t] = Math.round(sizes[t - layerStart[slot]!]! * layerBytes[l]!)
      const choices = retentionChoices[l]!
      retentionDays[t] = isHub ? hubRetentionDays : snapshot[t] ? Number.NaN : choices[random.below(choices.length)]!
      replicable[t] = isHub || random.chance(0.97) ? 1 : 0
      shapeDays(t, {uneven, noise, growth, weekendFactor}, parameters.unevenShare, snapshot[t] === 1 || isHub, random)
    }
  }
  const plan = {
    names,
    project,
    layer,
    snapshot,
    typicalBytes,
    retentionDays,
    replicable,
    uneven,
    noise,
    growth,
    weekendFactor,
  }
  if (parameters.hubs) sizeHubs(plan, hubs, parameters.hubs.storedShare, dayCount)
  return {...plan, layerStart, hubs}
}

/** First table of each (project, layer): tables in proportion to the projects' weights, rounded by carrying the rest on. */
function layOut(weight: Float64Array, count: number, hubCount: number): Int32Array {
  const start = new Int32Array(weight.length * layers.length + 1)
  const weightSum = weight.reduce((a, b) => a + b, 0)
  const floor = layers.length
  const spare = Math.max(0, count - floor * weight.length)
  let carry = 0.5
  let slot = 0
  for (let p = 0; p < weight.length; p++) {
    for (let l = 0; l < layers.length; l++, slot++) {
      carry += (spare * weight[p]! * layerShares[l]!) / weightSum
      const whole = Math.max(0, Math.floor(carry))
      carry -= whole
      start[slot + 1] = start[slot]! + Math.max(1 + whole, p === 0 && l === 1 ? hubCount : 0)
    }
  }
  return start
}

/**
 * Power-law sizes, roughly the largest first: jobs prefer the first tables of a layer, so large tables tend to be hot ones
 * (papers.md 1.1: few hot tables make most of the bytes).
 */
function drawSizes(exponent: number, count: number, random: Random): number[] {
  const sizes = Array.from({length: count}, () => {
    const bytes = random.pareto(exponent, smallestPartitionBytes, largestPartitionBytes)
    return {bytes, rank: bytes * random.logNormal(hotnessNoise)}
  })
  return sizes.sort((a, b) => b.rank - a.rank).map(size => size.bytes)
}

interface DayShape {
  readonly uneven: Uint8Array
  readonly noise: Float64Array
  readonly growth: Float64Array
  readonly weekendFactor: Float64Array
}

/** How the partitions of a table differ by day: a little for most, much for the uneven ones. */
function shapeDays(t: number, shape: DayShape, unevenShare: number, calm: boolean, random: Random): void {
  const kind = random.uniform()
  shape.noise[t] = 0.02
  shape.weekendFactor[t] = calm ? 1 : random.between(0.94, 1)
  if (calm || kind >= unevenShare) return
  shape.uneven[t] = 1
  const third = Math.floor((3 * kind) / unevenShare)
  if (third === 0) shape.growth[t] = random.between(-0.008, 0.015)
  else if (third === 1) shape.noise[t] = random.between(0.08, 0.25)
  else shape.weekendFactor[t] = random.between(0.5, 0.85)
}

/** Days' worth of partitions that a table keeps at home (formats.md 3.9). */
export function storedPartitions(
  tables: Pick<SyntheticTables, 'snapshot' | 'retentionDays'>,
  t: number,
  dayCount: number,
): number {
  if (tables.snapshot[t]) return 1
  const retention = tables.retentionDays[t]!
  return Number.isNaN(retention) ? dayCount : retention
}

/** Scales the hub tables so that together they hold `share` of all stored bytes. */
function sizeHubs(
  tables: Pick<SyntheticTables, 'snapshot' | 'retentionDays'> & {typicalBytes: Float64Array},
  hubs: Int32Array,
  share: number,
  dayCount: number,
): void {
  let others = 0
  let own = 0
  for (let t = 0; t < tables.typicalBytes.length; t++) {
    if (t >= hubs[0]! && t <= hubs.at(-1)!) own += 1
    else others += tables.typicalBytes[t]! * storedPartitions(tables, t, dayCount)
  }
  const each = (others * share) / (1 - share) / own / hubRetentionDays
  hubs.forEach((t, i) => {
    tables.typicalBytes[t] = Math.max(1, Math.floor(each * (0.6 + (0.8 * i) / Math.max(1, hubs.length - 1))))
  })
}
