import type {Priority} from '../../../model/history.js'
import {present} from '../../history/findings.js'
import {numberAt, objectAt, textAt} from '../../ingest/json-fields.js'
import type {Drop, ObservedAccess, ObservedRun} from '../../ingest/observed.js'
import {type AccessPart, observedAccesses} from '../../ingest/observed-accesses.js'
import {tableOfLocation} from '../../ingest/table-identity.js'
import {absolutePath, pathsOfList} from './input-paths.js'
import {taskTotals} from './task-totals.js'

/** Names of the properties since Hadoop 0.21, then before. */
const properties = {
  input: ['mapreduce.input.fileinputformat.inputdir', 'mapred.input.dir'],
  output: ['mapreduce.output.fileoutputformat.outputdir', 'mapred.output.dir'],
  fileSystem: ['fs.defaultFS', 'fs.default.name'],
  workFolder: ['mapreduce.job.working.dir', 'mapred.working.dir'],
  tracker: ['mapreduce.jobtracker.address', 'mapred.job.tracker', 'yarn.resourcemanager.address'],
} as const

const priorities: Readonly<Record<string, Priority>> = {
  VERY_HIGH: 'gold',
  HIGH: 'gold',
  NORMAL: 'silver',
  LOW: 'bronze',
  VERY_LOW: 'bronze',
}

export type JobReading = {readonly run: ObservedRun} | {readonly drop: Drop}

/**
 * A run from a LoggedJob of Rumen (org.apache.hadoop.tools.rumen): its inputs and outputs are the folders that its configuration
 * (`jobProperties`) names, its bytes those that its attempts read and wrote on HDFS in total. Undefined where the object is no job.
 */
export function jobReading(job: Record<string, unknown>): JobReading | undefined {
  const id = textAt(job, 'jobID')
  if (id === undefined) return undefined
  const startMs = [numberAt(job, 'launchTime'), numberAt(job, 'submitTime')].find(
    time => time !== undefined && time > 0,
  )
  const endMs = numberAt(job, 'finishTime')
  const {readBytes, writtenBytes, slotHours} = taskTotals(job)
  const drop = (reason: string): JobReading => ({
    drop: {reason, value: id, ...present('startMs', startMs), ...present('bytes', readBytes)},
  })
  if (startMs === undefined) return drop('job without a start')
  const outcome = textAt(job, 'outcome')
  if (outcome === undefined) return drop('job that did not finish')
  const property = (names: readonly string[]) =>
    names.map(name => textAt(job, 'jobProperties', name)).find(value => value !== undefined && value !== '')
  const places = {fileSystem: property(properties.fileSystem), workFolder: property(properties.workFolder)}
  const inputs = accesses(property(properties.input), places)
  const outputs = accesses(property(properties.output), places)
  if (objectAt(job, 'jobProperties') === undefined) return drop('job without its configuration, which names its inputs')
  if (inputs === undefined || outputs === undefined) return drop('job with a relative path and no working folder')
  if (inputs.length === 0 && outputs.length === 0) return drop('job without input or output paths')
  const priority = priorities[textAt(job, 'priority') ?? '']
  const place = {...present('coordinator', property(properties.tracker)), ...present('warehouse', textAt(job, 'queue'))}
  return {
    run: {
      run: id,
      job: recurringJob(job, inputs, outputs),
      startMs,
      ...(endMs === undefined || endMs < startMs ? {} : {endMs}),
      ...present('cpuHours', slotHours),
      ...present('priority', priority),
      ...(outcome === 'SUCCESS' ? {} : {failed: true}),
      place,
      inputs,
      outputs,
      ...present('readBytes', readBytes),
      ...present('writtenBytes', writtenBytes),
    },
  }
}

interface Folders {
  readonly fileSystem: string | undefined
  readonly workFolder: string | undefined
}

/** One access a table, with its days; undefined where a path cannot be placed. */
function accesses(list: string | undefined, {fileSystem, workFolder}: Folders): readonly ObservedAccess[] | undefined {
  const parts = new Map<string, AccessPart>()
  for (const path of pathsOfList(list ?? '')) {
    const uri = absolutePath(path, fileSystem, workFolder)
    if (uri === undefined) return undefined
    const {table, day} = tableOfLocation(uri)
    parts.set(`${table}|${day}`, {table, place: {uri: table}, day, dayFrom: 'exact', bytes: undefined})
  }
  return observedAccesses(parts.values(), 'exact')
}

/** User and name of the job, numbers that change from run to run taken out; without a name: what it reads, or writes. */
function recurringJob(job: unknown, inputs: readonly ObservedAccess[], outputs: readonly ObservedAccess[]): string {
  const user = textAt(job, 'user') ?? ''
  const name = textAt(job, 'jobName')?.replace(/\d{4,}/g, '#')
  const tables = (inputs.length > 0 ? inputs : outputs).map(({table}) => table.replace(/\d{4,}/g, '#'))
  return `${user}:${name === undefined || name === '' ? tables.join(',') : name}`
}
