import {dirname} from 'node:path'
import type {Intake} from '../../ingest/intake.js'
import type {Artifact} from './artifact.js'
import {type ManifestNodes, manifestNodes, tablesUpstream} from './manifest-nodes.js'

/** Most nodes of all manifests that are held; the oldest manifest goes first. A project of five thousand models has some thirty thousand. */
const mostNodes = 2_000_000

interface HeldManifest {
  readonly nodes: ManifestNodes
  readonly file: string
  readonly folder: string
  readonly invocation: string | undefined
  readonly generatedAt: string
}

/** The manifests of all projects and invocations, by which results are understood. */
export class Manifests {
  /** In the order of time, ties by file. */
  readonly #held: HeldManifest[] = []
  #nodes = 0

  add(manifest: Artifact, intake: Intake): void {
    const {file, row, invocation, generatedAt} = manifest
    const nodes = manifestNodes(manifest.value)
    this.#held.push({nodes, file, folder: dirname(file), invocation, generatedAt})
    this.#held.sort((a, b) => compare(a.generatedAt, b.generatedAt) || compare(a.file, b.file))
    this.#nodes += nodes.size
    while (this.#nodes > mostNodes && this.#held.length > 1) {
      const oldest = this.#held.shift()!
      this.#nodes -= oldest.nodes.size
      intake.drop({reason: 'manifest beyond two million nodes', file: oldest.file, row})
    }
  }

  /** Tells the intake the tables of the manifests and what they are made from; of several tellings the latest counts. */
  tell(intake: Intake): void {
    for (const {nodes, file} of this.#held) {
      for (const [id, {form, relation}] of nodes) {
        if (form !== 'table') continue
        intake.table(relation)
        const {relations, unknown} = tablesUpstream(nodes, id)
        for (const upstream of relations) {
          if (upstream.table !== relation.table) intake.dependency(relation.table, upstream.table, id)
        }
        for (let i = 0; i < unknown; i++) intake.drop({reason: 'upstream that the manifest lacks', file, value: id})
      }
    }
  }

  /** The manifest of the same invocation, else the latest of the same folder, else the latest that knows the node. */
  nodesFor(results: Artifact, id: string): ManifestNodes | undefined {
    const {invocation, file} = results
    const knowing = this.#held.filter(({nodes}) => nodes.has(id))
    const sameRun = knowing.find(held => invocation !== undefined && held.invocation === invocation)
    return (sameRun ?? knowing.findLast(({folder}) => folder === dirname(file)) ?? knowing.at(-1))?.nodes
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
