import {listAt, objectAt, textAt} from '../../ingest/json-fields.js'
import {type Relation, relationOf} from './relation.js'

/** What a node of a manifest is in the warehouse. */
export type NodeForm =
  /** Stored: table, incremental, snapshot, seed, source and anything else that is no view. */
  | 'table'
  /** Read through: view, or a query that is put into those of others (ephemeral). */
  | 'view'
  /** No relation: test, analysis, operation. */
  | 'none'

export interface ManifestNode {
  readonly form: NodeForm
  readonly relation: Relation
  readonly upstream: readonly string[]
}

export type ManifestNodes = ReadonlyMap<string, ManifestNode>

/** Nodes and sources of a manifest by `unique_id`. */
export function manifestNodes(manifest: Record<string, unknown>): ManifestNodes {
  const nodes = new Map<string, ManifestNode>()
  for (const [id, node] of Object.entries(objectAt(manifest, 'nodes') ?? {})) nodes.set(id, nodeOf(node, manifest, id))
  for (const [id, source] of Object.entries(objectAt(manifest, 'sources') ?? {})) {
    const name = textAt(source, 'identifier') ?? textAt(source, 'name') ?? id.slice(id.lastIndexOf('.') + 1)
    const relation = relationOf(textAt(source, 'database'), textAt(source, 'schema'), name)
    nodes.set(id, {form: 'table', relation, upstream: []})
  }
  return nodes
}

function nodeOf(node: unknown, manifest: Record<string, unknown>, id: string): ManifestNode {
  const type = textAt(node, 'resource_type') ?? id.slice(0, id.indexOf('.'))
  const name = textAt(node, 'alias') ?? textAt(node, 'name') ?? id.slice(id.lastIndexOf('.') + 1)
  const materialized =
    textAt(node, 'config', 'materialized') ?? textAt(node, 'materialized') ?? (type === 'model' ? 'view' : '')
  const upstream =
    listAt(node, 'depends_on', 'nodes') ?? listAt(node, 'depends_on') ?? listAt(manifest, 'parent_map', id) ?? []
  return {
    form: formOf(type, materialized),
    relation: relationOf(textAt(node, 'database'), textAt(node, 'schema'), name),
    upstream: upstream.filter(each => typeof each === 'string'),
  }
}

function formOf(type: string, materialized: string): NodeForm {
  if (type !== 'model' && type !== 'seed' && type !== 'snapshot') return 'none'
  return materialized === 'view' || materialized === 'ephemeral' ? 'view' : 'table'
}

/**
 * The tables that a node reads: those that it depends on, views looked through. Each once, in the order in which they are found.
 * @returns also the number of nodes that the manifest lacks
 */
export function tablesUpstream(
  nodes: ManifestNodes,
  id: string,
): {readonly relations: readonly Relation[]; readonly unknown: number} {
  const found = new Map<string, Relation>()
  const seen = new Set([id])
  const open = [...(nodes.get(id)?.upstream ?? [])].reverse()
  let unknown = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const node = nodes.get(next)
    if (node === undefined) unknown++
    else if (node.form === 'table') found.set(node.relation.table, node.relation)
    else if (node.form === 'view') open.push(...[...node.upstream].reverse())
  }
  return {relations: [...found.values()], unknown}
}
