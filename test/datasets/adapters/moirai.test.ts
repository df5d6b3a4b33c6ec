import {expect, test} from 'vitest'
import {moiraiAdapter} from '../../../datasets/adapters/moirai/index.js'
import {moiraiFile} from '../../../datasets/adapters/moirai/moirai-files.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'
import {workFiles} from './work-files.js'

// The names of the files are those of the README of uber/moirai-sosp25-code; the columns are made up, as none are documented.
const {write, folder} = workFiles()

async function read(path: string, map: Record<string, string>) {
  const intake = new RecordingIntake()
  await moiraiAdapter.read([path], intake, adapterOptions({map: new Map(Object.entries(map))}))
  return intake
}

test('what a file holds is in its name', () => {
  expect(moiraiFile('jobTraces/20241007-Presto.csv')).toEqual({holds: 'jobs', engine: 'Presto', date: '2024-10-07'})
  expect(moiraiFile('20241007-Spark.csv.gz')).toEqual({holds: 'jobs', engine: 'Spark', date: '2024-10-07'})
  expect(moiraiFile('Moirai/report-table-size-2024.csv')).toEqual({holds: 'sizes'})
  expect(moiraiFile('newTraces/report-abFP-volume-table-20241007.csv')).toEqual({holds: 'volumes'})
  expect(moiraiFile('tests.py')).toBeUndefined()
})

test('fields are mapped; engine and day come from the names', async () => {
  write('t/20241007-Presto.csv', 'q,fp,src,n\nq1,f,a,10\nq1,f,b,5\nq2,f,a,7\n')
  write('t/20241008-Spark.csv', 'q,fp,src,n\ns1,g,a,1\n')
  write('t/report-table-size-1.csv', 'src,size\na,1000\nb,20\n')
  write('t/report-abFP-volume-table-1.csv', 'x,y\n1,2\n')
  write('t/README.md', 'words')
  const intake = await read(`${folder}/t`, {run: 'q', job: 'fp', table: 'src', bytes: 'n', table_bytes: 'size'})
  expect(intake.faults).toEqual([])
  expect(
    intake.runs.map(({run, job, startMs, place, inputs}) => [
      run,
      job,
      startMs,
      place,
      inputs.map(({table, bytes}) => [table, bytes]),
    ]),
  ).toEqual([
    [
      'q1',
      'f',
      Date.UTC(2024, 9, 7),
      {coordinator: 'Presto'},
      [
        ['a', 10],
        ['b', 5],
      ],
    ],
    ['q2', 'f', Date.UTC(2024, 9, 7), {coordinator: 'Presto'}, [['a', 7]]],
    ['s1', 'g', Date.UTC(2024, 9, 8), {coordinator: 'Spark'}, [['a', 1]]],
  ])
  expect(intake.tables).toEqual([
    {table: 'a', place: {}, storedBytes: 1000},
    {table: 'b', place: {}, storedBytes: 20},
  ])
  expect(intake.dropped).toEqual({
    'file that the traces do not have': 1,
    'volumes by query template, which name no runs': 1,
  })
})

test('without --map the columns to be named are told, file by file', async () => {
  write('u/20241007-Presto.csv', 'q,fp\n1,2\n')
  const intake = await read(`${folder}/u`, {})
  expect(intake.faults.map(({kind, column}) => [kind, column])).toEqual([['missing-column', 'run, job, table']])
  expect(intake.faults[0]!.advice).toContain('--map run=FIELD --map job=FIELD --map table=FIELD')
})
