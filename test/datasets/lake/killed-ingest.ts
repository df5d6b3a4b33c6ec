import {ingestInto} from '../../../datasets/ingest/ingest.js'
import {defaultLimits} from '../../../datasets/ingest/intake.js'

/**
 * An ingest in a process of its own: `LAKE STEP`. It prints the steps as they are done and, at the one whose number (from 0) is
 * given, kills itself. It adds the day 2026-11-19 and takes the day 2026-11-17 away.
 */
const [, , lake, step] = process.argv
let done = 0
const startMs = Date.parse('2026-11-19T03:00:00Z')
await ingestInto(
  lake!,
  {
    name: 'told',
    paths: [],
    adapter: {
      kind: 'told',
      describe: 'tells of one day',
      async read(_, intake) {
        for (let i = 0; i < 3; i++) {
          const inputs = [{table: `t${i}`, place: {region: 'east', project: 'p'}, bytes: 7 * (i + 1)}]
          intake.run({
            run: `late-${i}`,
            job: 'late',
            startMs,
            place: {region: 'east', project: 'p'},
            inputs,
            outputs: [],
          })
          await intake.flush()
        }
      },
    },
  },
  {
    map: {
      topologyText: 'formatVersion: "1.0"\nregions:\n  - name: east\n',
      regions: ['east'],
      locate: ({region, project}) => ({region: region!, regionFrom: 'exact', project: project!, projectFrom: 'exact'}),
    },
    adapter: {
      timeZone: 'UTC',
      map: new Map(),
      onProgress: () => undefined,
      signal: new AbortController().signal,
      limits: defaultLimits,
    },
    skipBroken: false,
    replaceDays: false,
    keepDays: 2,
    atStep(name) {
      process.stdout.write(`${name}\n`)
      if (done++ === Number(step)) process.kill(process.pid, 'SIGKILL')
    },
  },
)
