import {readFileSync} from 'node:fs'
import {parseDay} from '../../../model/days.js'
import {configSchema} from '../../../planner/config/schema.js'
import {runNight} from '../../../planner/nightly/run-night.js'

/** A night in a process of its own: `config.json day step kill|hold`. At the step it kills itself, or says so and waits. */
const [, , file, asOf, at, what] = process.argv
await runNight({
  ...{asOfDay: parseDay(asOf), config: configSchema.parse(JSON.parse(readFileSync(file, 'utf8')))},
  ...{clock: () => new Date(`${asOf}T01:00:00Z`), pid: process.pid, host: 'child'},
  progress: {stage: () => {}, done: () => {}},
  async atStep(step) {
    if (step !== at) return
    if (what === 'kill') process.kill(process.pid, 'SIGKILL')
    process.stdout.write(`${step}\n`)
    await new Promise(resolve => setTimeout(resolve, 60_000))
  },
})
