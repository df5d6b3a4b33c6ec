import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {canonicalAdapter} from '../../../datasets/adapters/canonical/index.js'
import {rumenAdapter} from '../../../datasets/adapters/rumen/index.js'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {ingestInto} from '../../../datasets/ingest/ingest.js'
import type {Adapter} from '../../../datasets/ingest/intake.js'
import {readTopologyMap} from '../../../datasets/ingest/topology-map.js'
import {generateHistory, writeHistory} from '../../../datasets/synthetic/index.js'
import type {AccessBatch, History} from '../../../model/history.js'
import {adapterOptions} from '../ingest/recording-intake.js'
import {workFiles} from './work-files.js'

const {write, folder} = workFiles()

async function ingest(lake: string, adapter: Adapter, paths: readonly string[], topology: string, skipBroken = false) {
  const map = await readTopologyMap(topology)
  const options = {map, adapter: adapterOptions(), skipBroken, replaceDays: false}
  return ingestInto(lake, {adapter, name: adapter.kind, paths}, options)
}

/** Bytes by job, region, table and partition, and the same of runs without them: by names, as indices may differ. */
async function facts(history: History): Promise<Map<string, number>> {
  const {runs, tables, topology} = history
  const sums = new Map<string, number>()
  const add = (key: string, value: number) => sums.set(key, (sums.get(key) ?? 0) + value)
  const runName = (run: number) =>
    `${runs.jobNames[runs.job[run]!]}@${topology.regions[runs.region[run]!]!.name}/${runs.day[run]}`
  for (let run = 0; run < runs.count; run++) add(`${runName(run)} ${runs.priority[run]} ${runs.failed[run]}`, 1)
  const addAll = async (kind: string, batches: AsyncIterable<AccessBatch>) => {
    for await (const batch of batches) {
      for (let i = 0; i < batch.length; i++) {
        const table = tables.names[batch.table[i]!]!
        add(`${kind} ${runName(batch.run[i]!)} ${table} ${batch.partitionDay[i]}`, batch.bytes[i]!)
      }
    }
  }
  await addAll('read', history.reads())
  await addAll('write', history.writes())
  return sums
}

test('a history that goes through the lake is the same history', async () => {
  const source = join(folder, 'source')
  await writeHistory(source, generateHistory({preset: 'periodic', seed: 7, scale: 0.1, days: 4}), 'csv.gz')
  const lake = join(folder, 'lake')
  const result = await ingest(lake, canonicalAdapter, [source], join(source, 'topology.yaml'))
  const [from, to] = [await openHistoryFolder(source), await openHistoryFolder(lake)]
  const wanted = await facts(from.history)
  expect(wanted.size).toBeGreaterThan(1000)
  expect(await facts(to.history)).toEqual(wanted)
  expect(Object.keys(result.coverage.bytes)).toEqual(['exact'])
  expect(Object.keys(result.coverage.region)).toEqual(['exact'])
  expect(result.coverage.dropped.map(({reason}) => reason)).toEqual(['topology file: the topology map counts'])
  from.close()
  to.close()
})

const rumen = '../shared/data/rumen/trace_10m.json.gz'
const isMissing = !existsSync(rumen)
test.skipIf(isMissing)(
  `a real Rumen trace becomes a lake${isMissing ? ` (skipped: no file ${rumen})` : ''}`,
  async () => {
    write('rumen/topology.yaml', 'formatVersion: "1.0"\nregions: [{name: a}, {name: b}]\n')
    const rules = [
      '{uriPrefix: "hdfs://host250:8020/gridmix", region: a, project: data}',
      '{uriPrefix: "hdfs://*", region: b, project: out}',
      '{coordinator: "*", region: b}',
    ]
    const map = write(
      'rumen/map.yaml',
      `formatVersion: "1.0"\ntopology: topology.yaml\nrules:\n${rules.map(rule => `  - ${rule}\n`).join('')}`,
    )
    const lake = join(folder, 'rumen-lake')
    const result = await ingest(lake, rumenAdapter, [rumen], map)
    const loaded = await openHistoryFolder(lake)
    expect(loaded.rowCounts.runs).toBe(29)
    // the sum of hdfsBytesRead of all attempts, counted by a script of its own
    expect(result.coverage).toMatchObject({reads: 29, readBytes: 314_189_998, bytes: {exact: 314_189_998}, dropped: []})
    loaded.close()
  },
)
