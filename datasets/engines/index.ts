export type {AggregateManifest} from './aggregate-manifest.js'
export {embeddedEngine} from './embedded.js'
export type {AggregateOptions, Engine} from './engine.js'
export {type SparkOptions, sparkEngine} from './spark/spark-engine.js'
