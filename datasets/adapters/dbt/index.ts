import {type InputFile, inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {jsonEvents} from '../../ingest/json-events.js'
import {readProgress} from '../../ingest/read-progress.js'
import {type Artifact, artifactOf} from './artifact.js'
import {tellCatalog} from './catalog-tables.js'
import {Manifests} from './manifests.js'
import {tellResults} from './run-results.js'

/**
 * Artifacts of dbt: manifest.json (tables and what they are made from), catalog.json (bytes of tables) and run_results.json (runs), of
 * any number of projects and invocations. Results are read last: the manifests tell which tables a model reads.
 */
export const dbtAdapter: Adapter = {
  kind: 'dbt',
  describe: 'dbt manifest.json, catalog.json and run_results.json, of one or more projects and invocations',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const files = inputFiles(paths).filter(file => isJson(file, intake))
    const manifests = new Manifests()
    const resultFiles: InputFile[] = []
    const onBytes = readProgress(files, share => options.onProgress(share < 1 ? share : 0.99))
    for (const file of files) {
      let hasResults = false
      for await (const artifact of artifacts(file, intake, options, onBytes)) {
        if (artifact === undefined) intake.drop({reason: 'file that is no artifact of dbt', file: file.file})
        else if (artifact.kind === 'manifest') manifests.add(artifact, intake)
        else if (artifact.kind === 'catalog') tellCatalog(artifact, intake)
        else hasResults = true
      }
      if (hasResults) resultFiles.push(file)
      await intake.flush()
    }
    manifests.tell(intake)
    await intake.flush()
    for (const file of resultFiles) {
      // What is broken was told in the first reading.
      for await (const artifact of artifacts(file, {fault: () => undefined}, options, () => undefined)) {
        if (artifact?.kind === 'run-results') tellResults(artifact, manifests, intake, options.timeZone)
        await intake.flush()
      }
    }
    options.onProgress(1)
  },
}

function isJson(file: InputFile, intake: Intake): boolean {
  const is = /\.json(?:\.(?:gz|zst))?$/i.test(file.file)
  if (!is) intake.drop({reason: 'file that is no artifact of dbt', file: file.file})
  return is
}

async function* artifacts(
  file: InputFile,
  intake: Pick<Intake, 'fault'>,
  options: AdapterOptions,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Artifact | undefined> {
  const {limits, signal} = options
  for await (const events of jsonEvents(file, {limits, signal, onBytes, fault: finding => intake.fault(finding)})) {
    signal.throwIfAborted()
    for (const {value, row} of events) yield artifactOf(value, file.file, row)
  }
}
