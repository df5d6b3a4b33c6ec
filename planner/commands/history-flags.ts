import {existsSync} from 'node:fs'
import {type LoadedHistory, openHistoryFolder} from '../../datasets/history/index.js'
import type {Day} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {dayFlag, textFlag} from '../flags.js'
import type {Progress} from '../progress.js'

/** Flags of every command that reads a history folder. */
export const historyFlags = {
  history: {...textFlag('history', 'History folder (formats: docs/formats.md)'), demandOption: true},
  from: dayFlag('from', 'First day of the history to use (default: its first)'),
  to: dayFlag('to', 'Last day of the history to use (default: its last)'),
  'allow-extra-columns': {
    describe: 'Ignore columns that the format does not know instead of refusing them',
    boolean: true,
    default: false,
  },
} as const

export interface HistoryArguments {
  readonly history: string
  readonly from: Day | undefined
  readonly to: Day | undefined
  readonly allowExtraColumns: boolean
}

export async function openHistory(args: HistoryArguments, progress: Progress): Promise<LoadedHistory> {
  if (!existsSync(args.history)) {
    throw new IsthmusError(
      'bad-input',
      `there is no history folder at '${args.history}'`,
      "Give the folder that holds topology.yaml; 'isthmus generate' makes one to try.",
    )
  }
  return openHistoryFolder(args.history, {
    allowExtraColumns: args.allowExtraColumns,
    ...(args.from === undefined ? {} : {fromDay: args.from}),
    ...(args.to === undefined ? {} : {toDay: args.to}),
    onProgress: (stage, share) => progress.stage(stage, share),
  })
}

export const outputFlag = {
  output: {describe: 'Form of the result on stdout', choices: ['table', 'json'] as const, default: 'table' as const},
}
