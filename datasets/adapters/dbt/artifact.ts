import {listAt, objectAt, textAt} from '../../ingest/json-fields.js'

/** Files that dbt writes and that are read here (https://schemas.getdbt.com/dbt/manifest/v12.json, catalog/v1, run-results/v6). */
export type ArtifactKind = 'manifest' | 'catalog' | 'run-results'

/** One artifact. */
export interface Artifact {
  readonly kind: ArtifactKind
  readonly value: Record<string, unknown>
  /** File as the user named it, and the row that it begins on. */
  readonly file: string
  readonly row: number
  readonly invocation: string | undefined
  /** Time when it was written, as the text that it is: of one form, so that the order of text is that of time. */
  readonly generatedAt: string
}

/** Undefined where the document is none of these. */
export function artifactOf(value: Record<string, unknown>, file: string, row: number): Artifact | undefined {
  const kind = kindOf(value)
  if (kind === undefined) return undefined
  const invocation = textAt(value, 'metadata', 'invocation_id')
  return {kind, value, file, row, invocation, generatedAt: textAt(value, 'metadata', 'generated_at') ?? ''}
}

function kindOf(value: Record<string, unknown>): ArtifactKind | undefined {
  const schema = textAt(value, 'metadata', 'dbt_schema_version')
  const named = schema === undefined ? undefined : /\/dbt\/(manifest|catalog|run-results)\//.exec(schema)?.[1]
  if (named === 'run-results') return listAt(value, 'results') === undefined ? undefined : named
  if (named === 'manifest' || named === 'catalog') return objectAt(value, 'nodes') === undefined ? undefined : named
  return undefined
}
