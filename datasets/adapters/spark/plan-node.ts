import {listAt, numberAt, objectAt, textAt} from '../../ingest/json-fields.js'

/** One operator of a physical plan (`SparkPlanInfo`). */
export interface PlanNode {
  readonly name: string
  /** One line; lists in it are cut off at 25 and texts at 100 characters. */
  readonly text: string
  /** Of scans of files: Location, Format, PartitionFilters, ReadSchema, …, not cut off. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** Name of a metric → accumulator that sums it up. */
  readonly metrics: ReadonlyMap<string, number>
}

/** Deeper plans are cut off: no planner makes them. */
const deepest = 2000

/** The operators of `sparkPlanInfo`, parents before children, left before right. */
export function planNodes(info: unknown): readonly PlanNode[] {
  const nodes: PlanNode[] = []
  const open: {info: unknown; depth: number}[] = [{info, depth: 0}]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = planNode(next.info)
    if (node === undefined || next.depth > deepest) continue
    nodes.push(node)
    const children = listAt(next.info, 'children') ?? []
    for (let i = children.length - 1; i >= 0; i--) open.push({info: children[i], depth: next.depth + 1})
  }
  return nodes
}

function planNode(info: unknown): PlanNode | undefined {
  const name = textAt(info, 'nodeName')
  if (name === undefined) return undefined
  const metrics = new Map<string, number>()
  for (const metric of listAt(info, 'metrics') ?? []) {
    const [key, id] = [textAt(metric, 'name'), numberAt(metric, 'accumulatorId')]
    if (key !== undefined && id !== undefined) metrics.set(key, id)
  }
  return {
    name: name.trim(),
    text: textAt(info, 'simpleString') ?? '',
    metadata: objectAt(info, 'metadata') ?? {},
    metrics,
  }
}
