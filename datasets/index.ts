/** Data in and out: history folders as users have them, traces turned into them, and synthetic ones. */
export {adapters} from './adapters/registry.js'
export * from './engines/index.js'
export * from './history/index.js'
export * from './ingest/index.js'
export {readCoverage} from './lake/coverage.js'
export * from './swim/index.js'
export * from './synthetic/index.js'
