import type {OpenOptions} from '../history/loaded-history.js'
import type {AggregateManifest} from './aggregate-manifest.js'

export interface AggregateOptions extends OpenOptions {
  readonly signal?: AbortSignal
}

/**
 * Turns a history into an aggregate folder: the relations of datasets/aggregation as Parquet, the topology and a manifest. All
 * engines give the same workload, to the byte.
 */
export interface Engine {
  readonly name: 'embedded' | 'spark'
  /**
   * @param history folder of the history
   * @param folder made anew; an aggregate that is there is replaced as a whole
   * @throws BadInput with what is wrong with the history; IsthmusError
   */
  aggregate(history: string, folder: string, options: AggregateOptions): Promise<AggregateManifest>
}
