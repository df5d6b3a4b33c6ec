import type {Place} from './observed.js'

/** Whether the source says it (a rule or the source's own word matched) or a default of the map does. */
export type LocatedFrom = 'exact' | 'assumed'

/** What the topology map makes of a place. */
export interface Located {
  /** Name of a region of the topology; absent where nothing tells. */
  readonly region?: string
  readonly regionFrom: LocatedFrom
  readonly project?: string
  readonly projectFrom: LocatedFrom
}

/** Turns places of a source into regions and projects. Asked once for each distinct place; the same place, the same answer. */
export interface TopologyMap {
  /** The topology.yaml that is written into the lake (formats.md section 1). */
  readonly topologyText: string
  /** Regions of the topology, in its order. */
  readonly regions: readonly string[]
  locate(place: Place, kind: 'table' | 'run'): Located
}
