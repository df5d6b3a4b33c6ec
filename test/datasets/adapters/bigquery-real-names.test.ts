import {existsSync, readFileSync} from 'node:fs'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {bigqueryAdapter} from '../../../datasets/adapters/bigquery/index.js'
import {lines, readWith} from './read-adapter.js'

// Real: names of Mozilla's tables, which table each query reads, which are partitioned by day and for how long they are kept. Made up: days, times and
// bytes of the jobs, which nothing published says.

const folder = '../shared/data/mozilla_bqetl'
const isMissing = !existsSync(`${folder}/tables.csv.gz`)
const daysOfTest = ['20261116', '20261117', '20261118']

/** Rows of a CSV without quotes in the columns used here. */
function rowsOf(file: string): Record<string, string>[] {
  const [header, ...rest] = gunzipSync(readFileSync(`${folder}/${file}`))
    .toString('utf8')
    .trimEnd()
    .split('\n')
  const names = header!.split(',')
  return rest.map(line => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? `extra${i}`, cell])))
}

const record = (name: string) => {
  const [project_id, dataset_id, ...table] = name.split('.')
  return {project_id, dataset_id, table_id: table.join('.')}
}

function rowsOfTest() {
  const parents = new Map<string, string[]>()
  for (const {child, parent} of rowsOf('edges.csv.gz')) parents.set(child!, [...(parents.get(child!) ?? []), parent!])
  const jobs: Record<string, unknown>[] = []
  const options: Record<string, unknown>[] = []
  for (const {gcp_project, dataset, table, kind, partition_type, expiration_days} of rowsOf('tables.csv.gz')) {
    const name = `${gcp_project}.${dataset}.${table}`
    const at = {table_catalog: gcp_project, table_schema: dataset, table_name: table}
    if (expiration_days) options.push({...at, option_name: 'partition_expiration_days', option_value: expiration_days})
    if (kind !== 'query') continue
    for (const day of daysOfTest) {
      const suffix = partition_type === 'day' ? `$${day}` : ''
      jobs.push({
        project_id: gcp_project,
        job_id: `${name}_${day}`,
        job_type: 'QUERY',
        state: 'DONE',
        creation_time: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)} 03:00:00 UTC`,
        total_bytes_processed: String(name.length * 1_000_003 + Number(day)),
        referenced_tables: (parents.get(name) ?? []).map(record),
        destination_table: record(`${name}${suffix}`),
        labels: [
          {key: 'airflow-dag', value: 'bqetl'},
          {key: 'airflow-task', value: name},
        ],
      })
    }
  }
  return {jobs, options}
}

describe('BigQuery exports with the tables of Mozilla', () => {
  test.skipIf(isMissing)(`counts as a plain loop does${isMissing ? ` (skipped: no ${folder})` : ''}`, async () => {
    const {jobs, options} = rowsOfTest()
    const {runs, tables, drops, faults} = await readWith(bigqueryAdapter, {
      'region-us/jobs.json': lines(jobs),
      'region-us/options.json': lines(options),
    })
    expect(faults).toEqual([])

    let bytes = 0
    let reads = 0
    let system = 0
    for (const {total_bytes_processed, referenced_tables} of jobs as {
      total_bytes_processed: string
      referenced_tables: {table_id: string; dataset_id: string}[]
    }[]) {
      bytes += Number(total_bytes_processed)
      for (const {table_id} of referenced_tables) {
        if (table_id.startsWith('INFORMATION_SCHEMA')) system++
        else reads++
      }
    }
    expect(jobs.length).toBe(1360 * daysOfTest.length)
    expect(runs).toHaveLength(jobs.length)
    expect(runs.reduce((sum, run) => sum + run.readBytes!, 0)).toBe(bytes)
    expect(runs.reduce((sum, run) => sum + run.inputs.length, 0)).toBe(reads)
    expect(drops.map(({reason}) => reason)).toEqual(Array.from({length: system}, () => 'system table'))
    expect(new Set(runs.map(run => run.job)).size).toBe(1360)
    const byDay = runs.filter(run => run.outputs[0]!.partitions?.length === 1)
    expect(byDay).toHaveLength(
      jobs.filter(({destination_table}) => /\$/.test((destination_table as {table_id: string}).table_id)).length,
    )
    expect(tables.map(({retentionDays}) => retentionDays)).toEqual(
      options.map(({option_value}) => Math.ceil(Number(option_value))),
    )
  })
})
