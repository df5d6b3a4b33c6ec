import {resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {convertSwim} from '../../datasets/swim/index.js'
import {numberFlag, textFlag} from '../flags.js'
import {printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {outputFlag} from './history-flags.js'

interface IngestArguments {
  readonly source: 'swim'
  readonly path: string
  readonly into: string
  readonly seed: number
  readonly force: boolean
  readonly output: 'table' | 'json'
}

export const ingestCommand: CommandModule<object, IngestArguments> = {
  command: 'ingest <path>',
  describe: 'Turn a trace into a history folder',
  builder: yargs =>
    yargs.positional('path', {describe: 'File of the source', type: 'string', demandOption: true}).options({
      source: {
        describe:
          'Kind of source. swim: Facebook 2010 job trace; its hours become days, projects and regions are composed',
        choices: ['swim'],
        demandOption: true,
      },
      into: {...textFlag('into', 'History folder to write'), demandOption: true},
      seed: {...numberFlag('seed', 'Seed of what is composed', {min: 0, integer: true}), default: '1'},
      force: {describe: 'Replace a folder that isthmus wrote before', boolean: true, default: false},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const progress = terminalProgress()
    progress.stage('reading', 0)
    const summary = await convertSwim(args.path, args.into, {seed: args.seed, force: args.force}).finally(() =>
      progress.done(),
    )
    printResult(args.output, {history: resolve(args.into), ...flattened(summary)})
  },
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
