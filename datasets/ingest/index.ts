export type {CountedReason, Coverage, CoverageExample} from './coverage.js'
export {type IngestOptions, type IngestResult, type IngestSource, ingestInto} from './ingest.js'
export {type Adapter, type AdapterOptions, defaultLimits, type Intake, type StreamLimits} from './intake.js'
export type {Located, TopologyMap} from './located.js'
export type {
  Drop,
  ObservedAccess,
  ObservedPartition,
  ObservedProject,
  ObservedRun,
  ObservedTable,
  Place,
} from './observed.js'
export {type Provenance, provenances} from './provenance.js'
export {readTopologyMap} from './topology-map.js'
