import {readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {parse} from 'yaml'
import type {CommandModule} from 'yargs'
import {type Day, formatDay} from '../../model/days.js'
import {badInputOf, IsthmusError} from '../../model/errors.js'
import {catalogueOf} from '../export/catalogue.js'
import {exporters, exportPlan} from '../export/index.js'
import {lossLines} from '../export/rounding-loss.js'
import {dayFlag, textFlag} from '../flags.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {writeFileWhole} from '../write-file.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {readPlan} from './score.js'

interface ExportArguments extends HistoryArguments {
  readonly plan: string
  readonly target: string
  readonly settings: string | undefined
  readonly inForce: string | undefined
  readonly asOf: Day | undefined
  readonly out: string
  readonly output: 'table' | 'json'
}

export const exportCommand: CommandModule<object, ExportArguments> = {
  command: 'export',
  describe: 'Write what would apply a plan to a system: files to read and run, nothing is run here',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      plan: {...textFlag('plan', 'Plan file'), demandOption: true},
      target: {
        describe: `Target system.\n${Object.values(exporters)
          .map(({name, summary}) => `${name}: ${summary}`)
          .join('\n')}`,
        choices: Object.keys(exporters),
        demandOption: true,
      },
      settings: textFlag('settings', 'YAML or JSON: how names and regions map to the target (docs/exports.md)'),
      'in-force': textFlag('in-force', 'Plan file that is in force now (default: none is)'),
      'as-of': dayFlag('as-of', "Day whose work is written (default: the plan's first day)"),
      out: {...textFlag('out', 'Folder for the files'), demandOption: true},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const plan = await readPlan(args.plan)
    const previous = args.inForce === undefined ? undefined : await readPlan(args.inForce)
    const settings = args.settings === undefined ? {} : await readSettingsFile(args.settings)
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress)
    try {
      const exported = exportPlan(exporters[args.target]!, {
        plan,
        catalogue: catalogueOf(await loaded.workload()),
        inForce: previous?.planId,
        ...(previous === undefined ? {} : {previous}),
        ...(args.asOf === undefined ? {} : {day: formatDay(args.asOf)}),
        settings,
        settingsFile: args.settings ?? '--settings',
      })
      for (const {path, text} of exported.files) await writeFileWhole(join(args.out, path), text)
      progress.done()
      const files = exported.files.map(({path}) => resolve(args.out, path))
      if (args.output === 'json') {
        printJson({target: exported.target, planId: exported.planId, files, loss: exported.loss})
      } else {
        printTable(undefined, [
          ...files.map(file => ['Written', file]),
          ...lossLines(exported.loss).map(line => ['Loss', line]),
        ])
      }
    } finally {
      progress.done()
      loaded.close()
    }
  },
}

async function readSettingsFile(path: string): Promise<unknown> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new IsthmusError(
      'bad-input',
      `cannot read the settings '${path}': ${error.code}`,
      'Give a YAML or JSON file.',
    )
  })
  try {
    return parse(content, {version: '1.2', schema: 'core', prettyErrors: false})
  } catch (error) {
    throw badInputOf([
      {kind: 'broken-yaml', file: path, message: (error as Error).message, advice: 'Mend the YAML or JSON.'},
    ])
  }
}
