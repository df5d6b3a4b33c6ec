import {resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {adapters, mappedKinds} from '../../datasets/adapters/registry.js'
import {convertSwim} from '../../datasets/swim/index.js'
import {IsthmusError} from '../../model/errors.js'
import {numberFlag, textFlag} from '../flags.js'
import {printCoverage} from '../ingest/coverage-tables.js'
import {ingestSource, type SourceIngested} from '../ingest/ingest-source.js'
import {Interrupted, interruptible} from '../ingest/interruption.js'
import {printJson, printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {outputFlag} from './history-flags.js'

interface IngestArguments {
  readonly source: string
  readonly paths: readonly string[]
  readonly topology: string | undefined
  readonly into: string
  readonly name: string | undefined
  readonly map: readonly string[] | undefined
  readonly timeZone: string | undefined
  readonly skipBroken: boolean | undefined
  readonly replaceDays: boolean | undefined
  readonly keepDays: number | undefined
  readonly lineLimit: number | undefined
  readonly seed: number | undefined
  readonly force: boolean | undefined
  readonly output: 'table' | 'json'
  /** Given by the command line: the exit code that it returns where nothing failed. */
  readonly outcome: {exitCode: number}
}

const swim = 'swim'
const summaries = [
  ...adapters.map(({kind, describe}) => `${kind}: ${describe}`),
  `${swim}: Facebook 2010 job trace; its hours become days, projects and regions are composed`,
]

/** Flags that only some sources take, by the name that they have in `IngestArguments`. */
const lakeFlags = {
  topology: '--topology',
  name: '--name',
  map: '--map',
  timeZone: '--time-zone',
  skipBroken: '--skip-broken',
  replaceDays: '--replace-days',
  keepDays: '--keep-days',
  lineLimit: '--line-limit',
} as const
const swimFlags = {seed: '--seed', force: '--force'} as const

export const ingestCommand: CommandModule<object, IngestArguments> = {
  command: 'ingest <paths..>',
  describe: 'Turn events, logs and exports of other systems into a history (docs/ingest.md)',
  builder: yargs =>
    yargs
      .positional('paths', {
        describe: 'Files or folders of the source',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .options({
        source: {
          describe: `Kind of source.\n${summaries.join('\n')}`,
          choices: [...adapters.map(({kind}) => kind), swim],
          requiresArg: true,
          demandOption: true,
        },
        topology: textFlag('topology', 'Topology map, or topology.yaml: what lies in which region; not for swim'),
        into: {...textFlag('into', 'History folder to write, or to add to'), demandOption: true},
        name: textFlag('name', 'Name of the source in the history (default: its kind); the same name again adds to it'),
        map: {
          describe: 'Take a column of isthmus from this field of the source: --map bytes=read_bytes; may be repeated',
          string: true,
          array: true,
          nargs: 1,
        },
        'time-zone': textFlag(
          'time-zone',
          'IANA zone of times that name none (default: timeZone of the map, else UTC)',
        ),
        'skip-broken': {describe: 'Leave out what is broken, and count it, instead of refusing all', boolean: true},
        'replace-days': {
          describe: 'Replace the days of this source whole instead of adding runs to them',
          boolean: true,
        },
        'keep-days': numberFlag('keep-days', 'Keep only so many days in the history, the newest', {
          min: 1,
          integer: true,
        }),
        'line-limit': numberFlag('line-limit', 'Longest line that is read, bytes (default: 64 MiB)', {
          min: 1024,
          integer: true,
        }),
        seed: numberFlag('seed', 'Seed of what is composed (swim only; default: 1)', {min: 0, integer: true}),
        force: {describe: 'Replace a folder that isthmus wrote before (swim only)', boolean: true},
        ...outputFlag,
      }) as never,
  async handler(args) {
    if (args.source === swim) await ingestSwim(args)
    else await ingestLake(args)
  },
}

async function ingestSwim(args: IngestArguments): Promise<void> {
  refuseFlags(args, lakeFlags)
  const [path = '', ...more] = args.paths
  if (more.length > 0) {
    throw new IsthmusError('usage', `${args.paths.length} files are given`, 'The source swim reads one file.')
  }
  const progress = terminalProgress()
  progress.stage('reading', 0)
  const options = {seed: args.seed ?? 1, force: args.force ?? false}
  const summary = await convertSwim(path, args.into, options).finally(() => progress.done())
  printResult(args.output, {history: resolve(args.into), ...flattened(summary)})
}

async function ingestLake(args: IngestArguments): Promise<void> {
  refuseFlags(args, swimFlags)
  if (!mappedKinds.has(args.source)) refuseFlags(args, {map: '--map'})
  if (args.topology === undefined) {
    throw new IsthmusError(
      'usage',
      `the source ${args.source} needs --topology`,
      'Give a topology map (docs/ingest.md): which locations, catalogs and clusters lie in which region.',
    )
  }
  const {topology, paths, into, outcome} = args
  const adapter = adapters.find(({kind}) => kind === args.source)!
  const progress = terminalProgress()
  try {
    const result = await interruptible(signal =>
      ingestSource({...args, topology, adapter, paths, into, signal, progress}),
    ).finally(() => progress.done())
    if (args.output === 'json') printJson(result)
    else {
      printResult('table', ingestRow(result, into))
      printCoverage(result.coverage)
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    process.stderr.write(`isthmus: ${error.stopSignal}: stopped; the history is as it was\n`)
    outcome.exitCode = error.exitCode
  }
}

function ingestRow({source, days, filesWritten, filesRemoved}: SourceIngested, into: string): Record<string, string> {
  return {
    History: resolve(into),
    'Source in it': source,
    'Days changed': days.length === 0 ? 'none' : `${days.length}: ${days[0]} … ${days.at(-1)}`,
    'Files written, removed': `${filesWritten.length}, ${filesRemoved.length}`,
  }
}

/** A flag that the source has no use for is a mistake, not something to pass over. */
function refuseFlags(args: IngestArguments, flags: Readonly<Partial<Record<keyof IngestArguments, string>>>): void {
  for (const [name, flag] of Object.entries(flags)) {
    if (args[name as keyof IngestArguments] === undefined) continue
    throw new IsthmusError('usage', `the source ${args.source} has no use for ${flag}`, 'Leave it out.')
  }
}

/** Nested counts as one flat record: `dropped.zeroByteReads`. */
function flattened(value: object, prefix = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry === 'object' && entry !== null) Object.assign(flat, flattened(entry, `${prefix}${name}.`))
    else flat[`${prefix}${name}`] = entry
  }
  return flat
}
