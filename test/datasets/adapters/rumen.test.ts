import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {rumenAdapter} from '../../../datasets/adapters/rumen/index.js'
import {absolutePath, pathsOfList} from '../../../datasets/adapters/rumen/input-paths.js'
import {jobReading} from '../../../datasets/adapters/rumen/logged-job.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

const folder = '../shared/data/rumen'
const isMissing = !existsSync(folder)

/** All numbers that follow a key in a text, by a plain search that shares nothing with the adapter. */
function sumOf(text: string, key: string): number {
  let sum = 0
  for (const [, number] of text.matchAll(new RegExp(`"${key}"\\s*:\\s*(-?\\d+)`, 'g')))
    sum += Math.max(0, Number(number))
  return sum
}

describe.skipIf(isMissing)(`real Rumen traces${isMissing ? ` (skipped: no folder ${folder})` : ''}`, () => {
  test('jobs and bytes of every trace are those of a plain search through its text', async () => {
    const names = readdirSync(folder).filter(name => name.includes('race') && name.endsWith('.gz'))
    expect(names).toHaveLength(12)
    let runs = 0
    for (const name of names) {
      const text = gunzipSync(readFileSync(`${folder}/${name}`)).toString()
      const intake = new RecordingIntake()
      await rumenAdapter.read([`${folder}/${name}`], intake, adapterOptions())
      expect(intake.faults).toEqual([])
      const jobs = [...text.matchAll(/"jobID"\s*:\s*"job_/g)].length
      expect(intake.runs.length + intake.drops.length).toBe(jobs)
      const kept = intake.runs.reduce((sum, run) => sum + (run.readBytes ?? 0), 0)
      const dropped = intake.drops.reduce((sum, drop) => sum + (drop.bytes ?? 0), 0)
      expect(kept + dropped).toBe(sumOf(text, 'hdfsBytesRead'))
      if (intake.drops.length === 0) {
        const written = intake.runs.reduce((sum, run) => sum + (run.writtenBytes ?? 0), 0)
        expect(written).toBe(sumOf(text, 'hdfsBytesWritten'))
      }
      runs += intake.runs.length
    }
    expect(runs).toBe(156)
  })

  test('the whole folder: jobs without a configuration and topologies are dropped, jobs recur', async () => {
    const intake = new RecordingIntake()
    await rumenAdapter.read([`${folder}`], intake, adapterOptions())
    expect(intake.dropped).toEqual({
      'job without its configuration, which names its inputs': 171,
      'network topology of a trace': 2,
    })
    expect(new Set(intake.faults.map(({kind, file}) => `${kind} ${file}`))).toEqual(
      new Set([`broken-json ${folder}/LICENSE.txt`, `broken-json ${folder}/SOURCE.txt`]),
    )
    const inputs = new Set(intake.runs.flatMap(run => run.inputs.map(({table}) => table)))
    expect([...inputs].filter(table => table.includes('gridmix/data')).sort()).toEqual([
      'hdfs://host250:8020/gridmix/data/MonsterQueryBlockCompressed',
      'hdfs://host250:8020/gridmix/data/SortUncompressed',
      'hdfs://host250:8020/gridmix/data/WebSimulationBlockCompressed',
    ])
    expect(new Set(intake.runs.map(({job}) => job)).size).toBeLessThan(intake.runs.length)
  })
})

describe('lists of paths', () => {
  test('escaped commas belong to the path, alternatives become paths', () => {
    expect(pathsOfList('hdfs://n/a/{part-*-0\\,part-*-1},/b\\,c,')).toEqual([
      'hdfs://n/a/part-*-0',
      'hdfs://n/a/part-*-1',
      '/b,c',
    ])
    expect(pathsOfList('/l/{2026/11/17\\,2026/11/{18\\,19}}')).toEqual([
      '/l/2026/11/17',
      '/l/2026/11/18',
      '/l/2026/11/19',
    ])
  })

  test('a glob with too many alternatives stays as it is', () => {
    const glob = `/a/${'{0\\,1\\,2\\,3\\,4\\,5\\,6\\,7\\,8\\,9}'.repeat(9)}`
    expect(pathsOfList(glob)).toEqual([glob.replaceAll('\\,', ',')])
  })

  test('paths without a file system get one', () => {
    expect(absolutePath('s3://b/x', 'hdfs://n:1/', undefined)).toBe('s3://b/x')
    expect(absolutePath('/x', 'hdfs://n:1/', undefined)).toBe('hdfs://n:1/x')
    expect(absolutePath('x', 'hdfs://n:1', '/user/a')).toBe('hdfs://n:1/user/a/x')
    expect(absolutePath('x', 'hdfs://n:1', undefined)).toBeUndefined()
  })
})

/** Built from the fields of LoggedJob, LoggedTask and LoggedTaskAttempt (org.apache.hadoop.tools.rumen). */
const job = {
  jobID: 'job_1_2',
  user: 'ann',
  jobName: 'daily sales 20261118',
  priority: 'VERY_HIGH',
  queue: 'etl',
  outcome: 'FAILED',
  submitTime: Date.UTC(2026, 10, 19),
  launchTime: -1,
  finishTime: Date.UTC(2026, 10, 19, 1),
  jobProperties: {
    'mapred.input.dir': '/log/{2026/11/17\\,2026/11/18},/dim',
    'mapred.output.dir': '/out/sales/ds=20261118',
    'fs.default.name': 'hdfs://nn:8020',
    'mapred.job.tracker': 'jt:9001',
  },
  mapTasks: [
    {attempts: [{hdfsBytesRead: 70, hdfsBytesWritten: -1, startTime: 3_600_000, finishTime: 7_200_000}]},
    {attempts: [{hdfsBytesRead: 30, hdfsBytesWritten: 5, startTime: -1, finishTime: 7}]},
  ],
  reduceTasks: [{attempts: [{hdfsBytesRead: -1, hdfsBytesWritten: 6}]}],
}

describe('a job', () => {
  test('its configuration names tables and days, its attempts the bytes', () => {
    expect(jobReading(job)).toEqual({
      run: {
        run: 'job_1_2',
        job: 'ann:daily sales #',
        startMs: job.submitTime,
        endMs: job.finishTime,
        cpuHours: 1,
        priority: 'gold',
        failed: true,
        place: {coordinator: 'jt:9001', warehouse: 'etl'},
        inputs: [
          {
            table: 'hdfs://nn:8020/log',
            place: {uri: 'hdfs://nn:8020/log'},
            partitions: [
              {day: 20774, dayFrom: 'exact'},
              {day: 20775, dayFrom: 'exact'},
            ],
          },
          {table: 'hdfs://nn:8020/dim', place: {uri: 'hdfs://nn:8020/dim'}},
        ],
        outputs: [
          {
            table: 'hdfs://nn:8020/out/sales',
            place: {uri: 'hdfs://nn:8020/out/sales'},
            partitions: [{day: 20775, dayFrom: 'exact'}],
          },
        ],
        readBytes: 100,
        writtenBytes: 11,
      },
    })
  })

  test('what cannot be a run is dropped with its bytes', () => {
    const reason = (changes: object) => {
      const reading = jobReading({...job, ...changes})
      return reading && 'drop' in reading ? [reading.drop.reason, reading.drop.bytes] : undefined
    }
    expect(reason({outcome: null})).toEqual(['job that did not finish', 100])
    expect(reason({submitTime: -1})).toEqual(['job without a start', 100])
    expect(reason({jobProperties: {}})).toEqual(['job without input or output paths', 100])
    expect(reason({jobProperties: {'mapred.input.dir': 'x'}})).toEqual([
      'job with a relative path and no working folder',
      100,
    ])
    expect(jobReading({name: 'x'})).toBeUndefined()
  })
})
