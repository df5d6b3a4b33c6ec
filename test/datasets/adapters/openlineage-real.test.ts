import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {openlineageAdapter} from '../../../datasets/adapters/openlineage/index.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

const folder = '../shared/data/openlineage'
const isMissing = !existsSync(folder)

interface Dataset {
  namespace?: unknown
  name?: unknown
  facets?: {
    symlinks?: {identifiers?: {namespace?: string; type?: string}[]}
    lifecycleStateChange?: {lifecycleStateChange?: string}
  }
  outputFacets?: {outputStatistics?: {size?: unknown}}
}
interface Event {
  eventType?: string
  eventTime?: string
  run?: {runId?: string}
  job: {namespace?: string; name?: string}
  inputs?: Dataset[]
  outputs?: Dataset[]
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const isText = (value: unknown) => typeof value === 'string' && value !== ''

/** Events of each file. */
function fixtures(): Map<string, Event[]> {
  const files = readdirSync(folder).filter(name => name.endsWith('.json.gz'))
  return new Map(
    files.map(name => {
      const parsed: unknown = JSON.parse(gunzipSync(readFileSync(`${folder}/${name}`)).toString())
      return [name, (Array.isArray(parsed) ? parsed : [parsed]) as Event[]]
    }),
  )
}

async function read(path: string): Promise<RecordingIntake> {
  const intake = new RecordingIntake()
  await openlineageAdapter.read([path], intake, adapterOptions())
  return intake
}

describe.skipIf(isMissing)(`real OpenLineage events${isMissing ? ` (skipped: no ${folder})` : ''}`, () => {
  test('as they lie: every event is understood, or a fault that names what is missing', async () => {
    const counted: Record<string, number> = {}
    const ends = new Map<string, boolean>()
    const times = new Map<string, number[]>()
    const add = (key: string) => {
      counted[key] = (counted[key] ?? 0) + 1
    }
    for (const event of [...fixtures().values()].flat()) {
      const run = event.run?.runId
      if (event.run === undefined) {
        if (event.eventType !== undefined) add('no-run')
        else if (!isText(event.job.name)) add('no-job')
      } else if (run === undefined || !uuid.test(run)) add('bad-run-id')
      else if (Number.isNaN(Date.parse(event.eventTime ?? ''))) add('bad-time')
      else if (!isText(event.job.name)) add('no-job')
      else {
        ends.set(run, (ends.get(run) ?? false) || event.eventType !== 'START')
        times.set(run, [...(times.get(run) ?? []), Date.parse(event.eventTime!)])
      }
    }
    const isSkewed = (run: string) => Math.max(...times.get(run)!) - Math.min(...times.get(run)!) > 366 * 86_400_000
    for (const [run, hasEnded] of ends) if (hasEnded && isSkewed(run)) add('clock-skew')
    const intake = await readWithout(['LICENSE', 'SOURCE.txt'])
    const faults: Record<string, number> = {}
    for (const {kind} of intake.faults) faults[kind] = (faults[kind] ?? 0) + 1
    expect(faults).toEqual(counted)
    const ended = [...ends.values()].filter(Boolean).length
    const finished = ended - counted['clock-skew']!
    expect(finished).toBe(6)
    expect(intake.runs.length + (intake.dropped['run without tables'] ?? 0)).toBe(finished)
    expect(intake.dropped['run without an end'] ?? 0).toBe(ends.size - ended)
    expect([intake.runs.length, faults]).toEqual([
      5,
      {'bad-run-id': 565, 'bad-time': 26, 'clock-skew': 1, 'no-job': 1, 'no-run': 73},
    ])
  })

  test('with placeholders filled in: runs, tables and bytes as a plain loop counts them', async () => {
    const work = mkdtempSync(join(tmpdir(), 'openlineage-real-'))
    try {
      const filled = filledEvents()
      for (const [file, events] of filled) writeFileSync(join(work, file.replace('.gz', '')), JSON.stringify(events))
      const expected = countRuns([...filled.values()].flat())
      const intake = await read(work)
      expect(intake.faults).toEqual([])
      const sum = (count: (run: (typeof intake.runs)[number]) => number) =>
        intake.runs.reduce((total, run) => total + count(run), 0)
      const found = {
        runs: intake.runs.length,
        failed: sum(run => (run.failed === true ? 1 : 0)),
        empty: intake.dropped['run without tables'] ?? 0,
        open: intake.dropped['run without an end'] ?? 0,
        inputs: sum(run => run.inputs.length),
        outputs: sum(run => run.outputs.length),
        writtenBytes: sum(run => run.outputs.reduce((total, output) => total + (output.bytes ?? 0), 0)),
        streams: intake.dropped['dataset is no table'] ?? 0,
        temporary: intake.dropped['temporary table'] ?? 0,
        still: intake.dropped['change of a table that moves no data'] ?? 0,
      }
      expect(found).toEqual(expected)
      expect({runs: found.runs, inputs: found.inputs, outputs: found.outputs}).toEqual({
        runs: 165,
        inputs: 154,
        outputs: 147,
      })
      expect(new Set(intake.runs.map(run => run.job)).size).toBe(127)
    } finally {
      rmSync(work, {recursive: true})
    }
  })

  async function readWithout(names: readonly string[]): Promise<RecordingIntake> {
    const intake = new RecordingIntake()
    const paths = readdirSync(folder).filter(name => !names.includes(name))
    await openlineageAdapter.read(
      paths.map(name => `${folder}/${name}`),
      intake,
      adapterOptions(),
    )
    return intake
  }
})

/**
 * The fixtures with what their tests leave open filled in: one run for each job of a file (or of its Start, Running and Complete file),
 * a START at one minute and an end at the next.
 */
function filledEvents(): Map<string, Event[]> {
  const ids = new Map<string, string>()
  const filled = new Map<string, Event[]>()
  for (const [file, events] of fixtures()) {
    const story = file.replace(/(Start|Running|Complete|End)?(Event)?\.json\.gz$/, '')
    filled.set(
      file,
      events.map(event => {
        const job = {...event.job, namespace: event.job.namespace ?? 'n', name: event.job.name ?? 'job'}
        const key = `${story}\n${uuid.test(event.run?.runId ?? '') ? event.run!.runId : isText(event.job.name) ? job.name : ''}`
        if (!ids.has(key)) ids.set(key, `00000000-0000-4000-8000-${String(ids.size).padStart(12, '0')}`)
        const minute = event.eventType === 'START' ? '00' : event.eventType === 'RUNNING' ? '01' : '02'
        const isRun = event.run !== undefined || event.eventType !== undefined
        const run = isRun ? {run: {...event.run, runId: ids.get(key)!}} : {}
        return {...event, job, ...run, eventTime: `2026-11-18T03:${minute}:00Z`}
      }),
    )
  }
  return filled
}

/** Counts by rules written down anew, without anything of the adapter. */
function countRuns(events: readonly Event[]) {
  const runs = new Map<string, {type: string; inputs: Map<string, Dataset[]>; outputs: Map<string, Dataset[]>}>()
  const named = new Set<string>()
  for (const event of events) {
    if (event.run === undefined) continue
    const id = event.run.runId!
    const run = runs.get(id) ?? {type: '', inputs: new Map<string, Dataset[]>(), outputs: new Map<string, Dataset[]>()}
    runs.set(id, run)
    if (event.eventType === 'COMPLETE' || (event.eventType === 'FAIL' && run.type === '')) run.type = event.eventType
    for (const role of ['inputs', 'outputs'] as const) {
      for (const dataset of event[role] ?? []) {
        if (!isText(dataset.namespace) || !isText(dataset.name)) continue
        const key = `${dataset.namespace} ${dataset.name}`
        const links = dataset.facets?.symlinks?.identifiers ?? []
        if (links.some(each => each.type === 'TABLE' && isText(each.namespace))) named.add(key)
        run[role].set(key, [...(run[role].get(key) ?? []), dataset])
      }
    }
  }
  const count = {
    runs: 0,
    failed: 0,
    empty: 0,
    open: 0,
    inputs: 0,
    outputs: 0,
    writtenBytes: 0,
    streams: 0,
    temporary: 0,
    still: 0,
  }
  for (const {type, inputs, outputs} of runs.values()) {
    if (type === '') {
      count.open++
      continue
    }
    const kept = {inputs: 0, outputs: 0}
    for (const [role, datasets] of [['inputs', inputs] as const, ['outputs', outputs] as const]) {
      for (const [key, tellings] of datasets) {
        const isTemporary = key.startsWith('file /tmp/') && !named.has(key)
        const isStill = (dataset: Dataset) =>
          ['DROP', 'TRUNCATE', 'ALTER', 'RENAME'].includes(
            dataset.facets?.lifecycleStateChange?.lifecycleStateChange ?? '',
          )
        if (key.startsWith('kafka:')) count.streams++
        else if (isTemporary || tellings.every(isStill)) {
          if (isTemporary) count.temporary++
          else count.still++
        } else {
          kept[role]++
          const sizes = tellings
            .map(each => each.outputFacets?.outputStatistics?.size)
            .filter(size => typeof size === 'number')
          count.writtenBytes += Math.max(0, ...sizes)
        }
      }
    }
    count.inputs += kept.inputs
    count.outputs += kept.outputs
    if (kept.inputs + kept.outputs === 0) count.empty++
    else {
      count.runs++
      if (type === 'FAIL') count.failed++
    }
  }
  return count
}
