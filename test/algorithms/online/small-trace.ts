import type {ReadTrace} from '../../../algorithms/online/trace.js'

/** One read, or the rewrite of an item. Region 0 is home of everything; reads default to whole items in region 1. */
export type Step =
  | {
      readonly item: number
      readonly day?: number
      readonly read?: number
      readonly region?: number
      readonly failed?: boolean
    }
  | {readonly rewrite: number}

export interface SmallTraceSpec {
  /** Bytes of every item. */
  readonly bytes: readonly number[]
  readonly steps: readonly Step[]
  /** Price of a byte from region 0 to each region. Default 1, in two regions. */
  readonly prices?: readonly number[]
  readonly storagePricePerByteDay?: number
  readonly toDay?: number
}

/** A trace written down in a test. Days default to 0. */
export function smallTrace({
  bytes,
  steps,
  prices = [0, 1],
  storagePricePerByteDay = 0,
  toDay,
}: SmallTraceSpec): ReadTrace {
  const reads = steps.flatMap(step => ('item' in step ? [step] : []))
  const rewrites = steps.flatMap((step, at) => {
    const position = steps.slice(0, at).filter(before => 'item' in before).length
    return 'rewrite' in step ? [{position, item: step.rewrite}] : []
  })
  const regions = prices.length
  return {
    regionCount: regions,
    linkPricePerByte: Float64Array.from({length: regions * regions}, (_, link) =>
      link % (regions + 1) === 0 ? 0 : link < regions ? prices[link] : 1,
    ),
    storagePricePerByteDay: new Float64Array(regions).fill(storagePricePerByteDay),
    fromDay: 0,
    toDay: toDay ?? Math.max(...reads.map(read => read.day ?? 0)),
    accessCount: reads.length,
    day: Int32Array.from(reads, read => read.day ?? 0),
    region: Int32Array.from(reads, read => read.region ?? 1),
    item: Int32Array.from(reads, read => read.item),
    readBytes: Float64Array.from(reads, read => read.read ?? bytes[read.item]),
    itemBytes: Float64Array.from(reads, read => bytes[read.item]),
    failed: Uint8Array.from(reads, read => Number(read.failed ?? false)),
    itemCount: bytes.length,
    itemHome: new Int32Array(bytes.length),
    itemReplicable: new Uint8Array(bytes.length).fill(1),
    rewrites: {
      count: rewrites.length,
      position: Int32Array.from(rewrites, r => r.position),
      item: Int32Array.from(rewrites, r => r.item),
    },
  }
}

/** Whole reads of items of region 1, by item: `reads('0 1 0')`. */
export const reads = (items: string): Step[] => items.split(' ').map(item => ({item: Number(item)}))
