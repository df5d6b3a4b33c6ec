/** Regions and links of a platform (spec: formats.md section 1, topology.yaml), prices already per byte. */
export interface Topology {
  readonly currency: string
  /** What may move: whole projects or single tables. */
  readonly unit: 'project' | 'table'
  readonly regions: readonly Region[]
  /** Price of one byte from region d to region e at `d * regions + e`; 0 on the diagonal. In `currency` per byte. */
  readonly linkPricePerByte: Float64Array
  /** Most bytes a day from d to e at `d * regions + e`; Infinity where unlimited. */
  readonly linkCapacityBytesPerDay: Float64Array
  /** One budget over all regions together, as a share of all bytes at home; Infinity where there is none. */
  readonly replicaBudgetRatio: number
}

export interface Region {
  readonly name: string
  /** Cap on replica bytes stored here; Infinity where there is none. */
  readonly replicaBudgetBytes: number
  /** Cap on replica bytes as a share of the bytes at home here; Infinity where there is none. */
  readonly replicaBudgetRatio: number
  /** Cap on home plus replica bytes; Infinity where there is none. */
  readonly storageCapacityBytes: number
  /** CPU-hours a day, or 24 numbers, one for each hour of the day (UTC); empty where unlimited. */
  readonly computeCapacityCpuHours: readonly number[]
  readonly storagePricePerGBMonth: number
  readonly computePricePerCpuHour: number
  readonly labels: Readonly<Record<string, string>>
}

/** Price of the link from region `from` to region `to`, in currency per byte. */
export function linkPrice(topology: Topology, from: number, to: number): number {
  return topology.linkPricePerByte[from * topology.regions.length + to]!
}
