import {present, shownValue} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import {listAt, numberAt, objectAt, textAt} from '../../ingest/json-fields.js'
import type {ObservedAccess, ObservedRun} from '../../ingest/observed.js'
import {instantOf} from '../../ingest/time-stamps.js'
import type {Artifact} from './artifact.js'
import {type ManifestNode, tablesUpstream} from './manifest-nodes.js'
import type {Manifests} from './manifests.js'
import {type Relation, relationOfName} from './relation.js'

const msPerHour = 3_600_000

/** Tells the intake the runs of an invocation: each model, snapshot, seed and test that ran is one. */
export function tellResults(results: Artifact, manifests: Manifests, intake: Intake, timeZone: string): void {
  const {file, row} = results
  for (const result of listAt(results.value, 'results') ?? []) {
    const id = textAt(result, 'unique_id')
    if (id === undefined) {
      const message = 'a result has no unique_id'
      intake.fault({kind: 'no-name', file, row, column: 'unique_id', message, advice: 'Let dbt write the file anew.'})
      continue
    }
    const times = executionOf(result, timeZone)
    const run = runOf(result, id, times, results, manifests)
    if (typeof run === 'string') intake.drop({reason: run, ...present('startMs', times?.startMs), file, row, value: id})
    else intake.run(run)
    const bytes = objectAt(result, 'adapter_response')?.bytes_processed ?? undefined
    if (bytes !== undefined && !isBytes(bytes)) {
      const value = shownValue(JSON.stringify(bytes))
      intake.drop({reason: 'size that is no number of bytes', ...present('startMs', times?.startMs), file, row, value})
    }
  }
}

const isBytes = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER

/** The run, or why it does not count. */
function runOf(
  result: unknown,
  id: string,
  times: Execution | undefined,
  results: Artifact,
  manifests: Manifests,
): ObservedRun | string {
  const status = textAt(result, 'status')
  if (status === 'skipped' || status === 'no-op') return 'run that was skipped'
  if (times === undefined) return 'run without a time'
  const nodes = manifests.nodesFor(results, id)
  const node = nodes?.get(id)
  if (node?.form === 'view') return 'run that makes a view'
  const output = node === undefined ? relationOfName(textAt(result, 'relation_name') ?? '') : stored(node)
  const inputs = nodes === undefined ? [] : tablesUpstream(nodes, id).relations
  if (output === undefined && inputs.length === 0) return 'run without tables'
  const response = objectAt(result, 'adapter_response') ?? {}
  const slotMs = numberAt(response, 'slot_ms') ?? -1
  const place = (node?.relation ?? output)?.place
  return {
    run: `${results.invocation ?? results.generatedAt}/${id}`,
    job: id,
    ...times,
    ...(slotMs < 0 ? {} : {cpuHours: slotMs / msPerHour}),
    ...(status === 'error' || status === 'runtime error' ? {failed: true} : {}),
    place: {
      ...place,
      ...present('catalog', textAt(response, 'project_id') ?? place?.catalog),
      ...present('region', textAt(response, 'location')),
    },
    inputs: inputs.map(accessOf),
    outputs: output === undefined ? [] : [accessOf(output)],
    ...(isBytes(response.bytes_processed) ? {readBytes: response.bytes_processed} : {}),
  }
}

const stored = (node: ManifestNode): Relation | undefined => (node.form === 'table' ? node.relation : undefined)

const accessOf = ({table, place}: Relation): ObservedAccess => ({table, place})

interface Execution {
  readonly startMs: number
  readonly endMs?: number
}

/** Time of the execution, not of the compilation; undefined where it never began. */
function executionOf(
  result: unknown,
  timeZone: string,
): {readonly startMs: number; readonly endMs?: number} | undefined {
  const execution = (listAt(result, 'timing') ?? []).find(each => textAt(each, 'name') === 'execute')
  const startMs = instantOf(textAt(execution, 'started_at'), timeZone)
  if (startMs === undefined) return undefined
  const endMs = instantOf(textAt(execution, 'completed_at'), timeZone)
  return {startMs, ...(endMs === undefined ? {} : {endMs: Math.max(startMs, endMs)})}
}
