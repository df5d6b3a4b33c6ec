import type {LoadedHistory} from '../../datasets/history/index.js'
import type {AccessBatch, History} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'
import {changedWorkload, movableNow} from './changed-workload.js'
import type {Platform} from './platform.js'

/**
 * The raw history of a changed platform, for the verifier to replay: every run, read and write of the history, with sizes, regions
 * and permissions as the changes leave them. It shares no step with the changed workload, which changes sums.
 */
export function changedHistory(history: History, workload: Workload, platform: Platform): History {
  const {topology, projects, growth, retentionDays} = platform
  const {tables, partitions, runs} = history
  const regionOfRow = regionByRow(workload, platform)
  const grown = async function* (batches: AsyncIterable<AccessBatch>): AsyncGenerator<AccessBatch> {
    for await (const batch of batches) {
      yield {
        ...batch,
        bytes: Float64Array.from({length: batch.length}, (_, i) => batch.bytes[i]! * growth[batch.table[i]!]!),
      }
    }
  }
  return {
    ...history,
    topology,
    projects,
    tables: {
      ...tables,
      partitionBytes: Float64Array.from(growth, (factor, t) => tables.partitionBytes[t]! * factor),
      retentionDays: Float64Array.from(retentionDays, (days, t) =>
        Number.isNaN(days) ? tables.retentionDays[t]! : days,
      ),
    },
    partitions: {
      ...partitions,
      bytes: Float64Array.from(
        {length: partitions.bytes.length},
        (_, i) => partitions.bytes[i]! * growth[partitions.table[i]!]!,
      ),
    },
    runs: {
      ...runs,
      region: Int32Array.from({length: runs.count}, (_, run) => {
        const known = regionOfRow.get(rowKey(runs.jobNames[runs.job[run]!]!, runs.project[run]!, runs.region[run]!))
        return known ?? regionOfEarlierRun(platform, runs.project[run]!, runs.region[run]!)
      }),
      movable: movableNow(runs.movable, platform),
    },
    reads: () => grown(history.reads()),
    writes: () => grown(history.writes()),
  }
}

/** A loaded history as the changes leave it: everything that plans from one plans from the changed platform. */
export function changedLoad(loaded: LoadedHistory, workload: Workload, platform: Platform): LoadedHistory {
  let aggregated: Promise<Workload> | undefined
  let daily: Promise<Workload> | undefined
  return {
    ...loaded,
    history: changedHistory(loaded.history, workload, platform),
    workload(options) {
      if (options?.daily === true) {
        daily ??= loaded.workload(options).then(facts => changedWorkload(facts, platform))
        return daily
      }
      aggregated ??= loaded.workload().then(facts => changedWorkload(facts, platform))
      return aggregated
    },
    close: () => undefined,
  }
}

const rowKey = (job: string, project: number, region: number): string => `${project} ${region} ${job}`

function regionByRow({jobs}: Workload, {rowRegion}: Platform): ReadonlyMap<string, number> {
  return new Map(jobs.names.map((job, row) => [rowKey(job, jobs.project[row]!, jobs.region[row]!), rowRegion[row]!]))
}

/** Runs before the first planned day only size partitions; where their region is gone, they are said to have run at home. */
function regionOfEarlierRun({regionNow, projects}: Platform, project: number, region: number): number {
  return regionNow[region]! >= 0 ? regionNow[region]! : projects.region[project]!
}
