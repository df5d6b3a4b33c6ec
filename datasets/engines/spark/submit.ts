import {spawn} from 'node:child_process'
import {createWriteStream, readFileSync, rmSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {finished} from 'node:stream/promises'
import {IsthmusError} from '../../../model/errors.js'

/** How the user's Spark is reached. */
export interface SparkTarget {
  /** `spark-submit` of the user's Spark: a path, or a name on the PATH. */
  readonly sparkSubmit: string
  /** `yarn`, `spark://host:7077`, `k8s://…`, `local-cluster[2,1,1024]`, `local[*]` … */
  readonly master: string
  /** `--conf` settings, in order. */
  readonly conf: readonly string[]
}

/**
 * Runs a script on the user's Spark in client mode. All that Spark prints goes to the log file; lines `isthmus step I of N: NAME` of
 * the script are progress. A run that was stopped leaves no log.
 * @throws IsthmusError (bad-input) where Spark cannot be started or fails, with the last lines of its log
 */
export async function sparkSubmit(
  target: SparkTarget,
  script: string,
  jobFile: string,
  logFile: string,
  onStep: (done: number, steps: number, name: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const conf = target.conf.flatMap(setting => ['--conf', setting])
  const child = spawn(
    target.sparkSubmit,
    ['--master', target.master, '--deploy-mode', 'client', ...conf, script, jobFile],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? {signal, killSignal: 'SIGTERM' as const} : {}),
    },
  )
  const log = createWriteStream(logFile)
  child.stderr.pipe(log, {end: false})
  createInterface({input: child.stdout}).on('line', line => {
    const step = /^isthmus step (\d+) of (\d+): (.*)$/.exec(line)
    if (step) onStep(Number(step[1]), Number(step[2]), step[3]!)
    else log.write(`${line}\n`)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(signal?.aborted ? signal.reason : error.code === 'ENOENT' ? noSpark(target) : error),
    )
    child.on('close', resolve)
  }).finally(async () => {
    log.end()
    await finished(log)
    if (signal?.aborted) rmSync(logFile)
  })
  if (code === 0) return
  const tail = lastErrors(readFileSync(logFile, 'utf8'))
  const message = `Spark failed (exit code ${code}): ${tail}`
  throw new IsthmusError('bad-input', message, `The whole log is in ${logFile}.`)
}

function noSpark({sparkSubmit}: SparkTarget): IsthmusError {
  const message = `there is no '${sparkSubmit}' to submit to Spark with`
  return new IsthmusError('usage', message, 'Give --spark-submit PATH, set SPARK_HOME, or use the embedded engine.')
}

/** The line that tells why: the last error of the script, else of Spark, else the last line of all. */
function lastErrors(log: string): string {
  const lines = log.split('\n').filter(line => line.trim() !== '')
  const ofScript = lines.filter((line, i) => /^[\w.]+: /.test(line) && lines[i - 1]?.startsWith('  '))
  const ofSpark = lines.filter(line => /\bERROR\b/.test(line))
  return ([ofScript, ofSpark, lines].find(list => list.length > 0)?.at(-1) ?? 'it said nothing').slice(0, 1200)
}
