/**
 * SWIM traces (github SWIMProjectUCB/SWIM: Facebook's 2010 Hadoop cluster, 24 sampled windows of one hour) as history folders.
 *
 * REAL, from the trace: jobs and their order, when they were submitted, the bytes they read, put out and shuffle, the paths
 * they read and how these are read again.
 * DERIVED: hour h of the trace becomes day h (a window is stretched to fill it); a path is a snapshot table as large as the largest
 * read of it; runs that read one path in one shape are one recurring job (recurring-jobs.ts); each recurring job overwrites a table
 * `out/JOB` of its own project with what it puts out, as the trace leaves output paths empty. Nothing in the trace writes an input
 * path, so replicas of inputs are filled once and never refreshed.
 * COMPOSED, by seeded hashes (compose.ts): regions, projects, where they are at home, to which project a path and a job belong and thus
 * every byte that crosses a region; dates; prices (1 per GB on each link) and the budget (3 %). Durations and CPU are left empty.
 */
import {BadInput} from '../../model/errors.js'
import {composePlatform} from './compose.js'
import {type SwimOptions, swimSettings} from './options.js'
import {readTrace} from './read-trace.js'
import {findRecurringJobs} from './recurring-jobs.js'
import {type SwimSummary, summarize} from './summary.js'
import {measureTables} from './table-sizes.js'
import {writeFolder} from './write-folder.js'

/**
 * Converts a SWIM trace with input paths (`.tsv`, gzipped or not) to a history folder (formats.md section 1). The file is streamed;
 * memory grows with the jobs and paths (about 600 bytes a job). The same trace and options give the same bytes.
 * @throws BadInput with every bad line by its number, a truncated or damaged gzip; IsthmusError (bad-input) where there is no such
 *   file, (usage) for an option out of range or a folder that may not be replaced
 */
export async function convertSwim(file: string, folder: string, options: SwimOptions = {}): Promise<SwimSummary> {
  const settings = swimSettings(options)
  const trace = await readTrace(file)
  const jobs = findRecurringJobs(trace)
  const sizes = measureTables(trace, jobs)
  if (sizes.input.every(bytes => bytes === 0)) {
    const message = 'no job reads a byte, so that there is no table'
    const advice = 'Give a trace with map input bytes.'
    throw new BadInput([{kind: 'no-reads', file, message, advice}], {'no-reads': 1})
  }
  const platform = composePlatform(trace, jobs, settings)
  await writeFolder(folder, file, {trace, jobs, sizes, platform}, settings)
  return summarize(trace, jobs, sizes, platform, settings.firstDay)
}
