import {join, resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {type Engine, embeddedEngine, sparkEngine} from '../../datasets/engines/index.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {textFlag} from '../flags.js'
import {Interrupted, interruptible} from '../ingest/interruption.js'
import {printResult} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {historyFlags, outputFlag} from './history-flags.js'

interface AggregateArguments {
  readonly history: string
  readonly into: string
  readonly from: Day | undefined
  readonly to: Day | undefined
  readonly allowExtraColumns: boolean
  readonly engine: Engine['name']
  readonly master: string | undefined
  readonly sparkSubmit: string | undefined
  readonly sparkConf: readonly string[] | undefined
  readonly staging: string | undefined
  readonly topologyFolder: string | undefined
  readonly output: 'table' | 'json'
  /** Given by the command line: the exit code that it returns where nothing failed. */
  readonly outcome: {exitCode: number}
}

/** Flags that only Spark takes, by the name that they have in `AggregateArguments`. */
const sparkFlags = {
  master: '--master',
  sparkSubmit: '--spark-submit',
  sparkConf: '--spark-conf',
  staging: '--staging',
  topologyFolder: '--topology-folder',
} as const

export const aggregateCommand: CommandModule<object, AggregateArguments> = {
  command: 'aggregate',
  describe: 'Aggregate a history once, here or on your Spark, into a folder that every command reads (docs/engines.md)',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      history: {
        ...textFlag('history', 'History folder; for Spark also a URI that the cluster reads, such as hdfs://nn/lake'),
        demandOption: true,
      },
      into: {...textFlag('into', 'Folder for the aggregate; give it as --history afterwards'), demandOption: true},
      engine: {
        describe: 'embedded: DuckDB in this process. spark: your own Spark, 3.5 or later, for Parquet histories',
        choices: ['embedded', 'spark'] as const,
        default: 'embedded' as const,
      },
      master: textFlag('master', 'Spark master: yarn, spark://host:7077, k8s://…, local[*] (spark only)'),
      'spark-submit': textFlag(
        'spark-submit',
        'spark-submit of your Spark (spark only; default: that of SPARK_HOME, else the one on the PATH)',
      ),
      'spark-conf': {
        describe: 'Setting for spark-submit, as key=value; may be repeated (spark only)',
        string: true,
        array: true,
        nargs: 1,
      },
      staging: textFlag(
        'staging',
        'Folder that the whole cluster can write to, such as hdfs://nn/tmp/isthmus (spark only)',
      ),
      'topology-folder': textFlag(
        'topology-folder',
        'Folder with topology.yaml where the history is not here (spark only)',
      ),
      ...outputFlag,
    }) as never,
  async handler(args) {
    const engine = engineOf(args)
    const progress = terminalProgress()
    const {from, to} = args
    try {
      const manifest = await interruptible(signal =>
        engine.aggregate(args.history, args.into, {
          ...(from === undefined ? {} : {fromDay: from}),
          ...(to === undefined ? {} : {toDay: to}),
          allowExtraColumns: args.allowExtraColumns,
          onProgress: (stage, share) => progress.stage(stage, share),
          signal,
        }),
      ).finally(() => progress.done())
      printResult(args.output, {
        aggregate: resolve(args.into),
        engine: manifest.engine,
        from: manifest.fromDay,
        to: manifest.toDay,
        ...manifest.rowCounts,
      })
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      process.stderr.write('Stopped: nothing was written.\n')
      args.outcome.exitCode = error.exitCode
    }
  },
}

/** @throws IsthmusError (usage) for flags that do not go with the engine */
function engineOf(args: AggregateArguments): Engine {
  if (args.engine === 'embedded') {
    const given = Object.entries(sparkFlags).filter(([name]) => args[name as keyof typeof sparkFlags] !== undefined)
    if (given.length === 0) return embeddedEngine
    const flags = given.map(([, flag]) => flag).join(', ')
    throw new IsthmusError('usage', `${flags} is for Spark`, 'Add --engine spark, or leave it out.')
  }
  const {master, staging, topologyFolder, sparkConf: conf = []} = args
  if (master === undefined) {
    throw new IsthmusError('usage', '--engine spark needs --master', 'Give the master of your cluster, or local[*].')
  }
  const wrong = conf.filter(setting => !/^[^=\s]+=/.test(setting))
  if (wrong.length > 0) {
    throw new IsthmusError('usage', `--spark-conf is '${wrong.join("', '")}'`, 'Give it as key=value.')
  }
  const home = process.env.SPARK_HOME
  const sparkSubmit = args.sparkSubmit ?? (home ? join(home, 'bin', 'spark-submit') : 'spark-submit')
  return sparkEngine({
    sparkSubmit,
    master,
    conf,
    ...(staging === undefined ? {} : {staging}),
    ...(topologyFolder === undefined ? {} : {topologyFolder}),
  })
}
