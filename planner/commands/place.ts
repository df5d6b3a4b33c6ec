import {createInterface} from 'node:readline'
import type {CommandModule} from 'yargs'
import {IsthmusError} from '../../model/errors.js'
import {terminalProgress} from '../progress.js'
import {openRouter} from '../router/index.js'
import {readRouterIndex} from '../sidecar/router-files.js'
import {ServedRouter} from '../sidecar/served-router.js'
import {clockOf, type RouterArguments, routerFiles, routerFlags, routerOptions} from './router-flags.js'

export const placeCommand: CommandModule<object, RouterArguments> = {
  command: 'place',
  describe: 'Place jobs one by one: a job as JSON on each line of stdin, an answer on each line of stdout',
  builder: yargs => yargs.options(routerFlags) as never,
  async handler(args) {
    const progress = terminalProgress()
    try {
      const index = await readRouterIndex(routerFiles(args, progress))
      progress.done()
      await placeLines(new ServedRouter(openRouter({index, ...routerOptions(args)}), clockOf(args)))
    } finally {
      progress.done()
    }
  },
}

/** Answers line by line; a line that is wrong is answered by its problem, and the command fails at the end. */
async function placeLines(served: ServedRouter): Promise<void> {
  let wrong = 0
  let lines = 0
  for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
    const answer = served.placeLine(line)
    if (answer === undefined) continue
    lines += 1
    if (!answer.isPlaced) wrong += 1
    if (!process.stdout.write(`${answer.text}\n`)) await new Promise(done => process.stdout.once('drain', done))
  }
  if (wrong === 0) return
  throw new IsthmusError(
    'bad-input',
    `${wrong} of ${lines} jobs could not be read`,
    "Their lines on stdout say why, under 'error'.",
  )
}
