import type {ReadTrace} from '../../../algorithms/online/trace.js'
import type {ReplicaBudgets} from '../../../model/budgets.js'
import {seededDraw} from '../../support/random-history.js'

export interface RandomTraceOptions {
  readonly accesses?: number
  readonly items?: number
  readonly regions?: number
  readonly days?: number
  readonly rewrites?: number
  /** One read in so many fails; 0 = none. */
  readonly failedIn?: number
  /** Every read takes the whole item. */
  readonly wholeReads?: boolean
  /** All items have this many bytes. */
  readonly evenBytes?: number
  /** All links cost the same. */
  readonly evenPrices?: boolean
  readonly storagePricePerByteDay?: number
}

/** A random trace, some items read far more often than others, with sizes over two orders of magnitude. */
export function randomTrace(seed: number, options: RandomTraceOptions = {}): ReadTrace {
  const {accesses = 400, items = 40, regions = 3, days = 10, rewrites = 12, failedIn = 12} = options
  const draw = seededDraw(seed + 1)
  const from = 100
  const sizes = Array.from({length: items}, () => options.evenBytes ?? 1 + draw(3) ** 3 * (1 + draw(30)) + draw(5))
  const item = Int32Array.from({length: accesses}, () => Math.floor((draw(1000) / 1000) ** 2 * items))
  const failed = Uint8Array.from({length: accesses}, () => (failedIn > 0 && draw(failedIn) === 0 ? 1 : 0))
  const rewritten = Array.from({length: rewrites}, () => ({position: draw(accesses), item: draw(items)}))
  rewritten.sort((a, b) => a.position - b.position || a.item - b.item)
  return {
    regionCount: regions,
    linkPricePerByte: Float64Array.from({length: regions * regions}, (_, link) =>
      link % (regions + 1) === 0 ? 0 : options.evenPrices ? 1 : draw(5) / 2,
    ),
    storagePricePerByteDay: new Float64Array(regions).fill(options.storagePricePerByteDay ?? 0),
    fromDay: from,
    toDay: from + days - 1,
    accessCount: accesses,
    day: Int32Array.from({length: accesses}, (_, i) => from + Math.floor((i * days) / accesses)),
    region: Int32Array.from({length: accesses}, () => draw(regions)),
    item,
    readBytes: Float64Array.from(item, i =>
      options.wholeReads ? sizes[i] : draw(8) === 0 ? 2 * sizes[i] : draw(sizes[i] + 1),
    ),
    itemBytes: Float64Array.from(item, i => sizes[i]),
    failed,
    itemCount: items,
    itemHome: Int32Array.from({length: items}, () => draw(regions)),
    itemReplicable: Uint8Array.from({length: items}, () => (draw(10) === 0 ? 0 : 1)),
    rewrites: {
      count: rewrites,
      position: Int32Array.from(rewritten, r => r.position),
      item: Int32Array.from(rewritten, r => r.item),
    },
  }
}

const none = Number.POSITIVE_INFINITY

/** Budgets of every kind by turns: regions only, all together only, both, some regions only. */
export function randomBudgets(seed: number, regions = 3): ReplicaBudgets {
  const draw = seededDraw(seed + 5)
  const own = () => 5 + draw(400)
  const kind = seed % 4
  return {
    regionBytes: Float64Array.from({length: regions}, () =>
      kind === 1 ? none : kind === 3 && draw(2) === 0 ? none : own(),
    ),
    totalBytes: kind === 0 ? none : 10 + draw(800),
  }
}

export const budgets = (totalBytes: number, regions = 3): ReplicaBudgets => ({
  regionBytes: new Float64Array(regions).fill(none),
  totalBytes,
})
