import {resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {generateHistory, presets, writeHistory} from '../../datasets/synthetic/index.js'
import {numberFlag, textFlag} from '../flags.js'
import {printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {outputFlag} from './history-flags.js'

type PresetName = keyof typeof presets

const formats = ['csv', 'csv.gz', 'ndjson', 'parquet'] as const

interface GenerateArguments {
  readonly preset: PresetName
  readonly seed: number
  readonly scale: number
  readonly days: number
  readonly format: (typeof formats)[number]
  readonly out: string
  readonly force: boolean
  readonly output: 'table' | 'json'
}

export const generateCommand: CommandModule<object, GenerateArguments> = {
  command: 'generate',
  describe: 'Write a synthetic history folder, calibrated to published figures',
  builder: yargs =>
    yargs.options({
      preset: {
        describe: Object.entries(presets)
          .map(([name, preset]) => `${name}: ${preset.summary}`)
          .join('\n'),
        choices: Object.keys(presets),
        default: 'yugong',
      },
      seed: {...numberFlag('seed', 'Seed of the generator', {min: 0, integer: true}), default: '1'},
      scale: {
        ...numberFlag('scale', 'Times as many projects, tables and jobs', {min: 0.1, max: 1000}),
        default: '1',
      },
      days: {...numberFlag('days', 'Days of history', {min: 1, max: 3650, integer: true}), default: '28'},
      format: {describe: 'File format of the fact tables', choices: formats, default: 'csv.gz' as const},
      out: {...textFlag('out', 'Folder to write'), demandOption: true},
      force: {describe: 'Replace a folder that isthmus generated before', boolean: true, default: false},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const progress = terminalProgress()
    progress.stage('generating', 0)
    const history = generateHistory({preset: args.preset, seed: args.seed, scale: args.scale, days: args.days})
    try {
      await writeHistory(args.out, history, args.format, {force: args.force})
    } finally {
      progress.done()
    }
    printResult(args.output, {
      history: resolve(args.out),
      preset: args.preset,
      seed: args.seed,
      scale: args.scale,
      days: args.days,
      projects: history.projects.names.length,
      tables: history.tables.names.length,
      recurringJobs: history.jobs.names.length,
    })
  },
}
