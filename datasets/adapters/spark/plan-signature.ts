import {createHash} from 'node:crypto'
import {withoutVolatileParts} from '../../ingest/volatile-parts.js'
import type {PlanNode} from './plan-node.js'

/** Operators that the planner puts in by size, version or accelerator, and that say nothing of what is computed. */
const physical =
  /^(?:WholeStageCodegen|InputAdapter|Exchange|ShuffleExchange|BroadcastExchange|ReusedExchange|AdaptiveSparkPlan|AQEShuffleRead|CustomShuffleReader|ColumnarToRow|RowToColumnar|HostColumnarToGpu|CoalesceBatches|ShuffleCoalesce|ShuffleQueryStage|BroadcastQueryStage|ResultQueryStage|TableCacheQueryStage|ResultStage|ShuffleMapStage|Sort$|Project$|Filter$|Subquery|ReusedSubquery|SubqueryBroadcast|WriteFiles)/

/**
 * Short hash of what a plan computes, the same every day: its tables (without dates and other parts that change), what it writes and the kinds of its
 * operators. Literals and everything that the planner decides by the size of the data are left out: exchanges, code generation, the
 * way to join or aggregate.
 */
export function planSignature(
  nodes: readonly PlanNode[],
  inputs: readonly string[],
  outputs: readonly string[],
): string {
  const operators = new Set<string>()
  for (const {name} of nodes) {
    const plain = name.replace(/ \(\d+\)$/, '').replace(/^(?:Gpu|Photon|Comet|Velox)/, '')
    if (!physical.test(plain)) operators.add(operatorKind(plain))
  }
  const names = (tables: readonly string[]) => [...new Set(tables.map(withoutVolatileParts))].sort()
  const parts = [[...operators].sort(), names(inputs), names(outputs)]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}

function operatorKind(name: string): string {
  if (/(?:Join|CartesianProduct)$/.test(name)) return 'Join'
  if (/(?:Aggregate|GroupingAgg)$/.test(name)) return 'Aggregate'
  if (/^(?:File)?Scan |^BatchScan/.test(name)) return 'Scan'
  return name
}
